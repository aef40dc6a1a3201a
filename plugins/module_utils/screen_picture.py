# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A picture of a screen: read PPM (as grim writes it) and PNG (W3C PNG, RFC 2083), write PNG.

Runs on terminals: standard library only, Python 3.8 syntax.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from typing import Iterator, Optional, Tuple

from .message import say

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 6: 4}
MOST_PIXELS = 8192 * 8192


class PictureError(ValueError):
    """The bytes are no picture that can be read."""


@dataclass(frozen=True)
class Picture:
    """`pixels` holds width x height RGB triples, row by row."""

    width: int
    height: int
    pixels: bytes

    def __post_init__(self) -> None:
        if len(self.pixels) != self.width * self.height * 3:
            raise PictureError(
                say(
                    "{count} bytes are not {width}x{height} pixels",
                    id="pixels", count=len(self.pixels), width=self.width, height=self.height,
                )
            )  # fmt: skip

    def luminance(self, x: int, y: int) -> int:
        """Return a pixel's luminance, 0..255 (Rec. 709 weights in eighths)."""
        at = (y * self.width + x) * 3
        red, green, blue = self.pixels[at : at + 3]
        return (2 * red + 5 * green + blue) // 8


def read_ppm(data: bytes) -> Picture:
    """Read a binary PPM with 8 bits per channel (Netpbm `P6`, no comments)."""
    # One white space, not any number, ends the header: the first pixel may look like more of it.
    header = re.match(rb"P6\s+(\d{1,5})\s+(\d{1,5})\s+255\s", data)
    if not header:
        raise PictureError(say("not a PPM of 8 bits per channel", id="ppm-depth"))
    return Picture(int(header.group(1)), int(header.group(2)), data[header.end() :])


def write_png(picture: Picture) -> bytes:
    """Return the picture as PNG, 8-bit RGB, each row stored as it is: a page of flat colours packs well without filters."""
    stride = picture.width * 3
    rows = b"".join(b"\0" + picture.pixels[at : at + stride] for at in range(0, len(picture.pixels), stride))
    header = struct.pack(">IIBBBBB", picture.width, picture.height, 8, 2, 0, 0, 0)
    return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 6)) + _chunk(b"IEND", b"")


def read_png(data: bytes, size: Optional[Tuple[int, int]] = None) -> Picture:
    """Read a PNG of 8-bit grey, RGB or RGBA (alpha is dropped), not interlaced.

    Arguments:
        data: its bytes.
        size: width and height, of a picture that `write_png` is said to have made; anything else is refused before it is
            unpacked, as is what costs time to read.
    """
    (width, height, colour), packed = _header_and_data(data)
    if size and (width, height, colour) != (*size, 2):
        raise PictureError(
            say(
                "the PNG is {width}x{height} of colour type {colour}, not {wide}x{high} of colour type 2",
                id="png-size", width=width, height=height, colour=colour, wide=size[0], high=size[1],
            )
        )  # fmt: skip
    channels = _CHANNELS[colour]
    raw = _unpacked(packed, (width * channels + 1) * height)
    if size and any(raw[:: width * channels + 1]):
        raise PictureError(say("the PNG has filtered rows, which nothing of ours writes", id="png-filtered"))
    return Picture(width, height, _rgb(_unfiltered(raw, width * channels, channels), channels))


def _header_and_data(data: bytes) -> Tuple[Tuple[int, int, int], bytes]:
    """Return width, height and colour type, and what is packed."""
    header, packed = b"", []
    for kind, body in _chunks(data):
        if kind == b"IHDR":
            header = body
        elif kind == b"IDAT":
            packed.append(body)
    if len(header) != 13:
        raise PictureError(say("the PNG has no header", id="png-header"))
    width, height, depth, colour, _method, _filter, interlace = struct.unpack(">IIBBBBB", header)
    if depth != 8 or colour not in _CHANNELS or interlace:
        raise PictureError(
            say(
                "a PNG of {depth} bits, colour type {colour}, interlace {interlace} is not read here",
                id="png-kind", depth=depth, colour=colour, interlace=interlace,
            )
        )  # fmt: skip
    if width * height > MOST_PIXELS:
        raise PictureError(
            say("a PNG of {width}x{height} pixels is not read here", id="png-large", width=width, height=height)
        )
    return (width, height, colour), b"".join(packed)


def _unpacked(packed: bytes, length: int) -> bytes:
    """Unpack so many bytes, and no more than one beyond them."""
    try:
        raw = zlib.decompressobj().decompress(packed, length + 1)
    except zlib.error as error:
        raise PictureError(say("the PNG is damaged: {error}", id="png-damaged", error=str(error))) from None
    if len(raw) != length:
        short, long = (
            say("the PNG is cut short", id="png-short"),
            say("the PNG has more in it than its size", id="png-long"),
        )
        raise PictureError(short if len(raw) < length else long)
    return raw


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _chunks(data: bytes) -> Iterator[Tuple[bytes, bytes]]:
    if data[:8] != _SIGNATURE:
        raise PictureError(say("not a PNG", id="png-none"))
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        checksum = data[at + 8 + length : at + 12 + length]
        if checksum != struct.pack(">I", zlib.crc32(kind + body)):
            raise PictureError(say("the PNG's chunk {kind} is damaged", id="png-chunk", kind=repr(kind)))
        yield kind, body
        at += 12 + length


def _rgb(raw: bytes, channels: int) -> bytes:
    if channels == 3:
        return raw
    pixels = bytearray(len(raw) // channels * 3)
    for channel in range(3):
        pixels[channel::3] = raw[channel if channels == 4 else 0 :: channels]
    return bytes(pixels)


def _unfiltered(raw: bytes, stride: int, step: int) -> bytes:
    """Undo the row filters (PNG section 9); rows without a filter, which is what `write_png` makes, cost nothing."""
    rows = []
    before = bytes(stride)
    for at in range(0, len(raw), stride + 1):
        kind, row = raw[at], raw[at + 1 : at + 1 + stride]
        if kind == 0:
            before = row
        elif kind in (1, 2, 3, 4):
            before = _unfilter(kind, row, before, step)
        else:
            raise PictureError(say("the PNG has a row filter {kind}", id="png-filter", kind=kind))
        rows.append(before)
    return b"".join(rows)


def _unfilter(kind: int, row: bytes, above: bytes, step: int) -> bytes:
    line = bytearray(row)
    for index in range(len(line)):
        left = line[index - step] if index >= step else 0
        up = above[index]
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = up
        elif kind == 3:
            guess = (left + up) // 2
        else:
            guess = _paeth(left, up, above[index - step] if index >= step else 0)
        line[index] = line[index] + guess & 255
    return bytes(line)


def _paeth(left: int, up: int, corner: int) -> int:
    estimate = left + up - corner
    distances = (abs(estimate - left), abs(estimate - up), abs(estimate - corner))
    return (left, up, corner)[distances.index(min(distances))]
