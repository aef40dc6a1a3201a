# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a picture proves: the right page on the whole screen passes, everything else says what it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils import screen_proof
from ansible_collections.govkiosk.site.plugins.module_utils.screen_mark import Mark
from ansible_collections.govkiosk.site.plugins.module_utils.screen_picture import Picture
from ansible_collections.govkiosk.site.plugins.module_utils.screen_proof import Expected

from tests.unit.home_page.screen_painter import GROUND, Painter

SIZES = [(1080, 1920), (1920, 1080), (768, 1366)]
MARK = Mark("lianhua-hall-01", "0.1.0+0123456789", 13, 29_000_000)


def expected(width: int = 768, height: int = 1366) -> Expected:
    return Expected(width, height, "lianhua-hall-01", "0.1.0+0123456789", 13, 29_000_000)


def proof(picture: Picture, wanted: Expected | None = None) -> tuple[str, str]:
    wanted = wanted or expected()
    return screen_proof.geometry(picture, wanted), screen_proof.content(picture, wanted)[0]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_right_page_passes_at_every_size(width: int, height: int) -> None:
    assert proof(Painter(width, height).mark(MARK).picture(), expected(width, height)) == ("", "")


@pytest.mark.parametrize(("dx", "dy"), [(1, 0), (0, 1), (-1, 0), (0, -1), (8, 8)])
def test_a_page_moved_by_one_pixel_fails(dx: int, dy: int) -> None:
    geometry, content = proof(Painter(768, 1366).mark(MARK, dx, dy).picture())
    assert geometry.startswith("the page does not reach the edge: no mark in ")
    assert content


def test_a_page_in_a_corner_of_the_screen_fails() -> None:
    small = Painter(640, 480).mark(MARK)
    large = Painter(768, 1366, b"\0\0\0")
    for row in range(480):
        large.pixels[row * 768 * 3 : row * 768 * 3 + 640 * 3] = small.pixels[row * 640 * 3 : (row + 1) * 640 * 3]
    assert proof(large.picture()) == (
        "the page does not reach the edge: no mark in top-right, bottom-left, bottom-right",
        "there is no strip at the lower edge",
    )


@pytest.mark.parametrize("colour", [b"\0\0\0", b"\xff\xff\xff", GROUND])
def test_a_screen_of_one_colour_fails(colour: bytes) -> None:
    geometry, content = proof(Painter(768, 1366, colour).picture())
    assert geometry == f"the screen shows nothing but the colour #{colour.hex()}"
    assert content == "there is no strip at the lower edge"


def test_another_size_fails() -> None:
    geometry, _ = proof(Painter(768, 1366).mark(MARK).picture(), expected(1080, 1920))
    assert geometry == "the screen is 768x1366 pixels, the site file says 1080x1920"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"terminal": "lianhua-hall-02"}, "the screen shows the page of lianhua-hall-02, this is lianhua-hall-01"),
        ({"version": "0.0.9+9999999999"}, "the screen shows version 0.0.9+9999999999, installed is 0.1.0+0123456789"),
        ({"items": 12}, "the page lists 12 items, the catalogue has 13"),
        ({"minute": 28_999_990}, "the picture was painted 10 minutes ago: the screen stands still"),
    ],
)
def test_another_page_fails(change: dict[str, object], message: str) -> None:
    picture = Painter(768, 1366).mark(replace(MARK, **change)).picture()  # type: ignore[arg-type]
    assert proof(picture) == ("", message)


def test_the_turn_of_a_minute_is_no_standstill() -> None:
    picture = Painter(768, 1366).mark(MARK).picture()
    for later in (-1, 0, 1, 2):
        assert screen_proof.content(picture, replace(expected(), minute=MARK.minute + later))[0] == ""


def test_a_cell_of_neither_colour_is_not_guessed() -> None:
    painter = Painter(768, 1366).mark(MARK)
    x, y = screen_proof.screen_mark.strip_origin(768, 1366)
    painter.cell(x, y, bytes.fromhex("707070"))
    assert proof(painter.picture())[1] == f"the pixels at {x},{y} are neither ink nor ground"


def test_a_tiny_screen_has_no_room() -> None:
    picture = Painter(200, 100).picture()
    assert (
        screen_proof.content(picture, expected(200, 100))[0] == "a screen of 200x100 pixels has no room for the strip"
    )
