# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Faults to plant into the text of lianhua-hall, and what the proof and the drift say to each, word for word.

`FAULTS` are those of `faults.yml`, `DRIFTS` those of `drifts.yml`, to which the proof has nothing to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

import yaml
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.planning import SitePlan
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.proof import prove

from tests.helpers.policy.policy_platforms import CASES, PlatformCase
from tests.helpers.policy.policy_site import plan

ANYTHING = "…"


@dataclass(frozen=True)
class Fault:
    """A change of lines in one platform's text: what is wrong then, and the packet that shows it.

    Attributes:
        change: lines that begin with `-`, `+` or `=`: taken out, put in, there and left. They stand together in the text. `…`
            at the end of one stands for whatever else is there.
        left: no change of ours mends it: it is left to people.
    """

    case: PlatformCase
    name: str
    change: str
    kinds: frozenset[str]
    packet: str
    left: bool

    def plant(self, text: str) -> str:
        """Return the text with the change done where it fits first.

        Raises:
            ValueError: it fits nowhere.
        """
        lines = text.splitlines()
        place, _ = self._fit(lines)
        there = lines[place:]
        margin = there[0][: len(there[0]) - len(there[0].lstrip())]
        new, count = [], 0
        for mark, line in self._changes(lines):
            if mark == "+":
                new.append(margin + line)
            else:
                new += [there[count]] if mark == "=" else []
                count += 1
        return "\n".join([*lines[:place], *new, *there[count:]]) + "\n"

    def shown(self, text: str) -> str:
        """Return the change as it is done to a text."""
        return "".join(f"{mark} {line}\n" for mark, line in self._changes(text.splitlines()))

    def _changes(self, lines: list[str]) -> list[tuple[str, str]]:
        """Return marks and whole lines: what a line ends with in the text stands where the change says `…`."""
        _, rest = self._fit(lines)
        return [(line[0], line[2:].replace(ANYTHING, rest)) for line in self.change.splitlines()]

    def _fit(self, lines: list[str]) -> tuple[int, str]:
        """Return where the change fits first, and what its `…` stands for there."""
        old = [line[2:].strip() for line in self.change.splitlines() if line[0] in "-="]
        pattern = re.compile("\n".join(re.escape(line).replace(ANYTHING, "(?P<rest>.*)") for line in old))
        for place in range(len(lines)):
            if found := pattern.fullmatch("\n".join(line.strip() for line in lines[place : place + len(old)])):
                return place, found.groupdict().get("rest") or ""
        raise ValueError(f"{self.name}: not in the text of {self.case.name}: {old}")

    @cached_property
    def planned(self) -> SitePlan:
        """The plan that has the fault."""
        good = planned_in(self.case.name)
        text = self.plant(good.text)
        objects = self.case.platform.parse(text)
        return replace(good, text=text, objects=objects, violations=prove(objects, good.intent))


@lru_cache
def planned_in(platform: str) -> SitePlan:
    """Plan lianhua-hall once for each platform."""
    return plan(case=CASES[platform])


def _read(name: str) -> tuple[Fault, ...]:
    return tuple(
        Fault(
            CASES[platform],
            one["name"],
            change,
            frozenset(one.get("kinds", ())),
            one.get("packet", ""),
            one.get("left", False),
        )
        for one in yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))
        for names, change in one["in"].items()
        for platform in names.split()
    )


FAULTS = _read("faults.yml")
DRIFTS = _read("drifts.yml")


def told(platform: str) -> str:
    """Return all faults of a platform, each with all that is said of a text and of a switch that has it."""
    found = [one for one in (*FAULTS, *DRIFTS) if one.case.name == platform]
    text = planned_in(platform).text
    return "\n".join(f"{one.name}\n{one.shown(text)}{_said(one)}" for one in found)


def _said(fault: Fault) -> str:
    drift = planning.plan_change(planned_in(fault.case.name), fault.planned.text).drift
    return "".join(
        [
            *(f"    {one}\n".replace("\n    fix", "\n        fix") for one in fault.planned.violations),
            *(f"    drift [{one.clause}] {one.subject or 'switch'}: {one.text}\n" for one in drift),
        ]
    )
