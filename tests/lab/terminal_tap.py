# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Touch a terminal's screen: a small Wayland client with a virtual pointer (wlr-virtual-pointer-unstable-v1).

Runs on the terminal as its user `kiosk`, fed to `python3 -` with X Y WIDTH HEIGHT; standard library only. The
production browser has no remote control, so this is the only hand a test has.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import sys
import time
from pathlib import Path

MANAGER = "zwlr_virtual_pointer_manager_v1"
DISPLAY, REGISTRY, CALLBACK, MANAGER_ID, POINTER = 1, 2, 3, 4, 5
BUTTON_LEFT = 0x110


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

    def send(self, target: int, opcode: int, body: bytes = b"") -> None:
        """Send one request."""
        self._socket.sendall(struct.pack("=II", target, (len(body) + 8) << 16 | opcode) + body)

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


def tap(x: int, y: int, width: int, height: int) -> None:
    """Press and release at a pixel of the screen."""
    sockets = Path(os.environ["XDG_RUNTIME_DIR"]).glob("wayland-?")
    wire = Wire(str(min(sockets)))
    wire.send(DISPLAY, 1, struct.pack("=I", REGISTRY))
    for body in wire.roundtrip(CALLBACK):
        if MANAGER.encode() in body:
            number = struct.unpack("=I", body[:4])[0]
            wire.send(REGISTRY, 0, struct.pack("=I", number) + text(MANAGER) + struct.pack("=II", 1, MANAGER_ID))
            break
    else:
        raise SystemExit(f"the compositor has no {MANAGER}")
    wire.send(MANAGER_ID, 0, struct.pack("=II", 0, POINTER))
    wire.roundtrip(6)
    time.sleep(0.3)  # the browser has to notice that a pointer was plugged in
    for opcode, arguments in ((1, (x, y, width, height)), (2, (BUTTON_LEFT, 1)), (2, (BUTTON_LEFT, 0))):
        now = int(time.monotonic() * 1000) & 0xFFFFFFFF
        wire.send(POINTER, opcode, struct.pack(f"={len(arguments) + 1}I", now, *arguments))
        wire.send(POINTER, 4)
        if opcode != 2 or arguments[1]:
            time.sleep(0.1)
    # A touch may end the session, and the compositor with it.
    with contextlib.suppress(OSError, Closed):
        wire.roundtrip(7)


if __name__ == "__main__":
    tap(*(int(one) for one in sys.argv[1:5]))
