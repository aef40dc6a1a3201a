# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a switch's running configuration and port state say about each terminal, clause by clause."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...module_utils.check import FAIL, PASS, Check
from ...module_utils.message import Bilingual, Message, join, say
from ...module_utils.redaction import redact
from ..checks.port_check_names import PORT
from ..model.port_protections import PROTECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..device.port_state import PortState
    from ..model.site import Terminal
    from ..policy.frames import Coverage
    from ..policy.planning import PortFacts, SitePlan
    from ..policy.unjudged import Notice
    from ..policy.violation import Violation

# 6.4-d: kbit/s that a terminal's port may never be shaped below.
LEAST_KBPS = 4000
# So many characters of a reason, of several sentences, are kept as evidence.
MOST_WORDS = 1500
# So many texts that nobody has judged are kept as evidence.
MOST_NOTICES = 200

_WAYS = {"inbound": say("inbound"), "outbound": say("outbound")}


def checks(
    terminal: Terminal,
    facts: PortFacts,
    ports: Mapping[str, PortState],
    violations: Iterable[Violation],
    site: str,
    notices: Sequence[Notice] = (),
    frames: Coverage | None = None,
) -> list[Check]:
    """Return the verdicts of 6.4-a to 6.4-e on one terminal; what nobody has judged, or stops, stands beside the proof."""
    own = [found for found in violations if _concerns(found, terminal, facts, site)]
    return [
        _vlan(terminal, facts),
        _binding(terminal, facts),
        _port(terminal, facts, ports.get(facts.port)),
        _rate(terminal, facts),
        *_proof(terminal, [found for found in own if found.kind not in PROTECTIONS], notices, frames),
        *(_protection(terminal, facts, kind, own) for kind in PROTECTIONS),
    ]


def retired(plan: SitePlan, ports: Mapping[str, PortState], violations: Iterable[Violation]) -> list[Check]:
    """Return the verdict of 6.4-c on each terminal's port of a site that is given up."""
    left = [*violations]
    return [_off(terminal, ports.get(terminal.port), left, plan.site.site) for terminal in plan.site.terminals]


def _off(terminal: Terminal, state: PortState | None, violations: Sequence[Violation], site: str) -> Check:
    reasons = [found.what for found in violations if found.subject in (terminal.id, site)]
    if state and state.up:
        reasons.append(say("{port} is up", port=terminal.port))
    data = {"port": terminal.port, "up": bool(state and state.up)}
    if reasons:
        return Check(
            "6.4-c", terminal.id, "switch/retired", FAIL, join(reasons, "; "), say("run the retirement again"), data
        )
    reason = say("{port} is shut, nothing of the site's policy is left on the switch", port=terminal.port)
    return Check("6.4-c", terminal.id, "switch/retired", PASS, reason, data=data)


def _concerns(found: Violation, terminal: Terminal, facts: PortFacts, site: str) -> bool:
    """Tell whether a violation is one of this terminal; one found on several ports names them all in its sentence."""
    return found.subject in (terminal.id, site, "") or bool(re.search(rf"{re.escape(facts.port)}(?!\d)", found.what))


def _vlan(terminal: Terminal, facts: PortFacts) -> Check:
    data = {"port": facts.port, "vlan": facts.vlan}
    if facts.in_vlan:
        reason = say("{port} is in VLAN {vlan}", port=facts.port, vlan=facts.vlan)
        return Check("6.4-a", terminal.id, "switch/vlan", PASS, reason, data=data)
    reason = say("{port} is not in the site's VLAN", port=facts.port) if facts.exists else _no_port(facts)
    return Check("6.4-a", terminal.id, "switch/vlan", FAIL, reason, say("look at the port in the site file"), data)


def _no_port(facts: PortFacts) -> Message:
    return say("the switch has no port {port}", port=facts.port)


def _binding(terminal: Terminal, facts: PortFacts) -> Check:
    name, data = "switch/binding", {"port": facts.port}
    if facts.bound:
        return Check(
            "6.4-b", terminal.id, name, PASS, say("address, MAC and {port} are bound", port=facts.port), data=data
        )
    reason = say("address, MAC and {port} are not bound on the switch", port=facts.port)
    return Check("6.4-b", terminal.id, name, FAIL, reason, say("run the deployment again"), data)


def _port(terminal: Terminal, facts: PortFacts, state: PortState | None) -> Check:
    expected, port = _vendor(terminal.mac), facts.port
    seen = [_vendor(mac) for mac in state.macs] if state else []
    data = {"port": port, "expected": expected, "seen": seen, "up": bool(state and state.up)}
    data |= {"tripped": True} if state and state.tripped else {}

    def fail(reason: str, fix: str) -> Check:
        return Check("6.4-c", terminal.id, PORT, FAIL, reason, fix, data)

    if state is None:
        return fail(say("the switch does not show a port {port}", port=port), say("correct the port in the site file"))
    if state.tripped:
        return fail(
            say("{port} was shut by a protection of the switch", port=port),
            say(
                "see that nothing but the terminal is behind the wall port of {port}, then shut the port and open it again",
                port=port,
            ),
        )
    if not state.up:
        what = say("{port} is down", port=port)
        if state.shut:
            what = say("{port} is shut down on the switch", port=port)
        return fail(
            what, say("plug the terminal into the wall port of {port}, switch it on, look at the cable", port=port)
        )
    if not seen:
        return fail(
            say("{port} is up but no MAC address is seen on it, expected {expected}", port=port, expected=expected),
            say("let the terminal send, look at its NIC"),
        )
    if seen != [expected]:
        return fail(
            say(
                "{port} carries {seen}, expected {expected} alone",
                port=port,
                seen=" and ".join(seen),
                expected=expected,
            ),
            say(
                "put the right terminal on this wall port, or correct mac in the site file if the device was exchanged"
            ),
        )
    return Check(
        "6.4-c",
        terminal.id,
        PORT,
        PASS,
        say("{port} is up and carries {expected} alone", port=port, expected=expected),
        data=data,
    )


def _rate(terminal: Terminal, facts: PortFacts) -> Check:
    data = {"port": facts.port, "rate_kbps": dict(facts.rate_kbps)}
    low = {way: rate for way, rate in facts.rate_kbps.items() if rate is not None and rate < LEAST_KBPS}
    if low:
        way, rate = next(iter(low.items()))
        reason = say(
            "{port} is shaped to {rate} kbit/s {way}, less than {least}",
            port=facts.port, rate=rate, way=_WAYS[way], least=LEAST_KBPS,
        )  # fmt: skip
        return Check("6.4-d", terminal.id, "switch/rate", FAIL, reason, say("raise policy.rate_kbps in city.yml"), data)
    rates = [
        say("{way} {rate} kbit/s", way=_WAYS[way], rate=rate) if rate else say("{way} not shaped", way=_WAYS[way])
        for way, rate in facts.rate_kbps.items()
    ]
    return Check("6.4-d", terminal.id, "switch/rate", PASS, join([facts.port, join(rates)], ": "), data=data)


def _proof(
    terminal: Terminal, violations: Sequence[Violation], notices: Sequence[Notice], frames: Coverage | None
) -> list[Check]:
    by_clause: dict[str, list[Violation]] = {}
    for found in violations:
        by_clause.setdefault(found.clause, []).append(found)
    failed = [_violated(terminal, clause, found) for clause, found in by_clause.items()]
    if "6.4-e" in by_clause:
        return failed
    reason = say(
        "no IPv4 or IPv6 packet from the terminal passes the running configuration to outside the allowed prefixes"
    )
    data: dict[str, Any] = {"unjudged": [redact(notice.text) for notice in notices[:MOST_NOTICES]]} if notices else {}
    if frames:
        what = join([reason, Bilingual(frames.english, frames.chinese)], "; ")
        return [_passed(terminal, what, data | {"frames": frames.chinese}), *failed]
    return [_passed(terminal, reason, data), *failed]


def _passed(terminal: Terminal, reason: str, data: dict[str, Any]) -> Check:
    return Check("6.4-e", terminal.id, "switch/proof", PASS, reason, data=data)


def _protection(terminal: Terminal, facts: PortFacts, kind: str, violations: Sequence[Violation]) -> Check:
    clause, does = PROTECTIONS[kind]
    if found := [violation for violation in violations if violation.kind == kind]:
        return _violated(terminal, clause, found, f"switch/{kind}")
    if not facts.exists:
        fix = say("correct the port in the site file")
        return Check(clause, terminal.id, f"switch/{kind}", FAIL, _no_port(facts), fix)
    return Check(clause, terminal.id, f"switch/{kind}", PASS, join([facts.port, does], " "))


def _violated(terminal: Terminal, clause: str, found: Sequence[Violation], name: str = "switch/proof") -> Check:
    reason = _joined(violation.what for violation in found)
    fix = _joined(violation.fix for violation in found)
    packets = [violation.packet for violation in found if violation.packet]
    return Check(clause, terminal.id, name, FAIL, reason, fix, {"packets": packets} if packets else {})


def _joined(said: Iterable[str]) -> Message:
    """Join sentences, each once; evidence takes a reason of bounded length, so that of many the first are told."""
    sentences, length = [*dict.fromkeys(said)], 0
    for place, sentence in enumerate(sentences):
        length += len(sentence) + 2
        if place and length > MOST_WORDS:
            return join([*sentences[:place], say("and {count} more", count=len(sentences) - place)], "; ")
    return join(sentences, "; ")


def _vendor(mac: str) -> str:
    """Write a MAC address as the switch does, `5489-9800-0101`."""
    digits = mac.replace(":", "")
    return "-".join(digits[at : at + 4] for at in (0, 4, 8))
