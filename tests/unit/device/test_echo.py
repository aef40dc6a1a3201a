# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The echo of a typed line: found in every form that it comes back in, and without an expression where it needs none."""

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.device import echo
from hypothesis import example, given
from hypothesis import strategies as st

LINE = "rule 5 permit tcp source 10.96.8.2 0 destination 10.0.0.80 0 destination-port eq 443 logging time-range office"
ANNOUNCED = "\n\n***\n*** --- SHUTDOWN in 0:05:00 ---\n***\n\n"


@pytest.mark.parametrize(
    "between",
    [
        "",
        "\n",
        "\r\n",
        " \r",
        "\r\n\r",
        " \x1b[1D",
        "\x1b[2K",
        "\x00",
        "\x07",
        "\x1b[80D\n",
        ANNOUNCED,
        "\n%LOG-5-X: y\n",
    ],
)
@pytest.mark.parametrize("column", [0, 1, 40, 79, 80, len(LINE) - 1])
def test_an_echo_is_found_in_every_form(column: int, between: str) -> None:
    typed = LINE[:column] + between + LINE[column:]
    before = "late line\r\n<SW1>"
    found = echo.find(LINE, f"{before}{typed}\r\nError: x\r\n<SW1>")
    assert found
    # What stands before the first letter is none of the echo.
    assert found == (len(before) + (len(between) if not column else 0), len(before) + len(typed))


@pytest.mark.parametrize(
    "text", ["", LINE[:-1], "<SW1>", "\r\n<SW1>" + LINE[1:], LINE[:40] + "x" + LINE[40:] + "\x1b[1D"]
)
def test_what_is_no_echo_is_none(text: str) -> None:
    assert echo.find(LINE, text) is None


@given(st.text("ab \r\n\x00\x1b[D7%", max_size=40), st.text("ab ", min_size=1, max_size=5))
@example(text="a\x1b[Db ab", command="ab")
@example(text="a\nb ab", command="ab")
def test_it_is_found_where_the_expressions_find_it(text: str, command: str) -> None:
    expected = echo._echo(command).search(text) or echo._broken_echo(command).search(text)
    assert echo.find(command, text) == (expected.span() if expected else None)


def test_no_expression_is_made_for_an_echo_that_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for maker in ("_echo", "_broken_echo"):
        monkeypatch.setattr(echo, maker, lambda command: pytest.fail(f"an expression for {command}"))
    for sent in (LINE, f"\r\n<SW1>{LINE}\r\n[SW1]"):
        assert [echo.find(LINE, sent[:end]) for end in (0, 3 if sent is LINE else 0)] == [None, None]
        assert echo.find(LINE, sent) == (sent.index(LINE), sent.index(LINE) + len(LINE))
