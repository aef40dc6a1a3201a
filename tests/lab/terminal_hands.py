# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Touch a terminal's screen and type on it: a small Wayland client with a virtual pointer and a virtual keyboard.

Source: wlr-virtual-pointer-unstable-v1, virtual-keyboard-unstable-v1. Runs on the terminal as its user `kiosk`, fed to
`python3 -`; standard library only. The production browser has no remote control, so these are the only hands a test has.

    tap X Y WIDTH HEIGHT [BUTTON [SECONDS [TO_X TO_Y]]]     which button, how long it is held, where it is dragged to
    type CHORD...                                           such as ctrl+shift+n, each key by its name or as #code

The keyboard has the full pc105 keymap: a virtual keyboard brings its own, so what the compositor has for real ones does not
count here.
"""

from __future__ import annotations

import array
import contextlib
import os
import socket
import struct
import sys
import time
from pathlib import Path

POINTERS, KEYBOARDS = "zwlr_virtual_pointer_manager_v1", "zwp_virtual_keyboard_manager_v1"
DISPLAY, REGISTRY, CALLBACK, MANAGER, SEAT, DEVICE = 1, 2, 3, 4, 5, 6
BUTTON_LEFT = 0x110
PC105 = """xkb_keymap { xkb_keycodes { include "evdev+aliases(qwerty)" }; xkb_types { include "complete" };
xkb_compat { include "complete" }; xkb_symbols { include "pc+us+inet(evdev)" }; };"""
# linux/input-event-codes.h, and the bit of each modifier.
MODIFIERS = {"ctrl": (29, 4), "shift": (42, 1), "alt": (56, 8), "super": (125, 64)}
# fmt: off
KEYS = {
    **{name: 2 + place for place, name in enumerate("1234567890-=")},
    **{name: 16 + place for place, name in enumerate("qwertyuiop[]")},
    **{name: 30 + place for place, name in enumerate("asdfghjkl;'`")},
    **{name: 44 + place for place, name in enumerate("zxcvbnm,./")},
    **{f"f{number}": 58 + number for number in range(1, 11)},
    "esc": 1, "backspace": 14, "tab": 15, "enter": 28, "space": 57, "caps": 58, "f11": 87, "f12": 88, "sysrq": 99,
    "home": 102, "up": 103, "pageup": 104, "left": 105, "right": 106, "end": 107, "down": 108, "delete": 111,
    "mute": 113, "menu": 127, "stop": 128, "open": 134, "find": 136, "help": 138, "calc": 140, "www": 150, "mail": 155,
    "favorites": 156, "back": 158, "forward": 159, "play": 164, "config": 171, "homepage": 172, "refresh": 173,
    "new": 181, "print": 210, "search": 217,
}
# fmt: on


def text(value: str) -> bytes:
    """Return a string as Wayland sends it: length with the final zero, padded to four bytes."""
    raw = value.encode() + b"\0"
    return struct.pack("=I", len(raw)) + raw + b"\0" * (-len(raw) % 4)


class Closed(Exception):
    """The compositor is gone."""


class Wire:
    """The connection to the compositor."""

    def __init__(self, path: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(path)
        self._socket.settimeout(5)
        self.send(DISPLAY, 1, struct.pack("=I", REGISTRY))
        self._globals = self.roundtrip(CALLBACK)

    def send(self, target: int, opcode: int, body: bytes = b"", descriptor: int | None = None) -> None:
        """Send one request."""
        data = struct.pack("=II", target, (len(body) + 8) << 16 | opcode) + body
        with_it = array.array("i", [] if descriptor is None else [descriptor])
        self._socket.sendmsg([data], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, with_it)] if with_it else [])

    def receive(self) -> tuple[int, int, bytes]:
        """Return the next event: who sent it, which, and its arguments."""
        target, word = struct.unpack("=II", self._exactly(8))
        return target, word & 0xFFFF, self._exactly((word >> 16) - 8)

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            more = self._socket.recv(count - len(data))
            if not more:
                raise Closed("the compositor closed the connection")
            data += more
        return data

    def roundtrip(self, callback: int) -> list[bytes]:
        """Wait until the compositor has read all; return the registry's announcements meanwhile."""
        self.send(DISPLAY, 0, struct.pack("=I", callback))
        globals_ = []
        while True:
            target, opcode, body = self.receive()
            if target == DISPLAY and opcode == 0:
                raise SystemExit(f"the compositor refused: {body!r}")
            if target == REGISTRY and opcode == 0:
                globals_.append(body)
            if target == callback:
                return globals_

    def bind(self, interface: str, new: int) -> None:
        """Make a global of the compositor the object `new`."""
        for body in self._globals:
            if body[4:].startswith(text(interface)):
                self.send(REGISTRY, 0, body[:4] + text(interface) + struct.pack("=II", 1, new))
                return
        raise SystemExit(f"the compositor has no {interface}")

    def act(self, opcode: int, *arguments: int) -> None:
        """Let the device do something now."""
        now = int(time.monotonic() * 1000) & 0xFFFFFFFF
        self.send(DEVICE, opcode, struct.pack(f"={len(arguments) + 1}I", now, *arguments))


def tap(
    wire: Wire, place: tuple[int, int], size: tuple[int, int], button: int, hold: float, goal: tuple[int, int]
) -> None:
    """Press a button at a pixel of the screen, hold it, drag it to another pixel, and release it."""
    wire.bind(POINTERS, MANAGER)
    wire.bind("wl_seat", SEAT)
    wire.send(MANAGER, 0, struct.pack("=II", SEAT, DEVICE))
    wire.roundtrip(7)
    time.sleep(0.3)  # the browser has to notice that a pointer was plugged in
    steps = [
        (place[0] + (goal[0] - place[0]) * step // 10, place[1] + (goal[1] - place[1]) * step // 10)
        for step in range(1, 11)
    ]
    for opcode, arguments, pause in (
        (1, (*place, *size), 0.1),
        (2, (button, 1), 0.1 + hold),
        *((1, (*one, *size), 0.05) for one in steps if goal != place),
        (2, (button, 0), 0.0),
    ):
        wire.act(opcode, *arguments)
        wire.send(DEVICE, 4)  # frame
        time.sleep(pause)
    # A touch may end the session, and the compositor with it.
    with contextlib.suppress(OSError, Closed):
        wire.roundtrip(8)


def type_chords(wire: Wire, chords: list[str]) -> None:
    """Type one chord after the other on a keyboard of its own."""
    wire.bind(KEYBOARDS, MANAGER)
    wire.bind("wl_seat", SEAT)
    wire.send(MANAGER, 0, struct.pack("=II", SEAT, DEVICE))
    keymap = PC105.encode() + b"\0"
    descriptor = os.memfd_create("keymap")
    os.write(descriptor, keymap)
    wire.send(DEVICE, 0, struct.pack("=II", 1, len(keymap)), descriptor)
    wire.roundtrip(7)
    time.sleep(0.5)  # the browser has to notice that a keyboard was plugged in
    for callback, chord in enumerate(chords, start=8):
        *held, key = chord.split("+") if len(chord) > 1 else [chord]
        code = int(key[1:]) if len(key) > 1 and key[0] == "#" else KEYS.get(key) or MODIFIERS[key][0]
        depressed = 0
        for name in held:
            depressed |= MODIFIERS[name][1]
            wire.act(1, MODIFIERS[name][0], 1)
            wire.send(DEVICE, 2, struct.pack("=4I", depressed, 0, 0, 0))
        wire.act(1, code, 1)
        time.sleep(0.03)
        wire.act(1, code, 0)
        for name in reversed(held):
            wire.act(1, MODIFIERS[name][0], 0)
        wire.send(DEVICE, 2, struct.pack("=4I", 0, 0, 0, 0))
        wire.roundtrip(callback)
        time.sleep(0.15)


def main(words: list[str]) -> None:
    """Do what the words ask for."""
    wire = Wire(str(min(Path(os.environ["XDG_RUNTIME_DIR"]).glob("wayland-?"))))
    if words[0] == "type":
        return type_chords(wire, words[1:])
    x, y, width, height = (int(one) for one in words[1:5])
    button, hold, *goal = [*words[5:], *(str(BUTTON_LEFT), "0")[len(words[5:]) :]]
    return tap(
        wire, (x, y), (width, height), int(button), float(hold), (int(goal[0]), int(goal[1])) if goal else (x, y)
    )


if __name__ == "__main__":
    main(sys.argv[1:])
