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
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from ...module_utils.check import FAIL, PASS, WAIVED, Check
from ...module_utils.message import Message, identity
from ..base.language import CHINESE, translated
from ..base.local_date import BEIJING
from ..evidence.evidence import digest

if TYPE_CHECKING:
    from ..model.site import Site, Terminal

TICK = {PASS: "yes", WAIVED: "yes", FAIL: "no"}
KIND = {"extranet": "政务外网", "intranet": "政务内网", "police": "专网（公安）"}
NOT_ANCHORED = "未锚定"
# These change from run to run without saying anything new; a form is not reissued for them.
VOLATILE = frozenset(
    {"issued", "tool", "evidence", "anchor", "checked", "latency", "picture", "deployed", "messages", "printed"}
)
_FIGURE = re.compile(r"\d+(?:\.\d+)?(?=\s*(?:ms|s|seconds?|min|[kM]bit/s|kbps|bytes|%|秒|毫秒)(?![A-Za-z]))")


#: Two words of English next to each other: a sentence of ours, or what a system or a library says.
_ENGLISH = re.compile(r"[A-Za-z]{2,}[,;:]? [a-z]{2,}")
_HAN = re.compile("[\u4e00-\u9fff]")
_FOREIGN = "（原文见核查证据）"


class Printed(str):
    """A sentence as a form prints it, which is recognised however it is worded: `said` is a message's identity."""

    __slots__ = ("said",)
    said: Any

    def __new__(cls, text: str, said: Any) -> Self:
        """Keep both."""
        printed = super().__new__(cls, text)
        printed.said = said
        return printed


def chinese(text: str, before: str = "", after: str = "", otherwise: str = "") -> str:
    """Return a reason as a form prints it, between two texts; what nobody has said in Chinese becomes what is `otherwise`.

    What is quoted in it of a system or of a library is English: officials read that it is in the evidence.
    """
    shown = translated(_without_english(text), CHINESE) if isinstance(text, Message) else str(text)
    if _ENGLISH.search(shown) or not _HAN.search(shown):
        return Printed(otherwise, [otherwise, identity(text)])
    whole = f"{before}{shown}{after}"
    return Printed(whole, [before, identity(text), after]) if isinstance(text, Message) else whole


def _without_english(text: Message) -> Message:
    return Message(text.template, {name: _value(value) for name, value in text.values.items()}, text.id)


def _value(value: Any) -> Any:
    value = _without_english(value) if isinstance(value, Message) else value
    english = isinstance(value, str) and _ENGLISH.search(translated(value, CHINESE))
    return _FOREIGN if english else value


def printed_texts(value: Any, place: str = "") -> dict[str, Any]:
    """Return the sentences in a form's data that are recognised by what they say: by their places, text and that."""
    if isinstance(value, Printed):
        return {place: {"text": str(value), "said": value.said}}
    found: dict[str, Any] = {}
    for key, entry in _entries(value):
        found |= printed_texts(entry, f"{place}/{key}")
    return found


def recognised(value: Any, texts: Mapping[str, Any], place: str = "") -> Any:
    """Return a form's data as they were read back, with the sentences that are recognised by what they say."""
    if isinstance(value, Mapping):
        return {key: recognised(entry, texts, f"{place}/{key}") for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [recognised(entry, texts, f"{place}/{key}") for key, entry in _entries(value)]
    known = texts.get(place)
    return Printed(value, known["said"]) if known and known.get("text") == value and "said" in known else value


def _entries(value: Any) -> Iterable[tuple[Any, Any]]:
    return value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, (list, tuple)) else ()


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

    @cached_property
    def stable(self) -> Any:
        """What it says, without times, latencies and other figures that always differ."""
        return stable(self.content)

    @cached_property
    def digest(self) -> str:
        """The digest of what it says."""
        return digest({"kind": self.kind, "content": self.stable})


def stable(value: Any) -> Any:
    """Drop from a form's data what changes without saying anything new."""
    if isinstance(value, Mapping):
        return {key: stable(entry) for key, entry in value.items() if key not in VOLATILE}
    if isinstance(value, (list, tuple)):
        return [stable(entry) for entry in value]
    if isinstance(value, Printed):
        return {"said": _unmeasured(value.said)}
    return _FIGURE.sub("#", value) if isinstance(value, str) else value


def _unmeasured(said: Any) -> Any:
    """Drop the figures that were measured, which are no whole numbers, from a message's identity."""
    if isinstance(said, Mapping):
        return {name: _unmeasured(value) for name, value in said.items() if not isinstance(value, float)}
    if isinstance(said, (list, tuple)):
        return [_unmeasured(entry) for entry in said]
    return _FIGURE.sub("#", said) if isinstance(said, str) else said


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
