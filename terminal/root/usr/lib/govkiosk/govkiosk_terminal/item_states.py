# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What each item's card says: the last check from this terminal (7.7), joined with the grants (7.3). Pure."""

from __future__ import annotations

from typing import Any, Dict, Mapping

OPEN = "open"
PAUSED = "paused"
CLOSED = "closed"
CHECKING = "checking"


def state(item: Mapping[str, Any], result: Mapping[str, Any]) -> str:
    """Return one item's state; `result` is its last check, empty if there is none."""
    if not item.get("granted"):
        return CLOSED
    status = result.get("status")
    if status in ("pass", "waived"):
        return OPEN
    if status in ("fail", "error"):
        return PAUSED
    return CHECKING


def states(items: Mapping[str, Any], last: Mapping[str, Any]) -> Dict[str, Any]:
    """Return the state of every item of the list, and when they were checked (ISO 8601, or null)."""
    results = last.get("items") if isinstance(last.get("items"), dict) else {}
    return {
        "checked": last.get("checked"),
        "items": {item["code"]: state(item, results.get(item["code"]) or {}) for item in items["items"]},
    }
