# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Opening hours as they are written, and what they are read as; what is refused stands in tests/errors."""

from __future__ import annotations

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.opening_hours import Spans, weekdays
from pydantic import TypeAdapter

DAYS = {
    "mon": (0,),
    "mon-fri": (0, 1, 2, 3, 4),
    "sat,sun": (5, 6),
    "mon-wed, fri": (0, 1, 2, 4),
    "sun,mon": (6, 0),
    "wed-wed": (2,),
}
SPANS = {
    "09:00-17:30": ((540, 1050),),
    "09:00-12:00,14:00-17:30": ((540, 720), (840, 1050)),
    "09:00-12:00, 12:00-17:30": ((540, 720), (720, 1050)),
    "00:00-24:00": ((0, 1440),),
    "23:59-24:00": ((1439, 1440),),
}


@pytest.mark.parametrize("text", DAYS)
def test_days(text: str) -> None:
    assert weekdays(text) == DAYS[text]


@pytest.mark.parametrize("text", ["", "mon-", "mon,", "mon,,tue", "Mon", "mon tue", "mon-fri,wed", "fri-mon", "mon\n"])
def test_no_days(text: str) -> None:
    with pytest.raises(ValueError, match=r"names|ends"):
        weekdays(text)


@pytest.mark.parametrize("text", SPANS)
def test_spans(text: str) -> None:
    assert TypeAdapter(Spans).validate_python(text) == SPANS[text]


@pytest.mark.parametrize(
    "text",
    ["", "9:00-17:30", "09:00", "09:00-09:00", "09:00-24:30", "24:00-24:00", "09:60-10:00", "09:00-10:00;11:00-12:00",
     "14:00-15:00,09:00-10:00", "09:00-17:30\n", "09:00\u201317:30 "],
)  # fmt: skip
def test_no_spans(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no span|opens|closes"):
        TypeAdapter(Spans).validate_python(text)
