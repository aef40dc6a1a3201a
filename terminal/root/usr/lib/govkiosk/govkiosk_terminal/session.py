# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""govkiosk-session: what runs on the screen, as the user `kiosk` inside sway.

Starts the browser in a fresh profile, behind a glass that no shortcut passes, and watches the page's heartbeat and that one
window fills the screen. When a citizen has left for a service's own pages,
it shows a bar with a way back, and ends the visit when nobody touches the screen. A visit ends with its browser, whichever
way the citizen comes back. The end of the browser, for whatever reason, ends sway, and systemd starts all of it anew: a
clean session every time.
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
from govkiosk_terminal.glass import Glass
from govkiosk_terminal.idleness import Idleness
from govkiosk_terminal.windows import Watch

HOME = "http://127.0.0.1:8000/"
GLASS = "glass"
TICK = 0.5
# The page beats every second; a renderer that hangs or is gone is the fourth missing beat. The first may take its time.
DEAD_AFTER, FIRST_BEAT = 4.0, 45.0
# A visit that nobody ends: the next citizen must find the home page. Logging in with a telephone takes its time.
IDLE_WARN, IDLE_LIMIT = 90, 120
# A page may keep the screen awake for ever, as one with a video does.
VISIT_WARN, VISIT_LIMIT = 1740.0, 1800.0
ROUNDING = 1.0
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def browser_command(profile: str, backend: str, names: Sequence[str]) -> List[str]:
    """Return the browser's command line: the picture, and what no policy stops.

    In spite of all policies Chromium 156 asks the resolver for accounts.google.com, update.googleapis.com and
    content-autofill.googleapis.com; so it may resolve the names of granted items and no others. `localhost` is the terminal
    itself, where the drivers of readers listen.
    """
    rules = ", ".join(
        ["MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1", "EXCLUDE localhost", *(f"EXCLUDE {name}" for name in names)]
    )
    flags = [
        f"--host-resolver-rules={rules}",
        # Its own shortcuts, menus and windows are those of a forced application: none of them.
        "--kiosk", "--force-app-mode", "--ozone-platform=wayland", "--force-device-scale-factor=1", f"--user-data-dir={profile}",
        "--no-first-run", "--no-default-browser-check", "--noerrdialogs", "--hide-crash-restore-bubble",
        "--disable-pinch", "--overscroll-history-navigation=0", "--password-store=basic", "--lang=zh-CN",
        "--disable-background-networking", "--disable-component-update", "--disable-domain-reliability",
        "--disable-sync", "--disable-breakpad", "--log-level=3",
    ]  # fmt: skip
    if backend == "headless":
        flags.append("--disable-gpu")
    return ["/usr/bin/chromium", *flags, HOME]


def behind_glass(typing: bool) -> Dict[str, str]:
    """Put the glass before the compositor; return the environment of the browser, which then sees no other."""
    runtime = os.environ["XDG_RUNTIME_DIR"]
    Glass(os.path.join(runtime, GLASS), os.path.join(runtime, os.environ["WAYLAND_DISPLAY"]), typing).start()
    return {**os.environ, "WAYLAND_DISPLAY": GLASS}


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


def must_restart(report: Dict[str, Any], up: float, idle: int) -> str:
    """Return why the browser must be started anew, or nothing. Pure.

    `up` is how long it runs, `idle` how long nobody has touched the screen in a visit, in seconds. Who comes back from an
    item leaves a login behind, so every visit ends with its browser, whichever way it ends.
    """
    if report["returned"]:
        return f"the visit of {report['visit']} is over"
    if report["uptime_s"] < up - ROUNDING:
        return "the home server started anew, and may have forgotten a visit"
    age, limit = (up, FIRST_BEAT) if report["age_s"] is None else (float(report["age_s"]), DEAD_AFTER)
    if not report["visit"]:
        return f"no heartbeat for {age:.0f} s" if age > limit else ""
    if idle >= IDLE_LIMIT:
        return f"nobody has touched the screen for {idle} s in the visit of {report['visit']}"
    return f"visit of {report['visit']} lasted {age:.0f} s" if age > VISIT_LIMIT else ""


def bar_message(report: Dict[str, Any], idle: int) -> str:
    """Return what the bar says, nothing while there is to be no bar. Pure: nobody is put out without a warning."""
    if not report["visit"]:
        return ""
    if idle >= IDLE_WARN:
        return "即将返回首页，继续办理请触摸屏幕"
    if float(report["age_s"]) > VISIT_WARN:
        return "办理时间将到，请尽快办完"
    return "办理完毕请返回首页，并取走身份证和打印件"


class WayBack:
    """The bar at the lower edge while a service's own pages are on the screen; its one button ends the visit."""

    COMMAND = (
        "swaynag", "--edge", "bottom", "--layer", "overlay", "--font", "Noto Sans CJK SC Bold 24",
        "--background", "0b3a6f", "--text", "ffe2b0", "--border-bottom", "0b3a6f", "--border-bottom-size", "0",
        "--button-background", "ffffff", "--button-text", "0b3a6f", "--border", "0b3a6f", "--button-border-size", "0",
        "--button-padding", "18", "--button-dismiss-gap", "24", "--button-margin-right", "24", "--message-padding", "22",
        "--dismiss-button", "  返回首页  ", "--message",
    )  # fmt: skip

    def __init__(self) -> None:
        self._message = ""
        self._bar: Optional[Companion] = None

    def touched(self, message: str) -> bool:
        """Show the bar with a message, or none without one; tell whether its button was touched."""
        # First, as a touch of the button is a touch of the screen, too, and may have changed the message.
        if self._bar is not None and self._bar.keep():
            return True
        if message != self._message:
            self._replace(message)
        return False

    def _replace(self, message: str) -> None:
        if self._bar is not None:
            self._bar.end()
        self._message, self._bar = message, Companion([*self.COMMAND, message]) if message else None
        if self._bar is not None:
            self._bar.keep()


def _end(browser: subprocess.Popen[bytes], reason: str) -> None:
    print(f"ending the browser: {reason}", file=sys.stderr, flush=True)
    browser.terminate()
    try:
        browser.wait(timeout=3)
    except subprocess.TimeoutExpired:
        browser.kill()


def _watch(browser: subprocess.Popen[bytes]) -> None:
    started = time.monotonic()
    way_back, idleness = WayBack(), Idleness((IDLE_WARN, IDLE_LIMIT))
    windows = Watch(os.environ["SWAYSOCK"])
    while browser.poll() is None:
        time.sleep(TICK)
        fault = windows.fault()
        if fault:
            _end(browser, fault)
            continue
        report = health()
        if report is None:
            continue
        idle = idleness.seconds() if report["visit"] else 0
        reason = must_restart(report, time.monotonic() - started, idle)
        if way_back.touched(bar_message(report, idle)):
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
        names = [name for name in os.environ.get("GOVKIOSK_NAMES", "").split(",") if name]
        command = browser_command(profile, os.environ.get("GOVKIOSK_BACKEND", "drm"), names)
        with subprocess.Popen(command, env=behind_glass(bool(os.environ.get("GOVKIOSK_KEYBOARDS")))) as browser:
            _watch(browser)
    finally:
        subprocess.call(["swaymsg", "exit"])
    return 0
