# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From what terminal, controller and canaries saw to checks on 6.4-e. Pure; the four legs are in `docs/egress.md`."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...module_utils.check import ERROR, FAIL, NOT_RUN, PASS, WAIVED, Check
from ...module_utils.message import say
from ...module_utils.probe import bypass, verdict
from ...module_utils.probe.outcome import ANSWERED, ICMP, Outcome
from ...module_utils.probe.verdict import Legs
from . import egress_words
from .boundary import Boundary
from .canary_witness import CanaryWitness
from .egress_findings import EgressFindings, Judged

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ...module_utils.probe.target import Target

CLAUSE = "6.4-e"
STATUS = {
    verdict.BLOCKED_PROVEN: PASS,
    verdict.INCONCLUSIVE: ERROR,
    verdict.NOT_RUN: NOT_RUN,
    verdict.UNCONTROLLED: WAIVED,
}
FIX = {
    verdict.LEAK: say(
        "look at the inbound filter of the terminal's switch port and at its gateway: they pass this",
        id="egress-leak-fix",
    ),
    verdict.UNREACHABLE: say(
        "have the filter refuse it: a route that is missing today may be there tomorrow", id="egress-no-route-fix"
    ),
    verdict.BLOCKED_UNATTRIBUTED: say(
        "make the canary's log readable from the controller (GOVKIOSK_CANARY_TOKEN, port)", id="egress-no-log-fix"
    ),
    verdict.INCONCLUSIVE: say("mend the control that failed, then run the check again", id="egress-control-fix"),
    verdict.NOT_RUN: say(
        "find out why the probe could not be made, then run the check again", id="egress-not-made-fix"
    ),
}

PATH, IPV6, NO_CANARY6 = "egress/path-control", "egress/ipv6/terminal", "egress/ipv6/network"
#: The shortest IPv6 prefix that one site gets (RFC 6177 2).
SITE_PREFIX = 48
#: One probe as it was aimed: address, port, source port.
Aim = tuple[str, int, int]


def checks(found: EgressFindings) -> list[Check]:
    """Return the checks of a run: path control, IPv6 of the terminal, each protocol of each canary in each pass."""
    judged = judge_all(found)
    silent6 = not found.seen["ipv6"]["addresses"] and not found.seen["ipv6"]["routes"]
    groups: dict[str, list[Judged]] = {}
    for each in judged:
        # A terminal without any IPv6 has nothing to send it with: that is a check of its own, not a blocked probe.
        if not (each.target.version6 and not each.target.past_firewall and silent6):
            groups.setdefault(_name(each.target), []).append(each)
    result = [_path_check(found), _ipv6_check(found)]
    if not any(each.target.version6 for each in judged):
        result.append(_no_canary6(found))
    return result + [_group_check(found, name, group) for name, group in groups.items()]


def names(targets: Sequence[Target], *, own_ipv6: bool = False) -> dict[str, frozenset[Aim]]:
    """Return what `checks` gives for these probes if all is well: each check's name, and which probes it speaks of.

    Args:
        targets: the plan.
        own_ipv6: with what is added if the terminal has IPv6 of its own to send with, which fails `IPV6` by itself.
    """
    aims: dict[str, set[Aim]] = {PATH: set(), IPV6: set()}
    for each in targets:
        if own_ipv6 or each.past_firewall or not each.version6:
            aims.setdefault(_name(each), set()).add((each.address, each.port, each.source_port))
    if not any(each.version6 for each in targets):
        aims[NO_CANARY6] = set()
    return {name: frozenset(probes) for name, probes in aims.items()}


def waivable(targets: Sequence[Target], exempt: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """Return the names of the checks on what operations cannot reach, and why: they may be waived, and must not leak."""
    keys = {_name(each): (each.canary, each.kind) for each in targets}
    return {name: exempt[key] for name, key in keys.items() if key in exempt}


def proven(data: Mapping[str, Any], aims: Collection[Aim], *, waived: bool = False) -> bool:
    """Tell whether a check's data show these probes and no others, each once and as proven blocked, and say so as a whole.

    Args:
        data: the check's.
        aims: the probes.
        waived: as a whole they are without a control, as city.yml has it; some of them may be proven all the same.
    """
    rows, whole = data.get("probes"), verdict.UNCONTROLLED if waived else verdict.BLOCKED_PROVEN
    if data.get("verdict") != whole or not isinstance(rows, (list, tuple)):
        return False
    good = {whole, verdict.BLOCKED_PROVEN}
    return all(_verdict(row) in good for row in rows) and sorted(map(_aim, rows)) == sorted(aims)


def _verdict(row: Any) -> str:
    said = row.get("verdict") if isinstance(row, Mapping) else None
    return said if isinstance(said, str) else ""


def _aim(row: Mapping[str, Any]) -> Aim:
    """Read which probe a row is about; one that cannot be read is none that was ever planned."""
    address, ports = row.get("address"), (row.get("port"), row.get("source_port"))
    if isinstance(address, str) and all(type(port) is int for port in ports):
        return address, row["port"], row["source_port"]
    return "", -1, -1


def judge_all(found: EgressFindings) -> list[Judged]:
    """Return every probe with its legs and verdict."""
    outcomes = {nonce: Outcome(**raw) for nonce, raw in found.seen["outcomes"].items()}
    log = CanaryWitness(found, outcomes)
    signs = _signs(found, outcomes)
    stuck = {
        target.version6 for target in found.targets if target.past_firewall and signs[target.nonce] == verdict.LOCAL
    }
    alive = _alive(found)
    boundary = _boundary(found)
    judged = []
    for target in found.targets:
        path = found.seen["marked_path" if target.past_firewall else "path"]["alive"]
        legs = Legs(
            # If one probe of this pass was stopped by the host itself, the silent ones may have been as well.
            path=bool(path) and not (target.past_firewall and target.version6 in stuck),
            target=(target.proto, target.address, target.port) in alive,
            sign=signs[target.nonce],
            heard=log.heard(target),
            past_firewall=target.past_firewall,
            exempt=log.exempt(target),
            beyond=boundary.first_outside(_speakers(target, outcomes[target.nonce], found)),
        )
        judged.append(Judged(target, outcomes[target.nonce], legs, verdict.judge(legs)))
    return judged


def _signs(found: EgressFindings, outcomes: Mapping[str, Outcome]) -> dict[str, str]:
    """Return what came back, by nonce.

    Routers limit the rate of their ICMP errors, so a probe may stay silent where its neighbour was told "no route":
    silence towards an address that a router on the way has no route to is no route.
    """
    own = frozenset(found.seen["own"])
    signs = {each.nonce: verdict.sign_of(outcomes[each.nonce], each.address, own) for each in found.targets}
    answered = {nonce for nonce, seen in outcomes.items() if seen.kind == ICMP and seen.offender not in own}
    lost = {e.address for e in found.targets if e.nonce in answered and signs[e.nonce] == verdict.NOWHERE}
    for each in found.targets:
        if signs[each.nonce] == verdict.NOTHING and each.address in lost:
            signs[each.nonce] = verdict.NOWHERE
    return signs


def _hops(target: Target, found: EgressFindings) -> list[str]:
    """Return the walk towards a target, which went past the host firewall; it speaks for a pass without one only."""
    without = target.past_firewall or found.seen["bypass"]["state"] in (bypass.ABSENT, bypass.FLUSHED)
    return list(found.seen["walks"].get(target.address, ())) if without else []


def _boundary(found: EgressFindings) -> Boundary:
    """Return the boundary as this terminal sees it: the city file has no IPv6 prefixes, the terminal's link may.

    Whoever sends a router advertisement says how long its prefix is: one that is wider than a site's is no link's.
    """
    ipv6 = found.seen["ipv6"]
    links = [ipaddress.IPv6Network(link, strict=False) for link in (*ipv6["addresses"], ipv6.get("prefix")) if link]
    return Boundary((*found.prefixes, *(link for link in links if link.prefixlen >= SITE_PREFIX)))


def _speakers(target: Target, outcome: Outcome, found: EgressFindings) -> list[str]:
    """Return who is known to have had packets to a target, the nearest first: the walk, then an ICMP error's sender."""
    return [*_hops(target, found), *({outcome.offender} - set(found.seen["own"]))]


def _alive(found: EgressFindings) -> frozenset[tuple[str, str, int]]:
    """Return what answered the controller (leg 2)."""
    return frozenset(
        (control.proto, control.address, control.port)
        for control in found.controls
        if found.control_outcomes[control.nonce].kind == ANSWERED
    )


def _name(target: Target) -> str:
    past = "past-firewall/" if target.past_firewall else ""
    return f"egress/{past}{target.kind}/{target.canary}"


def _group_check(found: EgressFindings, name: str, group: Sequence[Judged]) -> Check:
    worst = verdict.worst([each.verdict for each in group])
    shown = next(each for each in group if each.verdict == worst)
    data = {
        "verdict": worst,
        "canary": shown.target.canary,
        "hops": _hops(shown.target, found),
        "probes": [_row(each) for each in group],
    }
    count = sum(each.verdict == worst for each in group)
    reason = say(
        "{verdict}: {count} of {total} probes; {shown}",
        id="egress",
        verdict=worst,
        count=count,
        total=len(group),
        shown=egress_words.sentence(shown, found),
    )
    return Check(CLAUSE, found.terminal, name, STATUS.get(worst, FAIL), reason, FIX.get(worst, ""), data)


def _row(each: Judged) -> dict[str, Any]:
    target, outcome = each.target, each.outcome
    row = {"address": target.address, "port": target.port, "source_port": target.source_port, "nonce": target.nonce}
    legs = {key: getattr(each.legs, key) for key in ("path", "target", "sign", "heard", "beyond")}
    seen = {"outcome": outcome.kind, "ms": outcome.ms, "offender": outcome.offender, "technique": outcome.technique}
    return {**row, "verdict": each.verdict, **legs, **seen, "detail": str(outcome.detail)}


def _path_check(found: EgressFindings) -> Check:
    path, way = found.seen["path"], found.seen["bypass"]
    firewall = {
        bypass.OPEN: say("the second pass went past the terminal's firewall", id="bypass-open"),
        bypass.ABSENT: say(
            "the terminal has no govkiosk firewall, so the first pass is already without one", id="bypass-absent"
        ),
        bypass.FLUSHED: say(
            "the terminal's firewall is gone though {file} is there: {detail}",
            id="bypass-flushed",
            file=bypass.RULESET,
            detail=way["detail"],
        ),
        bypass.FAILED: say(
            "the terminal's firewall could not be passed: {detail}", id="bypass-failed", detail=way["detail"]
        ),
    }[way["state"]]
    reason = say("{path}; {firewall}", id="egress-path", path=path["shown_by"], firewall=firewall)
    shown = {**path, "shown_by": str(path["shown_by"])}
    data = {"path": shown, "bypass": dict(way), "wall_s": found.seen["wall_s"]}
    if path["alive"] and way["state"] in (bypass.OPEN, bypass.ABSENT):
        return Check(CLAUSE, found.terminal, PATH, PASS, reason, "", data)
    fix = say(
        "make an allowed service answer this terminal, and terminal_host's nftables table whole", id="egress-path-fix"
    )
    if way["state"] == bypass.FLUSHED:
        fix = say(
            "run the role govkiosk.site.terminal_host again, which loads it, and find out what flushed it",
            id="bypass-flushed-fix",
        )
    return Check(CLAUSE, found.terminal, PATH, ERROR, reason, fix, data)


def _ipv6_check(found: EgressFindings) -> Check:
    """Judge the terminal's own IPv6: nothing granted needs it, so any address or route off the link is a finding."""
    state = found.seen["ipv6"]
    name, data = IPV6, dict(state)
    has = [*state["addresses"], *state["routes"]]
    if has:
        fix = say(
            "turn IPv6 off on the terminal's interface (terminal_host does) and keep router advertisements off its port",
            id="ipv6-fix",
        )
        reason = say("the terminal has IPv6: {has}", id="ipv6", has=", ".join(has))
        return Check(CLAUSE, found.terminal, name, FAIL, reason, fix, data)
    reason = say("the terminal has no IPv6 address and no IPv6 route off its link", id="no-ipv6")
    return Check(CLAUSE, found.terminal, name, PASS, reason, data=data)


def _no_canary6(found: EgressFindings) -> Check:
    reason = say("no canary has an IPv6 address, so nothing shows that the network stops IPv6", id="no-canary6")
    fix = say("give one canary an IPv6 address (address6 in city.yml)", id="no-canary6-fix")
    return Check(CLAUSE, found.terminal, NO_CANARY6, NOT_RUN, reason, fix)
