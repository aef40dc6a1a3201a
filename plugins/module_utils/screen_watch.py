# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Look at the terminal's own screen and services, and turn what is seen into checks of 7.6-a and 7.6-b.

Runs on terminals: standard library only, Python 3.8 syntax.
"""

from __future__ import annotations

import glob
import json
import os
import signal
import subprocess
import time
import urllib.request
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Tuple

from . import screen_picture, screen_proof
from .check import ERROR, FAIL, PASS, Check
from .message import join, say
from .screen_picture import Picture, PictureError

URL = "http://127.0.0.1:8000/"
SETTINGS = "/etc/govkiosk/terminal.json"
VERSION = "/usr/share/govkiosk/version"
SCREEN = "govkiosk-screen.service"
UNITS = (SCREEN, "govkiosk-home.service", "govkiosk-firewall.service")
FIREWALL = ["nft", "list", "table", "inet", "govkiosk"]
FIREWALL_WAIT_S = 10.0
RUNTIME = "/run/govkiosk-screen"
BEAT_LIMIT_S = 15.0
PAUSE_S = 0.3
#: What `watch` gives, each once: clause and name; `RESTART` only if it ended the browser by force.
NAMES = (
    ("7.6-a", "screen/geometry"),
    ("7.6-a", "screen/content"),
    ("7.6-b", "app/services"),
    ("7.6-b", "app/heartbeat"),
)
RESTART = ("7.6-b", "app/restart")
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_LOOK = say("look at `journalctl -b -u govkiosk-screen` on the terminal", id="screen-fix")


class NotATerminal(RuntimeError):
    """This host has no terminal's package or settings."""


@dataclass(frozen=True)
class Terminal:
    """What this host's screen must show."""

    name: str
    version: str
    width: int
    height: int
    items: int

    @classmethod
    def of_this_host(cls) -> Terminal:
        """Read the host's own settings; raise NotATerminal if there are none."""
        try:
            with open(SETTINGS, encoding="utf-8") as stream:
                data = json.load(stream)
            with open(VERSION, encoding="utf-8") as stream:
                version = stream.read().strip()
            screen = data["screen"]
            return cls(data["terminal"], version, screen["width"], screen["height"], len(data["items"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise NotATerminal(
                say("this host is no service terminal yet: {error}", id="no-terminal-yet", error=str(error))
            ) from error

    def expected(self) -> screen_proof.Expected:
        """Return what a picture taken now must show."""
        minute = int(time.time() // 60)
        return screen_proof.Expected(self.width, self.height, self.name, self.version, self.items, minute)


def take_picture() -> Picture:
    """Take a picture of the screen as the user that owns it; raise PictureError with what grim said."""
    sockets = glob.glob(os.path.join(RUNTIME, "wayland-?"))
    if not sockets:
        raise PictureError(say("the screen's compositor is not running", id="no-compositor"))
    environment = {"PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": RUNTIME, "WAYLAND_DISPLAY": min(sockets)}
    argv = ["setpriv", "--reuid=kiosk", "--regid=kiosk", "--clear-groups", "grim", "-t", "ppm", "-"]
    try:
        done = subprocess.run(
            argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd="/", timeout=10
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PictureError(_untaken(str(error))) from error
    if done.returncode:
        raise PictureError(_untaken(done.stderr.decode("utf-8", "replace").strip()))
    return screen_picture.read_ppm(done.stdout)


def _untaken(why: str) -> str:
    return say("no picture could be taken: {error}", id="no-picture", error=why)


def health() -> Dict[str, Any]:
    """Return the home server's report, empty if it does not answer."""
    try:
        with _DIRECT.open(URL + "health", timeout=5) as answer:
            data = json.load(answer)
        return data if isinstance(data, dict) else {}
    except (OSError, ValueError):
        return {}


def unit_properties(unit: str) -> Dict[str, str]:
    """Return what systemd says about a unit."""
    wanted = "--property=ActiveState,SubState,Restart,NRestarts,MainPID,UnitFileState"
    done = subprocess.run(["systemctl", "show", wanted, unit], stdout=subprocess.PIPE, encoding="utf-8", timeout=20)
    return dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)


def firewall_missing() -> str:
    """Return why the terminal's firewall is not known to be loaded, nothing if it is."""
    try:
        done = subprocess.run(
            FIREWALL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8", timeout=FIREWALL_WAIT_S
        )
    except OSError as error:
        return str(error)
    except subprocess.TimeoutExpired:
        return say("it was not told within {limit} s", id="firewall-late", limit=str(FIREWALL_WAIT_S))
    if done.returncode == 0:
        return ""
    return (done.stderr.splitlines() or [f"exit {done.returncode}"])[0]


def _check(terminal: Terminal, clause: str, name: str, wrong: str, seen: str, fix: str, **data: Any) -> Check:
    return Check(clause, terminal.name, name, FAIL if wrong else PASS, wrong or seen, fix if wrong else "", data)


def picture_checks(terminal: Terminal, picture: Optional[Picture], reason: str) -> List[Check]:
    """Return the verdicts on one picture (7.6-a); without a picture, why there is none."""
    if picture is None:
        return [
            Check("7.6-a", terminal.name, f"screen/{name}", FAIL, reason, _LOOK) for name in ("geometry", "content")
        ]
    expected = terminal.expected()
    size = f"{terminal.width}x{terminal.height}"
    place = screen_proof.geometry(picture, expected)
    wrong, mark = screen_proof.content(picture, expected)
    shown = say(
        "the screen shows the page of {terminal}, version {version}, {items} items",
        id="screen-page",
        terminal=terminal.name,
        version=terminal.version,
        items=terminal.items,
    )
    filled = say("the page fills the screen, {size}", id="screen-filled", size=size)
    return [
        _check(terminal, "7.6-a", "screen/geometry", place, filled, _LOOK, screen=size),
        _check(terminal, "7.6-a", "screen/content", wrong, shown, _LOOK, mark=mark),
    ]


def service_check(terminal: Terminal) -> Check:
    """Return the verdict on the services (7.6-b): they run, the screen starts again by itself, the firewall is loaded."""
    shown = {unit: unit_properties(unit) for unit in UNITS}
    wrong = [
        say("{unit} is {state}", id="unit-state", unit=unit, state=properties.get("ActiveState", "unknown"))
        for unit, properties in shown.items()
        if properties.get("ActiveState") != "active"
    ]
    if shown[SCREEN].get("Restart") != "always":
        wrong.append(say("{unit} does not restart by itself", id="unit-restart", unit=SCREEN))
    # Its unit has long ended; what it loaded may be gone.
    missing = firewall_missing()
    if missing:
        wrong.append(say("the terminal's firewall is not loaded: {error}", id="firewall-missing", error=missing))
    restarts = int(shown[SCREEN].get("NRestarts") or 0)
    fix = say("run the role govkiosk.site.terminal_host again, then {look}", id="services-fix", look=_LOOK)
    return _check(
        terminal,
        "7.6-b",
        "app/services",
        join(wrong, "; "),
        say("all services run and restart by themselves", id="services"),
        fix,
        restarts=restarts,
    )


def heartbeat_check(terminal: Terminal, report: Dict[str, Any]) -> Check:
    """Return the verdict on the page's sign of life (7.6-b). Pure."""
    page, age, wrong = report.get("page") or {}, report.get("age_s"), ""
    if not report:
        wrong = say("the home page's server does not answer", id="home-dead")
    elif report.get("visit"):
        wrong = say(
            "somebody is using the item {item}, the home page is not on", id="home-visit", item=str(report["visit"])
        )
    elif age is None:
        wrong = say("the page has given no sign of life yet", id="page-silent")
    elif age > BEAT_LIMIT_S:
        wrong = say("the page's last sign of life is {age:.0f} s old", id="page-old", age=float(age))
    elif (page.get("width"), page.get("height")) != (terminal.width, terminal.height):
        wrong = say(
            "the page is {page} large, the screen is {screen}",
            id="page-size",
            page="{}x{}".format(page.get("width"), page.get("height")),
            screen=f"{terminal.width}x{terminal.height}",
        )
    elif page.get("version") != terminal.version:
        wrong = say(
            "the page is of version {version}, installed is {installed}",
            id="page-version",
            version=str(page.get("version")),
            installed=terminal.version,
        )
    elif page.get("checked") != report.get("checked"):
        wrong = say(
            "the page shows the items as of {shown}, they were checked at {checked}",
            id="page-items",
            shown=str(page.get("checked")),
            checked=str(report.get("checked")),
        )
    seen = say("the page's last sign of life is {age} s old", id="page-alive", age=age)
    return _check(terminal, "7.6-b", "app/heartbeat", wrong, seen, _LOOK, age_s=age)


def look(terminal: Terminal) -> Tuple[List[Check], Optional[Picture]]:
    """Look once at everything."""
    # First: what the page says it shows is on the screen by the time the picture is taken.
    report = health()
    picture, reason = None, ""
    try:
        picture = take_picture()
    except PictureError as error:
        reason = error.args[0]
    checks = picture_checks(terminal, picture, reason)
    return [*checks, service_check(terminal), heartbeat_check(terminal, report)], picture


def look_until_good(terminal: Terminal, wait: float) -> Tuple[List[Check], Optional[Picture]]:
    """Look again and again until all is good or the time is up; return the last look."""
    end = time.monotonic() + wait
    while True:
        checks, picture = look(terminal)
        if all(check.good for check in checks) or time.monotonic() >= end:
            return checks, picture
        time.sleep(PAUSE_S)


def _browser() -> int:
    """Return the process id of the browser itself, the oldest of the user's chromium processes; 0 if there is none."""
    done = subprocess.run(
        ["pgrep", "--oldest", "--euid", "kiosk", "-x", "chromium"], stdout=subprocess.PIPE, encoding="ascii"
    )
    return int(done.stdout.strip() or 0)


def restart_check(terminal: Terminal, wait: float) -> Check:
    """End the browser by force and wait until the page is back (7.6-b)."""
    before = int(unit_properties(SCREEN).get("NRestarts") or 0)
    victim = _browser()
    if not victim:
        return Check(
            "7.6-b", terminal.name, "app/restart", ERROR, say("there is no browser to end", id="no-browser"), _LOOK
        )
    os.kill(victim, signal.SIGKILL)
    started = time.monotonic()
    while time.monotonic() - started < wait:
        time.sleep(PAUSE_S)
        if int(unit_properties(SCREEN).get("NRestarts") or 0) > before and _browser() not in (0, victim):
            checks, _picture = look(terminal)
            if all(check.good for check in checks):
                took = round(time.monotonic() - started, 1)
                return Check(
                    "7.6-b",
                    terminal.name,
                    "app/restart",
                    PASS,
                    say("ended by force, the page was back after {took} s", id="restarted", took=took),
                    "",
                    {"back_s": took},
                )
    reason = say(
        "ended by force, the page was not back after {limit} s", id="not-restarted", limit="{:.0f}".format(wait)
    )
    return Check("7.6-b", terminal.name, "app/restart", FAIL, reason, _LOOK)


def watch(terminal: Terminal, *, wait: float, kill: bool) -> Tuple[List[Check], Optional[Picture]]:
    """Return all checks and the picture they were made on."""
    checks, picture = look_until_good(terminal, wait)
    if kill and all(check.good for check in checks):
        restarted = restart_check(terminal, wait)
        checks, picture = look_until_good(terminal, wait)
        checks.append(restarted)
    return checks, picture
