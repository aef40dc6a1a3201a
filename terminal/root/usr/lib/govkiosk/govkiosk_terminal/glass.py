# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The pane between the compositor and the browser: of keys and buttons, only what a citizen or a reader needs gets through.

The browser gives meaning to a key by its place when a keymap gives it none, so an empty keymap stops no function key.
What must not reach it is taken out of the Wayland stream, whichever keyboard it comes from. Everything else passes as it
is, file descriptors included: no event that carries one is changed or left out.

Source: wayland.xml of Wayland 1.21 (opcodes and arguments); linux/input-event-codes.h (codes).
"""

from __future__ import annotations

import array
import contextlib
import os
import socket
import struct
import threading
from typing import Callable, Dict, List, Sequence, Tuple

DISPLAY = 1
BUTTON_LEFT = 0x110
KEYBOARD_CAPABILITY = 2
# The modifier that the package's keymap chooses capital letters by.
MOD3 = 1 << 5
# Digits and characters in their rows, space, keypad; Backspace, Tab, Enter. Neither Escape nor a modifier.
KEYS = frozenset(
    [*range(2, 16), *range(16, 29), *range(30, 42), 43, *range(44, 54), 55, 57, *range(71, 84), 96, 98]
)  # fmt: skip
# The longest of the protocol: libwayland itself sends no longer message and no more descriptors at once.
LONGEST, DESCRIPTORS = 4096, 28
_HEADER = struct.Struct("=II")


class Closed(Exception):
    """One side is gone, or speaks no Wayland."""


class Filter:
    """What one connection of the browser may see. Pure: bytes of whole messages in, bytes out.

    Args:
        typing: whether the terminal has readers that type; without, the browser is told that there is no keyboard.
    """

    def __init__(self, typing: bool) -> None:
        self._typing = typing
        self._objects: Dict[int, str] = {DISPLAY: "wl_display"}

    def request(self, target: int, opcode: int, body: bytes) -> bytes:
        """Take note of what the browser makes of itself; return the arguments unchanged."""
        kind = self._objects.get(target)
        if kind == "wl_display" and opcode == 1:
            self._objects[_number(body)] = "wl_registry"
        elif kind == "wl_registry" and opcode == 0:
            length = _number(body, 4)
            if body[8 : 8 + length] == b"wl_seat\0":
                self._objects[_number(body, len(body) - 4)] = "wl_seat"
        elif kind == "wl_seat" and opcode in (0, 1):
            self._objects[_number(body)] = ("wl_pointer", "wl_keyboard")[opcode]
        return body

    def event(self, target: int, opcode: int, body: bytes) -> "bytes | None":
        """Return the arguments that the browser gets to see, None if it gets nothing."""
        kind = self._objects.get(target)
        if kind == "wl_display" and opcode == 1:
            self._objects.pop(_number(body), None)
        elif kind == "wl_seat" and opcode == 0 and not self._typing:
            return struct.pack("=I", _number(body) & ~KEYBOARD_CAPABILITY)
        elif kind == "wl_pointer" and opcode == 3:
            return body if _number(body, 8) == BUTTON_LEFT else None
        elif kind == "wl_keyboard":
            return self._keyboard(opcode, body)
        return body

    def _keyboard(self, opcode: int, body: bytes) -> "bytes | None":
        if opcode == 1:  # enter: the keys that are held already
            return body[:8] + struct.pack("=I", 0)
        if opcode == 3:
            return body if self._typing and _number(body, 8) in KEYS else None
        if opcode == 4:
            serial, depressed, latched, _locked, _group = struct.unpack("=5I", body)
            return struct.pack("=5I", serial, depressed & MOD3, latched & MOD3, 0, 0)
        return body


def _number(body: bytes, at: int = 0) -> int:
    number: int = struct.unpack_from("=I", body, at)[0]
    return number


def filtered(data: bytes, judge: "Callable[[int, int, bytes], bytes | None]") -> Tuple[bytes, bytes]:
    """Return the messages in `data` as `judge` leaves them, and the rest that is no whole message yet.

    Raises:
        Closed: it is no Wayland.
    """
    passed, at = [], 0
    while len(data) - at >= _HEADER.size:
        target, word = _HEADER.unpack_from(data, at)
        size = word >> 16
        if not _HEADER.size <= size <= 0xFFFF or size % 4:
            raise Closed(f"a message of {size} bytes")
        if len(data) - at < size:
            break
        body = judge(target, word & 0xFFFF, data[at + _HEADER.size : at + size])
        if body is not None:
            passed += [_HEADER.pack(target, (_HEADER.size + len(body)) << 16 | word & 0xFFFF), body]
        at += size
    return b"".join(passed), data[at:]


def _receive(source: socket.socket) -> Tuple[bytes, List[int]]:
    space = socket.CMSG_SPACE(DESCRIPTORS * array.array("i").itemsize)
    data, ancillary, _flags, _address = source.recvmsg(LONGEST, space, socket.MSG_CMSG_CLOEXEC)
    descriptors = array.array("i")
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(content[: len(content) - len(content) % descriptors.itemsize])
    return data, list(descriptors)


def _send(goal: socket.socket, data: bytes, descriptors: Sequence[int]) -> None:
    ancillary = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))] if descriptors else []
    sent = goal.sendmsg([data], ancillary)
    goal.sendall(data[sent:])
    for descriptor in descriptors:
        os.close(descriptor)


def relay(source: socket.socket, goal: socket.socket, judge: "Callable[[int, int, bytes], bytes | None]") -> None:
    """Carry messages and their descriptors one way until a side is gone, then end both."""
    rest, held = b"", []
    try:
        while True:
            data, descriptors = _receive(source)
            if not data:
                return
            held += descriptors
            passed, rest = filtered(rest + data, judge)
            if passed:
                _send(goal, passed, held)
                held = []
    except (OSError, Closed):
        return
    finally:
        for end in (source, goal):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for descriptor in held:
            os.close(descriptor)


class Glass:
    """The socket that the browser takes for the compositor's."""

    def __init__(self, path: str, compositor: str, typing: bool) -> None:
        self._compositor, self._typing = compositor, typing
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(path)
        os.chmod(path, 0o600)
        self._listening.listen(4)

    def start(self) -> None:
        """Serve, in threads that end with the session."""
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            browser, _address = self._listening.accept()
            compositor = socket.socket(socket.AF_UNIX)
            compositor.connect(self._compositor)
            pane = Filter(self._typing)
            for arguments in ((browser, compositor, pane.request), (compositor, browser, pane.event)):
                threading.Thread(target=relay, args=arguments, daemon=True).start()
