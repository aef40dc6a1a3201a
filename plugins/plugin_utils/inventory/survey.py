# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The survey gate: 5, 6.1 to 6.5 and 7.1 to 7.3 judged on what the site's file records.

Space (6.2-b): each terminal needs a floor at least 1.5 times as wide and 2 times as deep as its base; both must hold,
area alone does not do. Electricity (6.3-a): GB/T 12325-2008 lets 220 V be 7 % higher or 10 % lower.
What was not recorded is `not_run`, which keeps the gate shut. A waiver turns that or a failure into `waived`, never
into `pass`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from ...module_utils.check import FAIL, NOT_RUN, PASS, WAIVED, Check
from ..model import choices
from ..model.site import Approval, Grant, Site, Terminal
from ..model.survey_facts import Ups, Waiver

VENUES = {code: english for code, (english, _chinese) in choices.VENUES.items() if code != "other"}
LEAST_V, MOST_V, LEAST_A = 198, 235, 2
PROTECTIONS = ("overload", "single_unit", "surge", "short_circuit")
VERIFIED_ENTRY = {"id_card", "ishenzhen_qr"}

# What is judged of every site, and of those of one mode: clause and name.
_ALWAYS = (
    ("5", "date"), ("6.1", "venue"), ("6.2-a", "indoor"), ("6.3-a", "power"), ("6.3-b", "ups"), ("6.4-c", "wall_ports"),
    ("7.1", "basics"), ("7.2", "approval"),
)  # fmt: skip
_BY_MODE = {
    "7x24": (("6.5.1-a", "gbt_18789"), ("6.5.1-b", "entry"), ("6.5.1-c", "cctv")),
    "staffed": (("6.5.2-a", "office_safe"), ("6.5.2-b", "closed"), ("6.5.2-c", "cctv")),
}


class Verdict(NamedTuple):
    """A check before waivers; `good` is None where the reason names what was not recorded."""

    clause: str
    name: str
    good: bool | None
    reason: str
    fix: str = ""
    data: Mapping[str, Any] = {}


def survey(site: Site, today: date) -> list[Check]:
    """Judge the site: one check per clause, for 6.2-b and 7.3 one per terminal; the subject is the site's code."""
    verdicts = [*_place(site, today), *_space(site), *_power(site), *_network(site), *_security(site)]
    verdicts += _papers(site, today)
    checks = [_waived(_check(site, verdict), site.waivers, today) for verdict in verdicts]
    return [*checks, _basics(site, [check for check in checks if check.clause.startswith("6.2")], today)]


def names(site: Site, terminal: str) -> list[tuple[str, str]]:
    """Return what a survey has to say of a terminal and of its site, each once: clause and name."""
    police = [("6.4-f", "own_rules")] if site.network.profile == "police" else []
    own = [("6.2-b", f"space/{terminal}"), ("7.3", f"grants/{terminal}")]
    return [(clause, f"survey/{name}") for clause, name in (*_ALWAYS, *_BY_MODE[site.service.mode], *police, *own)]


def refusal(checks: Iterable[Check]) -> str:
    """Return why a site is not deployed, to go on after its name, with how to mend it; nothing if it may be."""
    shut = [check for check in checks if not check.good]
    if not shut:
        return ""
    lines = [f"is not deployed: {len(shut)} requirement{'s are' if len(shut) > 1 else ' is'} not met"]
    lines += [f"{check.clause} {check.status}: {check.reason}\n    fix: {check.fix}" for check in shut]
    return "\n".join(lines)


def _check(site: Site, verdict: Verdict) -> Check:
    clause, name, good, reason, fix, data = verdict
    if good is None:
        return Check(clause, site.site, f"survey/{name}", NOT_RUN, f"not recorded: {reason}", fix, dict(data))
    return Check(clause, site.site, f"survey/{name}", PASS if good else FAIL, reason, "" if good else fix, dict(data))


def _fact(site: Site, clause: str, key: str, yes: str, no: str) -> Verdict:
    """Judge one yes-or-no key of the survey."""
    value = getattr(site.survey, key)
    reason = {None: f"`survey.{key}`", True: yes, False: no}[value]
    return Verdict(clause, key, value, reason, f"see to it, then write `{key}: true` under `survey`")


def _place(site: Site, today: date) -> Iterator[Verdict]:
    day = site.survey.date
    fix = "survey the place, then write the day under `survey`"
    if day is None:
        yield Verdict("5", "date", None, "`survey.date`", fix)
    else:
        yield Verdict("5", "date", day <= today, f"surveyed on {day}{ahead(day, today)}", fix)
    kind = f"{site.venue} ({VENUES[site.venue]})" if site.venue in VENUES else f"other: {site.venue_note}"
    yield Verdict("6.1", "venue", True, kind)  # The model refuses all other venues, and `other` without a note.


def ahead(day: date, today: date) -> str:
    """Say that a recorded day has not come yet; nothing if it has."""
    return f", which is after today, {today}" if day > today else ""


def _space(site: Site) -> Iterator[Verdict]:
    yield _fact(site, "6.2-a", "indoor", "indoors", "outdoors")
    for terminal in site.terminals:
        yield _floor(site, terminal)


def _floor(site: Site, terminal: Terminal) -> Verdict:
    floor, base, name = terminal.floor_mm or site.survey.floor_mm, terminal.base_mm, f"space/{terminal.id}"
    fix = "keep more floor free or choose a terminal with a smaller base, then correct `floor_mm`"
    if floor is None:
        return Verdict("6.2-b", name, None, "`survey.floor_mm`", fix)
    wide, deep = floor.width * 2 >= base.width * 3, floor.depth >= base.depth * 2
    width = f"width {floor.width} mm {'>=' if wide else '<'} 1.5 x {base.width} = {base.width * 1.5:g} mm"
    depth = f"depth {floor.depth} mm {'>=' if deep else '<'} 2 x {base.depth} = {base.depth * 2} mm"
    data = {"floor_mm": str(floor), "base_mm": str(base)}
    return Verdict("6.2-b", name, wide and deep, f"{terminal.id}: {width}, {depth}", fix, data)


def _power(site: Site) -> Iterator[Verdict]:
    yield _socket(site)
    ups, fix = site.survey.ups, "have one fitted with all four protections of GB/T 14715-2017, or write `ups: none`"
    if isinstance(ups, Ups):
        lacking = [each for each in PROTECTIONS if each not in ups.protections]
        reason = f"{ups.model} lacks {', '.join(lacking)}" if lacking else f"{ups.model} has {', '.join(PROTECTIONS)}"
        yield Verdict("6.3-b", "ups", not lacking, reason, fix)
    else:
        yield Verdict("6.3-b", "ups", True if ups else None, "no UPS" if ups else "`survey.ups`", fix)


def _socket(site: Site) -> Verdict:
    seen, fix = site.survey, "have a three-hole wall socket of 220 V, 2 A fitted for each terminal, and measure it"
    if seen.socket is None or seen.supply_v is None or seen.supply_a is None:
        missing = [f"`survey.{key}`" for key in ("socket", "supply_v", "supply_a") if getattr(seen, key) is None]
        return Verdict("6.3-a", "power", None, ", ".join(missing), fix)
    good = seen.socket and LEAST_V <= seen.supply_v <= MOST_V and seen.supply_a >= LEAST_A
    sockets = "a three-hole wall socket" if seen.socket else "no three-hole wall socket"
    figures = f"{seen.supply_v} V (allowed {LEAST_V} to {MOST_V}), {seen.supply_a} A (at least {LEAST_A})"
    data = {"supply_v": seen.supply_v, "supply_a": seen.supply_a}
    return Verdict("6.3-a", "power", good, f"{sockets} for each terminal; {figures}", fix, data)


def _network(site: Site) -> Iterator[Verdict]:
    ports, needed = site.survey.wall_ports, len(site.terminals)
    fix = "have one RJ45 wall port fitted for each terminal, then correct `wall_ports`"
    reason = "`survey.wall_ports`" if ports is None else f"RJ45 wall ports: {ports}, terminals: {needed}"
    yield Verdict("6.4-c", "wall_ports", None if ports is None else ports >= needed, reason, fix)


def _security(site: Site) -> Iterator[Verdict]:
    if site.service.mode == "7x24":
        yield _fact(site, "6.5.1-a", "gbt_18789", "GB/T 18789.1-2013 is met", "GB/T 18789.1-2013 is not met")
        means = site.survey.entry
        good = None if means is None else bool(VERIFIED_ENTRY.intersection(means))
        reason = "`survey.entry`" if means is None else f"the room opens by: {', '.join(means) or 'nothing'}"
        yield Verdict("6.5.1-b", "entry", good, reason, "have the room open by id_card or ishenzhen_qr")
        yield _fact(site, "6.5.1-c", "cctv", "video surveillance", "no video surveillance")
    else:
        yield _fact(site, "6.5.2-a", "office_safe", "safe in office hours", "not safe in office hours")
        yield _closed(site)
        yield _fact(site, "6.5.2-c", "cctv", "video surveillance", "no video surveillance")


def _closed(site: Site) -> Verdict:
    seen, fix = site.survey, "have the gate shut and the terminals off outside office hours, and say so in the file"
    missing = [f"`survey.{key}`" for key in ("gate", "power_off") if getattr(seen, key) is None]
    missing += [] if site.service.hours else ["`service.hours`"]
    if missing:
        return Verdict("6.5.2-b", "closed", None, ", ".join(missing), fix)
    state = f"gate {'shut' if seen.gate else 'not shut'}, terminals {'off' if seen.power_off else 'not off'}"
    return Verdict("6.5.2-b", "closed", bool(seen.gate and seen.power_off), f"outside office hours: {state}", fix)


def _papers(site: Site, today: date) -> Iterator[Verdict]:
    rules = site.network.own_rules
    if site.network.profile == "police":
        yield _approved("6.4-f", "own_rules", rules, today, "have the police network's document recorded")
    fix = "apply with the form in records/<site>/plan/, then write the approval's number and date under `network`"
    yield _approved("7.2", "approval", site.network.approval, today, fix)
    for terminal in site.terminals:
        yield _granted(site, terminal.id, today)


def _approved(clause: str, key: str, paper: Approval | None, today: date, fix: str) -> Verdict:
    if paper is None:
        return Verdict(clause, key, None, f"`network.{key}`", fix)
    return Verdict(clause, key, paper.date <= today, f"{paper.number} of {paper.date}{ahead(paper.date, today)}", fix)


def _granted(site: Site, terminal: str, today: date) -> Verdict:
    grants = [grant for grant in site.grants if grant.terminals is None or terminal in grant.terminals]
    name, fix = f"grants/{terminal}", "apply for the items' permissions, then list them under `grants`"
    if not grants:
        return Verdict("7.3", name, None, f"a grant for {terminal}", fix)
    shown = "; ".join(
        f"{_items(grant)} by {grant.approval} of {grant.date}{ahead(grant.date, today)}" for grant in grants
    )
    return Verdict("7.3", name, all(grant.date <= today for grant in grants), f"{terminal}: {shown}", fix)


def _items(grant: Grant) -> str:
    return "all items" if grant.items == "all" else ", ".join(grant.items)


def _basics(site: Site, space: list[Check], today: date) -> Check:
    """Judge 7.1, which rests on 6.2: where that is waived, this is no more than waived."""
    seen = site.survey
    fix = "have 6.2 met and power and network switched on, then write `power_on: true` and `network_on: true`"
    missing = [f"`survey.{key}`" for key in ("power_on", "network_on") if getattr(seen, key) is None]
    if missing:
        verdict = Verdict("7.1", "basics", None, ", ".join(missing), fix)
    else:
        room = all(check.good for check in space)
        waived = any(check.status == WAIVED for check in space)
        holds = ("is waived" if waived else "holds") if room else "does not hold"
        state = f"6.2 {holds}, power {'on' if seen.power_on else 'off'}, network {'on' if seen.network_on else 'off'}"
        verdict = Verdict("7.1", "basics", bool(room and seen.power_on and seen.network_on), state, fix)
        if waived and verdict.good:
            return replace(_check(site, verdict), status=WAIVED)
    return _waived(_check(site, verdict), site.waivers, today)


def _waived(check: Check, waivers: tuple[Waiver, ...], today: date) -> Check:
    found = [waiver for waiver in waivers if waiver.clause == check.clause]
    if check.good or not found:
        return check
    waiver = max(found, key=lambda each: each.expires)
    said = f"{waiver.reason} ({waiver.approver}, until {waiver.expires})"
    if waiver.expires < today:
        reason = f"{check.reason}; its waiver has expired: {said}"
        return replace(check, status=FAIL, reason=reason, fix=f"renew the waiver, or {check.fix}")
    return replace(check, status=WAIVED, reason=f"{check.reason}; waived: {said}", fix="")
