# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One window that fills the screen: what else is in the compositor's tree, and what mends it."""

from __future__ import annotations

import pytest
from govkiosk_terminal import windows

from tests.helpers.windows import PANEL, tree, window

HALF = {**PANEL, "height": 960}


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
