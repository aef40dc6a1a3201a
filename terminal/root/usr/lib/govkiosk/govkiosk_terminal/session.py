# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""govkiosk-session: what runs on the screen, as the user `kiosk` inside sway.

Starts the browser in a fresh profile and watches the page's heartbeat. When a citizen has left for a service's own pages,
it shows a bar with a way back. A visit ends with its browser, whichever way the citizen comes back. The end of the browser,
for whatever reason, ends sway, and systemd starts all of it anew: a clean session every time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from typing import Any, Dict, List, Optional, Sequence

from govkiosk_terminal.companion import Companion

HOME = "http://127.0.0.1:8000/"
TICK = 0.5
# The page beats every 5 s; a renderer that hangs is the third missing beat plus what a slow machine needs.
DEAD_AFTER = 45.0
# A visit that nobody ends: the next citizen must find the home page.
VISIT_LIMIT = 300.0
ROUNDING = 1.0
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def browser_command(profile: str, backend: str, names: Sequence[str]) -> List[str]:
    """Return the browser's command line: the picture, and what no policy stops.

    In spite of all policies Chromium 156 asks the resolver for accounts.google.com, update.googleapis.com and
    content-autofill.googleapis.com; so it may resolve the names of granted items and no others.
    """
    rules = ", ".join(["MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1", *(f"EXCLUDE {name}" for name in names)])
    flags = [
        f"--host-resolver-rules={rules}",
        "--kiosk", "--ozone-platform=wayland", "--force-device-scale-factor=1", f"--user-data-dir={profile}",
        "--no-first-run", "--no-default-browser-check", "--noerrdialogs", "--hide-crash-restore-bubble",
        "--disable-pinch", "--overscroll-history-navigation=0", "--password-store=basic", "--lang=zh-CN",
        "--disable-background-networking", "--disable-component-update", "--disable-domain-reliability",
        "--disable-sync", "--disable-breakpad", "--log-level=3",
    ]  # fmt: skip
    if backend == "headless":
        flags.append("--disable-gpu")
    return ["/usr/bin/chromium", *flags, HOME]


def health() -> Optional[Dict[str, Any]]:
    """Return the home server's report, None while it does not answer."""
    try:
        with _DIRECT.open(HOME + "health", timeout=3) as answer:
            data = json.load(answer)
        return data if isinstance(data, dict) else None
    except (OSError, ValueError):
        return None


def new_browser() -> bool:
    """Tell the home server that a browser starts, so that it forgets the last one's visit; tell whether it heard."""
    origin = {"Origin": HOME.rstrip("/")}
    news = urllib.request.Request(HOME + "browser", data=b"{}", headers=origin)  # noqa: S310 - a constant http URL
    try:
        with _DIRECT.open(news, timeout=3):
            return True
    except OSError:
        return False


def must_restart(report: Optional[Dict[str, Any]], up: float) -> str:
    """Return why the browser must be started anew, or nothing; `up` is how long it runs, in seconds. Pure.

    Who comes back from an item leaves a login behind, so every visit ends with its browser, whichever way it ends.
    """
    if report is None:
        return ""
    if report["returned"]:
        return f"the visit of {report['visit']} is over"
    if report["uptime_s"] < up - ROUNDING:
        return "the home server started anew, and may have forgotten a visit"
    age = up if report["age_s"] is None else float(report["age_s"])
    if report["visit"]:
        return f"visit of {report['visit']} lasted {age:.0f} s" if age > VISIT_LIMIT else ""
    return f"no heartbeat for {age:.0f} s" if age > DEAD_AFTER else ""


class WayBack:
    """The bar at the lower edge while a service's own pages are on the screen; its one button ends the visit."""

    COMMAND = (
        "swaynag", "--edge", "bottom", "--layer", "overlay", "--font", "Noto Sans CJK SC Bold 24",
        "--background", "0b3a6f", "--text", "ffe2b0", "--border-bottom", "0b3a6f", "--border-bottom-size", "0",
        "--button-background", "ffffff", "--button-text", "0b3a6f", "--border", "0b3a6f", "--button-border-size", "0",
        "--button-padding", "18", "--button-dismiss-gap", "24", "--button-margin-right", "24", "--message-padding", "22",
        "--message", "办理完毕请返回首页，并取走身份证和打印件", "--dismiss-button", "  返回首页  ",
    )  # fmt: skip

    def __init__(self) -> None:
        self._bar = Companion(self.COMMAND)

    def touched(self, away: bool) -> bool:
        """Show the bar while the browser is away; tell whether its button was touched."""
        if away:
            return self._bar.keep()
        self._bar.end()
        return False


def _end(browser: subprocess.Popen[bytes], reason: str) -> None:
    print(f"ending the browser: {reason}", file=sys.stderr, flush=True)
    browser.terminate()
    try:
        browser.wait(timeout=3)
    except subprocess.TimeoutExpired:
        browser.kill()


def _watch(browser: subprocess.Popen[bytes]) -> None:
    started = time.monotonic()
    way_back = WayBack()
    while browser.poll() is None:
        time.sleep(TICK)
        report = health()
        reason = must_restart(report, time.monotonic() - started)
        if way_back.touched(bool(report and report["visit"])):
            reason = "the citizen returned"
        if reason:
            _end(browser, reason)


def main() -> int:
    """Run one session, then end sway."""
    try:
        while not new_browser():
            time.sleep(0.1)
        # systemd removes the runtime directory, and the profile with it, when the service ends.
        profile = tempfile.mkdtemp(dir=os.environ["XDG_RUNTIME_DIR"], prefix="profile-")
        names = [one for one in os.environ.get("GOVKIOSK_NAMES", "").split(",") if one]
        with subprocess.Popen(browser_command(profile, os.environ.get("GOVKIOSK_BACKEND", "drm"), names)) as browser:
            _watch(browser)
    finally:
        subprocess.call(["swaymsg", "exit"])
    return 0
