# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A terminal that was off in an earlier run is known by the id of what was said, however that was worded then."""

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance import silences

OTHERWISE = say("no word came from the terminal", id="no-answer")


@pytest.mark.parametrize(
    ("reason", "dark"),
    [
        (silences.NO_ANSWER, True),
        (OTHERWISE, True),
        (say("{what} at {address}", id="at", what=OTHERWISE, address="10.0.0.1"), True),
        (say("{what} ({why})", id="dark-why", what=say("{what} at {address}", id="at", what=OTHERWISE, address="x"), why=""), True),
        ("the terminal does not answer at 10.0.0.1", True),
        (say("the terminal does not answer me", id="something-else"), False),
        (say("{step} failed: {what}", id="step-failed", step="x", what=OTHERWISE), False),
        ("the switch could not be reached: the terminal does not answer", False),
    ],
)  # fmt: skip
def test_what_says_that_a_terminal_was_off(reason: str, dark: bool) -> None:
    assert silences.is_of_dark(reason) is dark
