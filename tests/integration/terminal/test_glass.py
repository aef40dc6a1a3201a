# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The glass: which keys, buttons and modifiers of the compositor's stream the browser gets to see."""

from __future__ import annotations

import os
import socket
import struct
import threading
from pathlib import Path

from govkiosk_terminal import glass
from govkiosk_terminal.glass import Glass


def words(*numbers: int) -> bytes:
    return struct.pack(f"={len(numbers)}I", *numbers)


def message(target: int, opcode: int, body: bytes) -> bytes:
    return struct.pack("=II", target, (8 + len(body)) << 16 | opcode) + body


def test_descriptors_pass_with_their_messages(tmp_path: Path) -> None:
    compositor = socket.socket(socket.AF_UNIX)
    compositor.bind(str(tmp_path / "compositor"))
    compositor.listen()
    Glass(str(tmp_path / "glass"), str(tmp_path / "compositor"), typing=True).start()
    browser = socket.socket(socket.AF_UNIX)
    browser.connect(str(tmp_path / "glass"))
    answering, _ = compositor.accept()
    ends = [(browser, answering, message(9, 3, b"from")), (answering, browser, message(9, 3, b"back"))]
    for sender, receiver, said in ends:
        read, write = os.pipe()
        socket.send_fds(sender, [said], [write])
        os.close(write)
        receiver.settimeout(5)
        got, (descriptor,), _, _ = socket.recv_fds(receiver, 100, 4)
        assert got == said
        os.write(descriptor, b"x")
        os.close(descriptor)
        # The glass keeps none of its own, or this would wait for ever.
        assert os.read(read, 10) + os.read(read, 10) == b"x"
        os.close(read)
    browser.close()
    assert answering.recv(10) == b""


def test_a_flood_passes_whole(tmp_path: Path) -> None:
    compositor = socket.socket(socket.AF_UNIX)
    compositor.bind(str(tmp_path / "compositor"))
    compositor.listen()
    Glass(str(tmp_path / "glass"), str(tmp_path / "compositor"), typing=True).start()
    browser = socket.socket(socket.AF_UNIX)
    browser.connect(str(tmp_path / "glass"))
    answering, _ = compositor.accept()
    flood = b"".join(message(9, 3, words(number, *range(100))) for number in range(2000))
    threading.Thread(target=browser.sendall, args=(flood,)).start()
    got = b""
    while len(got) < len(flood):
        got += answering.recv(100_000)
    assert got == flood
    assert len(flood) > glass.LONGEST
