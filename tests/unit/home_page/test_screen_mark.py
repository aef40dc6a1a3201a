# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The strip says what was written into it, or nothing at all; page and reader agree on every number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils import screen_mark
from ansible_collections.govkiosk.site.plugins.module_utils.screen_mark import Mark, MarkError


def test_a_text_that_does_not_fit_is_refused() -> None:
    with pytest.raises(MarkError, match="do not fit"):
        screen_mark.encode(Mark("x" * 80, "1", 1, 1))


@pytest.mark.parametrize("cell", [0, 1])
def test_one_colour_is_no_strip(cell: int) -> None:
    with pytest.raises(MarkError, match="no strip"):
        screen_mark.decode([cell] * (screen_mark.COLUMNS * screen_mark.ROWS))


def test_the_four_corners_are_four_marks() -> None:
    assert len({str(screen_mark.corner(name)) for name in screen_mark.CORNERS}) == 4


def test_page_and_reader_agree(root: Path) -> None:
    home = root / "terminal/root/usr/share/govkiosk/home"
    script = (home / "mark.js").read_text(encoding="utf-8")
    numbers = dict(re.findall(r"const (CELL|COLUMNS|ROWS|MAGIC) = (\w+);", script))
    assert {name: int(value, 0) for name, value in numbers.items()} == {
        "CELL": screen_mark.CELL,
        "COLUMNS": screen_mark.COLUMNS,
        "ROWS": screen_mark.ROWS,
        "MAGIC": screen_mark.MAGIC,
    }
    paint = dict(re.findall(r"const (INK|GROUND) = '#(\w{6})';", script))
    light = {
        name: (2 * red + 5 * green + blue) // 8
        for name, (red, green, blue) in ((n, bytes.fromhex(v)) for n, v in paint.items())
    }
    assert light["INK"] >= screen_mark.INK_MIN + 10
    assert light["GROUND"] <= screen_mark.GROUND_MAX - 10
    page = (home / "index.html").read_text(encoding="utf-8")
    side = screen_mark.CORNER_CELLS * screen_mark.CELL
    assert page.count('class="corner" id="corner-') == 4 == page.count(f'width="{side}" height="{side}"')
    assert (
        f'id="strip" width="{screen_mark.COLUMNS * screen_mark.CELL}" height="{screen_mark.ROWS * screen_mark.CELL}"'
        in page
    )
