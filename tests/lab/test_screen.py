# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A citizen's hands on a booted terminal: whatever is typed, pressed or dragged, one window fills the screen.

The keyboard is a virtual one with the full pc105 keymap, so these tests see what the glass and the browser do with keys.
Which real keyboards the compositor opens, and with which keymap, is udev's and libinput's work on a real /dev/input, which
no lab has: tests/unit/terminal/test_keyboards.py holds what is generated for them.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.lab.deployment import SITE
from tests.lab.terminal_runs import KIOSK, Terminals, until

FIRST = f"{SITE}-01"
PANEL = {"x": 0, "y": 0, "width": 1080, "height": 1920}
RIGHT, MIDDLE = 0x111, 0x112
WITNESS = (Path(__file__).parent / "witness_page.py").read_text(encoding="utf-8")
DRIVER = (Path(__file__).parent / "driver_page.py").read_text(encoding="utf-8")
LOG = "/run/witness.log"
CHORDS = [
    word
    for line in (Path(__file__).parent / "chords.txt").read_text(encoding="utf-8").splitlines()
    for word in line.partition("#")[0].split()
]


@pytest.fixture(scope="module")
def terminals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminals]:
    made = Terminals("gkhands", tmp_path_factory.mktemp("hands"))
    with made.lab:
        run = made.roles()
        assert run.status == 0, run.output
        yield made


@pytest.fixture
def ready(terminals: Terminals) -> Terminals:
    until(lambda: filled(terminals), 20, "the window")
    return terminals


@pytest.fixture
def reading(terminals: Terminals) -> Iterator[Terminals]:
    """The same with a reader that types in its site file."""
    site = terminals.city / "sites/futian" / f"{SITE}.yml"
    before = site.read_text(encoding="utf-8")
    site.write_text(
        before.replace("screen: 1080x1920\n", 'screen: 1080x1920\n    keyboards: ["08ff:0009"]\n'), encoding="utf-8"
    )
    try:
        assert terminals.roles("--limit", FIRST).recap(FIRST)["changed"] == 1
        yield terminals
    finally:
        site.write_text(before, encoding="utf-8")
        assert terminals.roles("--limit", FIRST).status == 0


def filled(terminals: Terminals) -> bool:
    """Tell whether one window fills the screen."""
    return [(one["rect"], one["fullscreen_mode"], one["visible"]) for one in terminals.windows(FIRST)] == [
        (PANEL, 1, True)
    ]


def restarts(terminals: Terminals) -> str:
    return terminals.on(FIRST, "systemctl", "show", "--property=NRestarts,ExecMainPID", "govkiosk-screen.service")


@contextmanager
def witness(terminals: Terminals) -> Iterator[None]:
    """Put the witness in the home page's place."""
    with in_home_s_place(terminals, WITNESS, LOG):
        until(lambda: ["ready", "/", "", False] in seen(terminals), 20, "the witness")
        until(lambda: filled(terminals), 10, "its window")
        yield


@contextmanager
def in_home_s_place(terminals: Terminals, program: str, *words: str) -> Iterator[None]:
    """Let another program serve the home page."""
    terminals.on(FIRST, "systemctl", "mask", "--runtime", "--now", "govkiosk-home.service")
    terminals.on(FIRST, "tee", "/run/witness.py", text=program)
    terminals.on(FIRST, "systemd-run", "--quiet", "--unit=witness", "python3", "/run/witness.py", *words)
    terminals.on(FIRST, "systemctl", "restart", "govkiosk-screen.service")
    try:
        yield
    finally:
        terminals.on(FIRST, "systemctl", "stop", "witness.service")
        terminals.on(FIRST, "systemctl", "unmask", "--runtime", "govkiosk-home.service")
        terminals.on(FIRST, "systemctl", "restart", "govkiosk-home.service", "govkiosk-screen.service")


def seen(terminals: Terminals) -> list[list[object]]:
    """What the witness has seen: kind, key or button, code, whether a modifier was down."""
    return [json.loads(line) for line in terminals.on(FIRST, "cat", LOG, check=False).splitlines()]


def pressed(terminals: Terminals) -> set[tuple[object, object]]:
    """Give the keys that the witness has seen go down, each with whether a modifier was down."""
    return {(key, held) for kind, key, _, held in seen(terminals) if kind == "keydown"}


def typed_are_seen(terminals: Terminals) -> bool:
    """Type what a reader types; tell whether the witness has seen every key of it, now or before."""
    terminals.type(FIRST, "a", "1", "enter", "backspace", "tab")
    return {key for key, _ in pressed(terminals)} >= {"a", "1", "Enter", "Backspace", "Tab"}


def test_no_chord_opens_anything(ready: Terminals) -> None:
    assert len(CHORDS) >= 60
    before = restarts(ready)
    ready.type(FIRST, *CHORDS)
    assert filled(ready)
    assert restarts(ready) == before, "not even the session had to be mended"
    assert {status for status, _ in ready.look(FIRST, wait=10).values()} == {"pass"}


def test_without_readers_a_page_sees_no_key_at_all(ready: Terminals) -> None:
    with witness(ready):
        ready.type(FIRST, *CHORDS, "a", "1", "enter", "tab", "backspace")
        assert seen(ready) == [["ready", "/", "", False]]


def test_with_readers_a_page_sees_characters_and_no_modifier(reading: Terminals) -> None:
    with witness(reading):
        reading.type(FIRST, *CHORDS)
        until(lambda: typed_are_seen(reading), 60, "the keys of a reader")
        keys = pressed(reading)
    assert {key for key, _ in keys if len(str(key)) > 1} == {"Enter", "Backspace", "Tab"}
    assert {held for _, held in keys} == {False}


def test_no_button_but_the_first_reaches_a_page_and_nothing_opens(ready: Terminals) -> None:
    with witness(ready):
        before = restarts(ready)
        for button in (RIGHT, MIDDLE):
            ready.touch(FIRST, 40, 370, button=button)  # on the link
        assert {kind for kind, *_ in seen(ready)} == {"ready"}
        ready.touch(FIRST, 500, 200, hold=3)
        ready.touch(FIRST, 40, 370, hold=0.5, goal=(1079, 1919))
        ready.touch(FIRST, 40, 370, goal=(0, 0))
        for height in (750, 920, 1090, 370):  # print, file, popup, link
            ready.touch(FIRST, 100, height)
            time.sleep(1)
            until(lambda: filled(ready), 10, "one window")
        assert {kind for kind, *_ in seen(ready)} == {"ready", "mousedown", "dragstart"}
        assert restarts(ready) == before


def test_a_window_that_somebody_made_small_fills_the_screen_again(ready: Terminals) -> None:
    before = restarts(ready)
    ready.sway(FIRST, "fullscreen disable")
    until(lambda: filled(ready), 10, "the full screen")
    assert restarts(ready) == before


def test_another_window_is_closed(ready: Terminals) -> None:
    before = restarts(ready)
    command = ["chromium", "--user-data-dir=/run/govkiosk-screen/other", "--ozone-platform=wayland", "--no-first-run"]
    other = ready.lab.popen(
        FIRST, [*KIOSK, "WAYLAND_DISPLAY=wayland-1", "HOME=/run/govkiosk-screen", *command], stdin=subprocess.DEVNULL
    )
    try:
        until(lambda: other.poll() is not None, 20, "the end of the other browser")
        until(lambda: filled(ready), 10, "one window")
    finally:
        other.kill()
        other.wait(10)
    assert restarts(ready) == before


@pytest.mark.parametrize(
    "victim", ["--type=renderer", "--type=gpu-process", "user-data-dir=/run/govkiosk-screen", "sway --config"]
)
def test_what_is_killed_comes_back(ready: Terminals, victim: str) -> None:
    ready.on(FIRST, "pkill", "-KILL", "--euid", "kiosk", "-f", "--", victim)
    # On a machine with time to spare it is back within 10 s; that is measured, not asserted, as a test has no clock of its own.
    checks = ready.look(FIRST, wait=40)
    assert {status for status, _ in checks.values()} == {"pass"}, checks
    assert filled(ready)


def test_a_granted_item_reaches_a_reader_s_driver_by_both_names(ready: Terminals) -> None:
    """The item is at an address that is nobody's inside: those are what the browser keeps from local hosts by itself."""
    outside, tls = "19.104.8.11", ready.lab.state / "svc/tls"
    for kind in ("pem", "key"):
        ready.on(FIRST, "tee", f"/run/item.{kind}", text=(tls / f"10.96.8.11-443.{kind}").read_text())
    ready.on(FIRST, "ip", "address", "add", outside, "dev", "lo")
    ready.on(FIRST, "cp", "/etc/hosts", "/run/hosts.before")
    ready.on(FIRST, "tee", "-a", "/etc/hosts", text=f"{outside} rs.zw.test\n")
    words = (LOG, outside, "/run/item.pem", "/run/item.key", "https://rs.zw.test/")
    try:
        with in_home_s_place(ready, DRIVER, *words):
            wanted = [
                [port, f"{host}:{port}", "https://rs.zw.test"]
                for port in (8765, 38088)
                for host in ("127.0.0.1", "localhost")
            ]
            until(lambda: sorted(seen(ready)) == wanted, 60, "all four calls")
    finally:
        ready.on(FIRST, "cp", "/run/hosts.before", "/etc/hosts")
        ready.on(FIRST, "ip", "address", "delete", f"{outside}/32", "dev", "lo")
