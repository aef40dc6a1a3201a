# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Files to and from a terminal: sent through ssh's own input, never fetched; its picture is drawn anew."""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path

import pytest
from ansible.errors import AnsibleError
from ansible.playbook.play_context import PlayContext
from ansible_collections.govkiosk.site.plugins.action import screen_check
from ansible_collections.govkiosk.site.plugins.connection.terminal import Connection
from ansible_collections.govkiosk.site.plugins.module_utils import screen_picture
from ansible_collections.govkiosk.site.plugins.module_utils.check import Check
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError

HOME = "lianhua-hall-01"
SIZE = (3, 2)
GOOD = (Check("7.6-a", HOME, "screen/content", "pass", "seen"),)
BAD = (Check("7.6-a", HOME, "screen/content", "fail", "not seen"),)


def connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ssh: str) -> Connection:
    """The connection to a terminal with a program of the test's in ssh's place, which gets the command as last word."""
    program = tmp_path / "bin/ssh"
    program.parent.mkdir()
    program.write_text(f"#!/bin/bash\nfor last; do :; done\n{ssh}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("HOME", str(tmp_path))
    made = Connection(PlayContext(), None)
    options = {"host": "127.0.0.1", "port": 22, "timeout": 10, "remote_user": "", "private_key_file": ""}
    monkeypatch.setattr(made, "get_option", {**options, "known_hosts": "/known_hosts"}.__getitem__)
    return made


def test_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = connection(tmp_path, monkeypatch, "exit 0")
    with pytest.raises(AnsibleError, match="nothing is fetched from a terminal: /etc/shadow"):
        terminal.fetch_file("/etc/shadow", str(tmp_path / "x"))
    assert not (tmp_path / "x").exists()


def png(width: int, height: int, raw: bytes, colour: int = 2) -> str:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    whole = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"tEXt", b"PWNED") + chunk(b"IDAT", zlib.compress(raw))
    return base64.b64encode(whole + chunk(b"IEND", b"") + b"PWNED").decode()


ROWS = (b"\0" + bytes(9)) * 2


def test_a_picture_is_drawn_anew() -> None:
    drawn = screen_check.drawn(GOOD, png(3, 2, ROWS), SIZE, HOME)
    assert drawn == screen_picture.write_png(screen_picture.Picture(3, 2, bytes(18)))
    assert b"PWNED" not in drawn


@pytest.mark.parametrize(
    ("encoded", "why"),
    [
        ("", "not a PNG"),
        ("no base64!", "Only base64 data is allowed"),
        (base64.b64encode(b"<svg/>").decode(), "not a PNG"),
        (png(2, 3, ROWS), "the PNG is 2x3 of colour type 2, not 3x2 of colour type 2"),
        (png(3, 2, ROWS, colour=0), "the PNG is 3x2 of colour type 0, not 3x2 of colour type 2"),
        (png(65535, 65535, b""), "a PNG of 65535x65535 pixels is not read here"),
        (png(3, 2, bytes(200_000_000)), "the PNG has more in it than its size"),
        (png(3, 2, ROWS[:-1]), "the PNG is cut short"),
        (png(3, 2, b"\4" + ROWS[1:]), "the PNG has filtered rows, which nothing of ours writes"),
    ],
)
def test_a_picture_that_is_none_takes_with_it_what_rests_on_it(encoded: str, why: str) -> None:
    with pytest.raises(KioskError) as refused:
        screen_check.drawn(GOOD, encoded, SIZE, HOME)
    assert str(refused.value) == (
        f"{HOME}: states what is on its screen without a picture that shows it: {why} [DB4403/T 503.5 7.6-a]\n"
        "    fix: look at the terminal, whose screen is not of the size in the site file or whose software is not ours"
    )
    assert screen_check.drawn(BAD, encoded, SIZE, HOME) == b""
