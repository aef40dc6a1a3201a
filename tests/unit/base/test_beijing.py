# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The day of papers and addresses is Beijing's, on a controller of any time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.local_date import day_of


@pytest.mark.parametrize(("hour", "minute", "day"), [(15, 59, 25), (16, 0, 26)])
def test_a_day_begins_while_utc_is_still_at_yesterday(hour: int, minute: int, day: int) -> None:
    assert day_of(datetime(2026, 11, 25, hour, minute, tzinfo=UTC)) == date(2026, 11, day)
