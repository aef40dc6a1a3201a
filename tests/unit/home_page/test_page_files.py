# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The page's source: nothing inline, nothing from elsewhere, every id there. tests/lab looks at it on a screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEXTS = (
    "政务服务自助服务终端",
    "服务热线",
    "终端编号",
    "长辈版",
    "返回首页",
    "请取走身份证和打印件",
    "搜索事项",
    "继续使用",
)


@pytest.fixture(scope="module")
def home(root: Path) -> Path:
    return root / "terminal/root/usr/share/govkiosk/home"


@pytest.fixture(scope="module")
def page(home: Path) -> str:
    return (home / "index.html").read_text(encoding="utf-8")


def test_the_page_says_what_the_standard_s_reader_looks_for(page: str, home: Path) -> None:
    assert not [text for text in TEXTS if text not in page]
    view = (home / "view.js").read_text(encoding="utf-8")
    assert not [state for state in ("可办理", "暂停服务", "未开通", "检测中") if state not in view]


def test_nothing_is_inline(page: str) -> None:
    assert not re.findall(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", page)


def test_nothing_comes_from_elsewhere(home: Path) -> None:
    for path in home.iterdir():
        text = path.read_text(encoding="utf-8").replace("https://www.gnu.org/licenses/gpl-3.0.txt", "")
        assert not re.findall(r"(?:https?:)?//[\w.]+\.\w+|@import|url\(", text), path.name


def test_text_goes_in_as_text(home: Path) -> None:
    for path in home.glob("*.js"):
        assert not re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", path.read_text(encoding="utf-8")
        )


def test_every_id_that_a_script_asks_for_is_there(page: str, home: Path) -> None:
    there = set(re.findall(r'\sid="([\w-]+)"', page))
    asked = {
        one
        for path in home.glob("*.js")
        for one in re.findall(r"(?:byId|getElementById)\('([\w-]+)'\)", path.read_text(encoding="utf-8"))
    }
    assert asked
    assert asked <= there
    assert len(there) == len(re.findall(r'\sid="', page)), "an id stands twice"


def test_every_touch_target_is_large(home: Path) -> None:
    style = (home / "home.css").read_text(encoding="utf-8")
    assert "--touch: max(56px," in style
    assert re.search(r"button \{ min-height: var\(--touch\); min-width: var\(--touch\);", style)
