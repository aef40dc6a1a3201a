# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The day that records, approvals and addresses are dated by, wherever the controller's own clock is set to.

In UTC it is still yesterday until eight in the morning: what was surveyed or granted that day would be of tomorrow.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


def day_of(moment: datetime) -> date:
    """Return the day that it was in Beijing at a moment, which has to know its own zone."""
    return moment.astimezone(BEIJING).date()


def today() -> date:
    """Return the day that it is in Beijing."""
    return day_of(datetime.now(BEIJING))
