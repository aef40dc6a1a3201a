# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Fonts: where the Chinese fonts of the forms lie, and which characters they can print.

A typesetter that lacks a glyph prints an empty box and says nothing; on an official form nobody would know what stood
there. So the characters that a font has are read from its `cmap` table (OpenType 1.9, format 12) before printing.
"""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ...module_utils.message import say
from ..base.errors import KioskError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FOLDERS = (
    Path("/usr/share/fonts/opentype/noto"),  # Debian, Ubuntu
    Path("/usr/share/fonts/noto-cjk"),  # Arch, Alpine
    Path("/usr/share/fonts/google-noto-cjk"),  # Fedora, openEuler
    Path("/usr/share/fonts/google-noto-serif-cjk-fonts"),
)
SERIF, SANS = "NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc"
GETA = "〓"  # what printers have always set for a character that the case does not hold


def folders(candidates: Sequence[Path] = FOLDERS) -> tuple[Path, ...]:
    """Return the folders that hold both Noto CJK fonts.

    Raises:
        KioskError: they are not installed.
    """
    found = tuple(folder for folder in candidates if folder.is_dir())
    lacking = [name for name in (SERIF, SANS) if not any((folder / name).is_file() for folder in found)]
    if lacking:
        raise KioskError(
            say("the forms cannot be printed: the font file {file} is not installed", file=lacking[0]),
            id="font-missing",
            fix=say("apt-get install fonts-noto-cjk, then run the play again"),
        )
    return found


def unprintable(text: str, found: Sequence[Path]) -> tuple[str, ...]:
    """Return the characters of a text that the serif font, which sets the body of every form, has no glyph for."""
    file = next(folder / SERIF for folder in found if (folder / SERIF).is_file())
    held = _characters(file)
    return tuple(sorted({mark for mark in text if ord(mark) not in held and not mark.isspace()}))


@cache
def _characters(file: Path) -> frozenset[int]:
    """Return the code points of a font file; all faces of Noto's collections hold the same."""
    data = file.read_bytes()
    offset = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    tables = struct.unpack_from(">H", data, offset + 4)[0]
    entries = (struct.unpack_from(">4sIII", data, offset + 12 + 16 * n) for n in range(tables))
    cmap = next(at for tag, _, at, _ in entries if tag == b"cmap")
    count = struct.unpack_from(">H", data, cmap + 2)[0]
    subtables = {cmap + struct.unpack_from(">HHI", data, cmap + 4 + 8 * n)[2] for n in range(count)}
    return frozenset(point for at in subtables for point in _groups(data, at))


def _groups(data: bytes, at: int) -> Iterator[int]:
    if struct.unpack_from(">H", data, at)[0] != 12:
        return
    for n in range(struct.unpack_from(">I", data, at + 12)[0]):
        first, last, _ = struct.unpack_from(">III", data, at + 16 + 12 * n)
        yield from range(first, last + 1)
