# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A form, of whatever kind: what it says, what merely dates it, and the parts that several kinds share. Plain data.

A tick is `yes`, `no` or `` (unknown, every box stays empty). `typesetting` prints these data, `papers` numbers and keeps
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ...module_utils.check import FAIL, PASS, WAIVED, Check
from ..base.local_date import BEIJING
from ..evidence.evidence import digest

if TYPE_CHECKING:
    from ..model.site import Site, Terminal

TICK = {PASS: "yes", WAIVED: "yes", FAIL: "no"}
KIND = {"extranet": "政务外网", "intranet": "政务内网", "police": "专网（公安）"}
NOT_ANCHORED = "未锚定"
# These change from run to run without saying anything new; a form is not reissued for them.
VOLATILE = frozenset({"issued", "tool", "evidence", "anchor", "checked", "latency", "picture", "deployed"})
_FIGURE = re.compile(r"\d+(?:\.\d+)?(?=\s*(?:ms|s|seconds?|min|[kM]bit/s|kbps|bytes|%|秒|毫秒)(?![A-Za-z]))")


@dataclass(frozen=True)
class Stamp:
    """What a form says about its own making: time, tool's version, the number of the evidence behind it, and of its anchor.

    `measured` is the time of that evidence, where it is another: forms can be made of what an earlier run found.
    """

    now: datetime
    tool: str
    evidence: str
    anchor: str = ""
    measured: datetime | None = None

    @property
    def seen(self) -> datetime:
        """The time at which what the form says was seen."""
        return self.measured or self.now


@dataclass(frozen=True)
class Form:
    """One form before it has a number: its kind, what it says, and what merely dates it."""

    kind: str
    title: str
    template: str
    content: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """Return the digest of what it says, without times, latencies and other figures that always differ."""
        return digest({"kind": self.kind, "content": stable(self.content)})


def stable(value: Any) -> Any:
    """Drop from a form's data what changes without saying anything new."""
    if isinstance(value, Mapping):
        return {key: stable(entry) for key, entry in value.items() if key not in VOLATILE}
    if isinstance(value, (list, tuple)):
        return [stable(entry) for entry in value]
    return _FIGURE.sub("#", value) if isinstance(value, str) else value


def header(site: Site, terminal: Terminal, table: str, clause: str) -> dict[str, Any]:
    """The head that all forms share; project and contract are left to be written in."""
    return {
        "table": table,
        "clause": clause,
        "project": "",
        "contract": "",
        "site": site.name,
        "address": site.address,
        "terminal": terminal.id,
    }


def printed(stamp: Stamp) -> dict[str, str]:
    """Return the stamp as every form prints it."""
    issued = stamp.now.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    return {
        "issued": f"{issued}（北京时间）",
        "tool": f"govkiosk {stamp.tool}",
        "evidence": stamp.evidence,
        "anchor": stamp.anchor or NOT_ANCHORED,
    }


def tick(checks: Iterable[Check]) -> str:
    """Join checks to one tick."""
    return joined(TICK.get(check.status, "") for check in checks)


def joined(ticks: Iterable[str]) -> str:
    """Join ticks to one: `no` if one says so, `yes` only if all do, otherwise unknown."""
    said = set(ticks)
    return "no" if "no" in said else "yes" if said == {"yes"} else ""
