# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Records of runs, as many as a test wants, and a chain in which there is nothing to find."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import evidence

NOW = datetime(2026, 11, 23, 11, 36, tzinfo=UTC)


def records(run: str = "run-1", count: int = 3, **data: Any) -> list[dict[str, Any]]:
    checks = [
        {
            "clause": "7.7", "subject": "lianhua-hall-01", "name": f"item/RS-{n:03d}", "status": "pass",
            "reason": "应答正常", "fix": "", "data": {"latency_ms": 1.5 * n, **data}, "source": "service_check",
        }
        for n in range(count)
    ]  # fmt: skip
    return evidence.bodies(evidence.Run(run, "0.1.0", "f" * 64), "lianhua-hall", checks, NOW)


def whole(path: Path) -> evidence.Head:
    """Return the end of a chain in which there is nothing to find."""
    audit = evidence.verify(path)
    assert (audit.found, audit.incomplete) == ((), ())
    return audit.head


def at(run: str, days: int = 0, **more: Any) -> list[dict[str, Any]]:
    """A run of three checks, so many days later than the others."""
    time = (NOW + timedelta(days=days, **more)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return [record | {"time": time} for record in records(run)]
