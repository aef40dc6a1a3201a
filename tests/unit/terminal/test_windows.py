# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One window that fills the screen: what else is in the compositor's tree, and what mends it."""

from __future__ import annotations

from typing import Any

import pytest
from govkiosk_terminal import windows

PANEL = {"x": 0, "y": 0, "width": 1080, "height": 1920}
HALF = {**PANEL, "height": 960}


def window(number: int, name: str = "page", kind: str = "con", **but: Any) -> dict[str, Any]:
    return {
        "id": number, "type": kind, "pid": 7, "name": name, "rect": PANEL, "fullscreen_mode": 1, "visible": True, **but,
    }  # fmt: skip


def tree(*tiled: dict[str, Any], floating: tuple[dict[str, Any], ...] = (), active: bool = True) -> dict[str, Any]:
    workspace = {"id": 3, "type": "workspace", "nodes": list(tiled), "floating_nodes": list(floating)}
    panel = {"id": 2, "type": "output", "name": "HEADLESS-1", "active": active, "rect": PANEL, "nodes": [workspace]}
    hidden = {"id": 4, "type": "output", "name": "__i3", "active": True, "rect": PANEL, "nodes": []}
    return {"id": 1, "type": "root", "nodes": [hidden, panel]}


FILL = "the window does not fill the screen"
MEND = ["[con_id=10] fullscreen enable, focus"]
CASES = {
    "as it should be": (tree(window(10)), "", []),
    "nothing yet": (tree(), "", []),
    "the panel is off": (tree(window(10, rect=HALF), active=False), "", []),
    "a second browser beside it": (
        tree(window(10, rect=HALF, fullscreen_mode=0), window(11, "support.google.com")),
        "another window: support.google.com",
        ["[con_id=11] kill"],
    ),
    "the newer one is first in the tree": (tree(window(12, "new"), window(10)), "another window: new", ["[con_id=12] kill"]),
    "a dialog over it": (
        tree(window(10), floating=(window(13, "Save", "floating_con"),)),
        "another window: Save",
        ["[con_id=13] kill"],
    ),
    "one in another": (
        tree({"id": 9, "type": "con", "nodes": [window(10), window(11, "tab")]}), "another window: tab", ["[con_id=11] kill"],
    ),
    "not full": (tree(window(10, fullscreen_mode=0)), FILL, MEND),
    "half": (tree(window(10, rect=HALF)), FILL, MEND),
    "behind": (tree(window(10, visible=False)), FILL, MEND),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_judge(case: str) -> None:
    given, wrong, commands = CASES[case]
    assert windows.judge(given) == (wrong, commands)
