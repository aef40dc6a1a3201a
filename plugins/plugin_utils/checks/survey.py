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
from ...module_utils.message import Bilingual, Message, join, say
from ..model import choices
from ..model.site import Approval, Grant, Site, Terminal
from ..model.survey_facts import Ups, Waiver

VENUES = {code: Bilingual(*meanings) for code, meanings in choices.VENUES.items() if code != "other"}
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


class SurveyVerdict(NamedTuple):
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
    if len(shut) == 1:
        heading = say("is not deployed: 1 requirement is not met")
    else:
        heading = say("is not deployed: {count} requirements are not met", count=len(shut))
    return join([heading, *map(_line, shut)], "\n")


def _line(check: Check) -> Message:
    return say(
        "{clause} {status}: {reason}\n    fix: {fix}",
        clause=check.clause,
        status=check.status,
        reason=check.reason,
        fix=check.fix,
    )


def _check(site: Site, verdict: SurveyVerdict) -> Check:
    clause, name, good, reason, fix, data = verdict
    if good is None:
        return Check(
            clause, site.site, f"survey/{name}", NOT_RUN, say("not recorded: {reason}", reason=reason), fix, dict(data)
        )
    return Check(clause, site.site, f"survey/{name}", PASS if good else FAIL, reason, "" if good else fix, dict(data))


def _fact(site: Site, clause: str, key: str, yes: str, no: str) -> SurveyVerdict:
    """Judge one yes-or-no key of the survey."""
    value = getattr(site.survey, key)
    reason = {None: f"`survey.{key}`", True: yes, False: no}[value]
    return SurveyVerdict(clause, key, value, reason, say("see to it, then write `{key}: true` under `survey`", key=key))


def _place(site: Site, today: date) -> Iterator[SurveyVerdict]:
    day = site.survey.date
    fix = say("survey the place, then write the day under `survey`")
    if day is None:
        yield SurveyVerdict("5", "date", None, "`survey.date`", fix)
    else:
        yield SurveyVerdict(
            "5", "date", day <= today, say("surveyed on {day}{ahead}", day=day, ahead=ahead(day, today)), fix
        )
    kind = (
        say("{code} ({meaning})", code=site.venue, meaning=VENUES[site.venue])
        if site.venue in VENUES
        else say("other: {venue_note}", venue_note=site.venue_note)
    )
    yield SurveyVerdict("6.1", "venue", True, kind)  # The model refuses all other venues, and `other` without a note.


def ahead(day: date, today: date) -> str:
    """Say that a recorded day has not come yet; nothing if it has."""
    return say(", which is after today, {today}", today=today) if day > today else ""


def _space(site: Site) -> Iterator[SurveyVerdict]:
    yield _fact(site, "6.2-a", "indoor", "indoors", "outdoors")
    for terminal in site.terminals:
        yield _floor(site, terminal)


def _floor(site: Site, terminal: Terminal) -> SurveyVerdict:
    floor, base, name = terminal.floor_mm or site.survey.floor_mm, terminal.base_mm, f"space/{terminal.id}"
    fix = say("keep more floor free or choose a terminal with a smaller base, then correct `floor_mm`")
    if floor is None:
        return SurveyVerdict("6.2-b", name, None, "`survey.floor_mm`", fix)
    wide, deep = floor.width * 2 >= base.width * 3, floor.depth >= base.depth * 2
    width = say(
        "width {width} mm {sign} 1.5 x {base} = {least:g} mm",
        width=floor.width,
        sign=">=" if wide else "<",
        base=base.width,
        least=base.width * 1.5,
    )
    depth = say(
        "depth {depth} mm {sign} 2 x {base} = {least} mm",
        depth=floor.depth,
        sign=">=" if deep else "<",
        base=base.depth,
        least=base.depth * 2,
    )
    data = {"floor_mm": str(floor), "base_mm": str(base)}
    return SurveyVerdict(
        "6.2-b",
        name,
        wide and deep,
        say("{terminal}: {width}, {depth}", terminal=terminal.id, width=width, depth=depth),
        fix,
        data,
    )


def _power(site: Site) -> Iterator[SurveyVerdict]:
    yield _socket(site)
    ups, fix = (
        site.survey.ups,
        say("have one fitted with all four protections of GB/T 14715-2017, or write `ups: none`"),
    )
    if isinstance(ups, Ups):
        lacking = [each for each in PROTECTIONS if each not in ups.protections]
        reason = (
            say("{model} lacks {lacking}", model=ups.model, lacking=", ".join(lacking))
            if lacking
            else say("{model} has {protections}", model=ups.model, protections=", ".join(PROTECTIONS))
        )
        yield SurveyVerdict("6.3-b", "ups", not lacking, reason, fix)
    else:
        yield SurveyVerdict("6.3-b", "ups", True if ups else None, say("no UPS") if ups else "`survey.ups`", fix)


def _socket(site: Site) -> SurveyVerdict:
    seen, fix = site.survey, say("have a three-hole wall socket of 220 V, 2 A fitted for each terminal, and measure it")
    if seen.socket is None or seen.supply_v is None or seen.supply_a is None:
        missing = [f"`survey.{key}`" for key in ("socket", "supply_v", "supply_a") if getattr(seen, key) is None]
        return SurveyVerdict("6.3-a", "power", None, ", ".join(missing), fix)
    good = seen.socket and LEAST_V <= seen.supply_v <= MOST_V and seen.supply_a >= LEAST_A
    sockets = say("a three-hole wall socket") if seen.socket else say("no three-hole wall socket")
    figures = say(
        "{supply_v} V (allowed {least_v} to {most_v}), {supply_a} A (at least {least_a})",
        supply_v=seen.supply_v,
        least_v=LEAST_V,
        most_v=MOST_V,
        supply_a=seen.supply_a,
        least_a=LEAST_A,
    )
    data = {"supply_v": seen.supply_v, "supply_a": seen.supply_a}
    return SurveyVerdict(
        "6.3-a",
        "power",
        good,
        say("{sockets} for each terminal; {figures}", sockets=sockets, figures=figures),
        fix,
        data,
    )


def _network(site: Site) -> Iterator[SurveyVerdict]:
    ports, needed = site.survey.wall_ports, len(site.terminals)
    fix = say("have one RJ45 wall port fitted for each terminal, then correct `wall_ports`")
    reason = (
        "`survey.wall_ports`"
        if ports is None
        else say("RJ45 wall ports: {ports}, terminals: {needed}", ports=ports, needed=needed)
    )
    yield SurveyVerdict("6.4-c", "wall_ports", None if ports is None else ports >= needed, reason, fix)


def _security(site: Site) -> Iterator[SurveyVerdict]:
    if site.service.mode == "7x24":
        yield _fact(site, "6.5.1-a", "gbt_18789", say("GB/T 18789.1-2013 is met"), say("GB/T 18789.1-2013 is not met"))
        means = site.survey.entry
        good = None if means is None else bool(VERIFIED_ENTRY.intersection(means))
        reason = (
            "`survey.entry`"
            if means is None
            else say("the room opens by: {means}", means=", ".join(means) or say("nothing"))
        )
        yield SurveyVerdict("6.5.1-b", "entry", good, reason, say("have the room open by id_card or ishenzhen_qr"))
        yield _fact(site, "6.5.1-c", "cctv", say("video surveillance"), say("no video surveillance"))
    else:
        yield _fact(site, "6.5.2-a", "office_safe", say("safe in office hours"), say("not safe in office hours"))
        yield _closed(site)
        yield _fact(site, "6.5.2-c", "cctv", say("video surveillance"), say("no video surveillance"))


def _closed(site: Site) -> SurveyVerdict:
    seen, fix = (
        site.survey,
        say("have the gate shut and the terminals off outside office hours, and say so in the file"),
    )
    missing = [f"`survey.{key}`" for key in ("gate", "power_off") if getattr(seen, key) is None]
    missing += [] if site.service.hours else ["`service.hours`"]
    if missing:
        return SurveyVerdict("6.5.2-b", "closed", None, ", ".join(missing), fix)
    gate = say("gate shut") if seen.gate else say("gate not shut")
    state = join([gate, say("terminals off") if seen.power_off else say("terminals not off")])
    return SurveyVerdict(
        "6.5.2-b", "closed", bool(seen.gate and seen.power_off), say("outside office hours: {state}", state=state), fix
    )


def _papers(site: Site, today: date) -> Iterator[SurveyVerdict]:
    rules = site.network.own_rules
    if site.network.profile == "police":
        yield _approved("6.4-f", "own_rules", rules, today, say("have the police network's document recorded"))
    fix = say("apply with the form in records/<site>/plan/, then write the approval's number and date under `network`")
    yield _approved("7.2", "approval", site.network.approval, today, fix)
    for terminal in site.terminals:
        yield _granted(site, terminal.id, today)


def _approved(clause: str, key: str, paper: Approval | None, today: date, fix: str) -> SurveyVerdict:
    if paper is None:
        return SurveyVerdict(clause, key, None, f"`network.{key}`", fix)
    return SurveyVerdict(
        clause,
        key,
        paper.date <= today,
        say("{number} of {date}{ahead}", number=paper.number, date=paper.date, ahead=ahead(paper.date, today)),
        fix,
    )


def _granted(site: Site, terminal: str, today: date) -> SurveyVerdict:
    grants = [grant for grant in site.grants if grant.terminals is None or terminal in grant.terminals]
    name, fix = f"grants/{terminal}", say("apply for the items' permissions, then list them under `grants`")
    if not grants:
        return SurveyVerdict("7.3", name, None, say("a grant for {terminal}", terminal=terminal), fix)
    shown = join(
        (
            say(
                "{items} by {approval} of {date}{ahead}",
                items=_items(grant),
                approval=grant.approval,
                date=grant.date,
                ahead=ahead(grant.date, today),
            )
            for grant in grants
        ),
        "; ",
    )
    return SurveyVerdict(
        "7.3",
        name,
        all(grant.date <= today for grant in grants),
        say("{terminal}: {grants}", terminal=terminal, grants=shown),
        fix,
    )


def _items(grant: Grant) -> str:
    return say("all items") if grant.items == "all" else ", ".join(grant.items)


def _basics(site: Site, space: list[Check], today: date) -> Check:
    """Judge 7.1, which rests on 6.2: where that is waived, this is no more than waived."""
    seen = site.survey
    fix = say("have 6.2 met and power and network switched on, then write `power_on: true` and `network_on: true`")
    missing = [f"`survey.{key}`" for key in ("power_on", "network_on") if getattr(seen, key) is None]
    if missing:
        verdict = SurveyVerdict("7.1", "basics", None, ", ".join(missing), fix)
    else:
        room = all(check.good for check in space)
        waived = any(check.status == WAIVED for check in space)
        holds = (say("6.2 is waived") if waived else say("6.2 holds")) if room else say("6.2 does not hold")
        power = say("power on") if seen.power_on else say("power off")
        state = join([holds, power, say("network on") if seen.network_on else say("network off")])
        verdict = SurveyVerdict("7.1", "basics", bool(room and seen.power_on and seen.network_on), state, fix)
        if waived and verdict.good:
            return replace(_check(site, verdict), status=WAIVED)
    return _waived(_check(site, verdict), site.waivers, today)


def _waived(check: Check, waivers: tuple[Waiver, ...], today: date) -> Check:
    found = [waiver for waiver in waivers if waiver.clause == check.clause]
    if check.good or not found:
        return check
    waiver = max(found, key=lambda each: each.expires)
    said = say(
        "{reason} ({approver}, until {expires})", reason=waiver.reason, approver=waiver.approver, expires=waiver.expires
    )
    if waiver.expires < today:
        reason = say("{reason}; its waiver has expired: {waiver}", reason=check.reason, waiver=said)
        return replace(check, status=FAIL, reason=reason, fix=say("renew the waiver, or {fix}", fix=check.fix))
    return replace(
        check, status=WAIVED, reason=say("{reason}; waived: {waiver}", reason=check.reason, waiver=said), fix=""
    )
