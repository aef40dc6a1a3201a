# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Pictures come back as they went; every PNG row filter is undone; damage is told."""

from __future__ import annotations

import contextlib
import struct
import zlib

from ansible_collections.govkiosk.site.plugins.module_utils import screen_picture
from ansible_collections.govkiosk.site.plugins.module_utils.screen_picture import Picture, PictureError
from hypothesis import given
from hypothesis import strategies as st


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    width, height = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    return Picture(width, height, draw(st.binary(min_size=width * height * 3, max_size=width * height * 3)))


def filtered(picture: Picture, kinds: list[int]) -> bytes:
    """Encode a PNG with the given row filters: the encoder's side of PNG section 9, written apart from the reader."""
    stride, out, above = picture.width * 3, b"", bytes(picture.width * 3)
    for row in range(picture.height):
        line = picture.pixels[row * stride : (row + 1) * stride]
        kind = kinds[row % len(kinds)]
        out += bytes([kind]) + bytes(
            (line[i] - predict(kind, line[i - 3] if i > 2 else 0, above[i], above[i - 3] if i > 2 else 0)) % 256
            for i in range(stride)
        )
        above = line
    header = struct.pack(">IIBBBBB", picture.width, picture.height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(*one) for one in ((b"IHDR", header), (b"IDAT", zlib.compress(out)), (b"IEND", b""))
    )


def predict(kind: int, a: int, b: int, c: int) -> int:
    p = a + b - c
    closest = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
    return {0: 0, 1: a, 2: b, 3: (a + b) // 2, 4: closest}[kind]


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


@given(picture=pictures())
def test_png_round_trip(picture: Picture) -> None:
    assert screen_picture.read_png(screen_picture.write_png(picture)) == picture


@given(picture=pictures(), kinds=st.lists(st.integers(0, 4), min_size=1, max_size=5))
def test_every_row_filter_is_undone(picture: Picture, kinds: list[int]) -> None:
    assert screen_picture.read_png(filtered(picture, kinds)) == picture


@given(picture=pictures())
def test_ppm_is_read_even_if_its_first_pixel_looks_like_white_space(picture: Picture) -> None:
    pixels = b"\n \t"[: len(picture.pixels)] + picture.pixels[3:]
    data = f"P6\n{picture.width} {picture.height}\n255\n".encode() + pixels
    assert screen_picture.read_ppm(data) == Picture(picture.width, picture.height, pixels)


@given(picture=pictures(), data=st.data())
def test_a_damaged_png_is_never_read(picture: Picture, data: st.DataObject) -> None:
    png = bytearray(screen_picture.write_png(picture))
    place = data.draw(st.integers(0, len(png) - 1))
    png[place] ^= 1 << data.draw(st.integers(0, 7))
    with contextlib.suppress(PictureError):
        assert screen_picture.read_png(bytes(png)) == picture  # a bit that PNG does not look at
