# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From what a terminal, the controller and the canary saw of relays to one finding on each (6.4-e). Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...module_utils.check import ERROR, FAIL, NOT_RUN, PASS, WAIVED, Check
from ...module_utils.message import Message, say
from ...module_utils.probe import outcome, verdict
from ...module_utils.probe.outcome import ANSWERED, OPENED, Outcome
from ...module_utils.probe.relay_aim import PORTS
from .egress_checks import CLAUSE
from .relays import DNS_PORT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...module_utils.probe.relay_aim import RelayAim
    from ...module_utils.probe.target import Target
    from .canary_log import Arrival, CanaryLog
    from .relays import Relay

#: As a verdict: something else than a leak of the terminal's own network, whose switch has no part in it.
RELAYED = "RELAYED"
_WORDS = {
    "connect": say("CONNECT (an HTTP proxy)", id="way-connect"),
    "absolute": say("a GET of another host's URL (an HTTP proxy)", id="way-absolute"),
    "host": say("a GET under another host's name (`proxy_pass http://$host`)", id="way-host"),
    "socks": "SOCKS",
    "dns": say("questions", id="way-dns"),
    "dns-txt": say("questions for TXT records", id="way-dns-txt"),
    "dns-tcp": say("questions over TCP", id="way-dns-tcp"),
}
#: Why a request was not taken; of what else there is, the error itself says more.
_SEEN = {
    outcome.REFUSED: say("it refuses the connection", id="relay-refuses"),
    outcome.SILENT: say("it does not answer", id="relay-silent"),
}
_CLOSE = say(
    "have its owner close that: a server that terminals are let to must not speak to the internet for them",
    id="relay-fix",
)
_AGAIN = say("mend what failed, then run the check again", id="relay-again")


@dataclass(frozen=True)
class RelayFinding:
    """What is known of one relay.

    Attributes:
        status: as of a check.
        reason: what was seen.
        fix: what to do about it.
        data: the figures behind it, JSON types.
        final: it holds for every terminal of the class; otherwise one terminal could have brought it about by itself, or
            nothing was shown.
    """

    status: str
    reason: str
    fix: str
    data: dict[str, Any]
    final: bool

    def check(self, subject: str, name: str) -> Check:
        """Return the check that says it of a subject."""
        return Check(CLAUSE, subject, name, self.status, self.reason, self.fix, self.data)


@dataclass(frozen=True)
class RelayRun:
    """All that was seen of some relays.

    Attributes:
        terminal: that asked them.
        canary: the name of what they were asked for.
        aims: how, by relay.
        outcomes: what the terminal saw, by nonce.
        controls: the controller's own connections to the canary.
        control_outcomes: what came of them, by nonce.
        log: the canary's.
        delegated: the nonce of a name below the canary's zone that public resolvers were asked for; empty if none was.
    """

    terminal: str
    canary: str
    aims: Mapping[Relay, Sequence[RelayAim]]
    outcomes: Mapping[str, Outcome]
    controls: Sequence[Target]
    control_outcomes: Mapping[str, Outcome]
    log: CanaryLog
    delegated: str = ""


def judge(run: RelayRun) -> dict[Relay, RelayFinding]:
    """Return one finding on each relay.

    That it lets nobody through is shown by the canary's silence, with the controls of the same ports in its log, after
    the relay took every request. That it does is shown by what came to the canary from the relay's own address: a
    terminal's word closes that terminal only, and so does a nonce from elsewhere, for the terminal knows it and may have
    sent it by a way of its own.
    """
    return {relay: _judge(run, relay, aims) for relay, aims in run.aims.items()}


def unzoned(why: str) -> RelayFinding:
    """Return the finding on a resolver if no canary has a zone: waived if city.yml says why, not run if it does not."""
    if why:
        data = {"verdict": verdict.UNCONTROLLED}
        waived = say(
            "{verdict}: no canary has a zone, so nothing shows whether this resolver asks the internet; city.yml: {why}",
            id="relay-no-zone-waived",
            verdict=verdict.UNCONTROLLED,
            why=why,
        )
        return RelayFinding(WAIVED, waived, "", data, final=True)
    reason = say(
        "{verdict}: no canary has a zone, so nothing shows whether this resolver asks the internet",
        id="relay-no-zone",
        verdict=verdict.NOT_RUN,
    )
    fix = say(
        "delegate a domain to a canary and write it as its `zone` in city.yml, or the reason as `unreachable: {{dns: ...}}`",
        id="relay-no-zone-fix",
    )
    return RelayFinding(NOT_RUN, reason, fix, {"verdict": verdict.NOT_RUN}, final=True)


def unasked(terminal: str, relay: Relay, why: str) -> RelayFinding:
    """Return the finding on a relay of which the terminal's answer could not be had."""
    reason = say(
        "{verdict}: {where} could not be asked: {why} (asked by {terminal})",
        id="relay-unasked",
        verdict=verdict.INCONCLUSIVE,
        where=_where(relay),
        why=why,
        terminal=terminal,
    )
    return RelayFinding(ERROR, reason, _AGAIN, {"verdict": verdict.INCONCLUSIVE, "asked_by": terminal}, final=False)


def _where(relay: Relay) -> str:
    place = f"{relay.address}:{relay.port}"
    return f"{relay.name} ({place})" if relay.name not in ("", relay.address) else place


def _judge(run: RelayRun, relay: Relay, aims: Sequence[RelayAim]) -> RelayFinding:
    where, sources = _where(relay), _sources(run.log, relay)
    heard = [aim for aim in aims if aim.nonce in run.log.nonces]
    if heard:
        aim = next((aim for aim in heard if relay.address in sources[aim.nonce]), heard[0])
        own = relay.address in sources[aim.nonce]
        why = say(
            "{where} passes {way} on to the internet: {canary} heard {nonce}",
            id="relay-heard",
            where=where,
            way=_WORDS[aim.way],
            canary=run.canary,
            nonce=aim.nonce,
        )
        if not own:
            why = say(
                "{heard}, from {elsewhere}, not from the server's address",
                id="relay-heard-elsewhere",
                heard=why,
                elsewhere=" and ".join(sorted(sources[aim.nonce])) or say("elsewhere", id="elsewhere"),
            )
        return _found(run, aims, RELAYED, why, final=own)
    from_it = next((each for each in _unexplained(run.log, relay) if each.src == relay.address), None)
    if from_it:
        why = say(
            "{where} speaks to the internet when it is asked to: {canary} heard {address} on port {port}",
            id="relay-speaks",
            where=where,
            canary=run.canary,
            address=relay.address,
            port=from_it.port,
        )
        return _found(run, aims, RELAYED, why, final=True)
    said = next((aim for aim in aims if run.outcomes[aim.nonce].kind == ANSWERED), None)
    if said:
        why = say(
            "{where} takes {way}: {answer}; {canary} heard nothing of it",
            id="relay-takes",
            where=where,
            way=_WORDS[said.way],
            answer=run.outcomes[said.nonce].detail,
            canary=run.canary,
        )
        return _found(run, aims, RELAYED, why, final=False)
    failed = _failed_control(run, relay, aims)
    if failed:
        why = say("{where}: {what}", id="relay-failed", where=where, what=failed)
        return _found(run, aims, verdict.INCONCLUSIVE, why, final=False)
    below = say("names below {zone}", id="relay-names", zone=aims[0].canary)
    why = say(
        "{where} took {kinds} kinds of requests for {asked}, and nothing of them arrived at {canary}",
        id="relay-blocked",
        where=where,
        kinds=len({aim.way for aim in aims}),
        asked=below if relay.resolver else run.canary,
        canary=run.canary,
    )
    return _found(run, aims, verdict.BLOCKED_PROVEN, why, final=True)


def _unexplained(log: CanaryLog, relay: Relay) -> Iterator[Arrival]:
    """Give the connections, and attempts at one, that carried no nonce: their way back was shut, or nobody sent one.

    A resolver may ask for less than the whole name first (RFC 9156).
    """
    protos = (*_protos(relay), "tcp-syn")
    ends = {(each.dst, each.port, each.src, each.sport) for each in log.arrivals if each.nonce}
    for each in log.arrivals:
        if each.proto in protos and (each.dst, each.port, each.src, each.sport) not in ends:
            yield each


def _sources(log: CanaryLog, relay: Relay) -> dict[str, set[str]]:
    """Return from where the canary heard each nonce, as far as a relay of this kind could have sent it."""
    sources: dict[str, set[str]] = defaultdict(set)
    for each in log.arrivals:
        if each.nonce and each.proto in _protos(relay):
            sources[each.nonce].add(each.src)
    return sources


def _protos(relay: Relay) -> tuple[str, ...]:
    return ("tcp", "udp") if relay.resolver else ("tcp",)


def _lost(run: RelayRun, relay: Relay, aims: Sequence[RelayAim]) -> RelayAim | None:
    """Return a request that the server should have taken and did not.

    What is said in clear counts only where nobody agrees on TLS, and not at all where an item says that its server does.
    """
    taken = {(aim.way, aim.tls) for aim in aims if run.outcomes[aim.nonce].kind == OPENED}
    forms = (True,) if relay.tls else (True, False)
    for aim in aims:
        spoken = aim.tls not in forms or any((aim.way, form) in taken for form in forms)
        if not spoken or run.outcomes[aim.nonce].kind not in (OPENED, outcome.NOT_RUN):
            return aim
    return None


def _failed_control(run: RelayRun, relay: Relay, aims: Sequence[RelayAim]) -> str:
    """Say why a silent canary shows nothing, an empty text if it does."""
    lost = _lost(run, relay, aims)
    if lost:
        seen = run.outcomes[lost.nonce]
        why = _SEEN.get(seen.kind) or seen.detail or seen.kind
        if lost.tls:
            return say("could not be asked by {way} in TLS: {why}", id="relay-lost-tls", way=lost.way, why=why)
        return say("could not be asked by {way}: {why}", id="relay-lost", way=lost.way, why=why)
    if run.log.problem:
        return say("{canary}: {problem}", id="relay-log", canary=run.canary, problem=run.log.problem)
    good = {each.port for each in run.controls if run.control_outcomes[each.nonce].kind == ANSWERED}
    good &= {each.port for each in run.controls if each.nonce in run.log.nonces}
    dead = sorted({PORTS.get(aim.way, DNS_PORT) for aim in aims} - good)
    if dead:
        return say(
            "{canary} does not answer the controller itself on port {port}",
            id="relay-dead-port",
            canary=run.canary,
            port=dead[0],
        )
    if run.delegated and run.delegated not in run.log.nonces:
        return say(
            "no public resolver brings names below {zone} to {canary}: is the domain delegated to it?",
            id="relay-undelegated",
            zone=aims[0].canary,
            canary=run.canary,
        )
    return ""


def _found(run: RelayRun, aims: Sequence[RelayAim], judged: str, why: Message, *, final: bool) -> RelayFinding:
    status = {RELAYED: FAIL, verdict.BLOCKED_PROVEN: PASS}.get(judged, ERROR)
    fix = {FAIL: _CLOSE, ERROR: _AGAIN}.get(status, "")
    rows = [_row(aim, run.outcomes[aim.nonce]) for aim in aims]
    data = {"verdict": judged, "canary": run.canary, "asked_by": run.terminal, "ways": rows}
    reason = say("{verdict}: {why} (asked by {terminal})", id="relay", verdict=judged, why=why, terminal=run.terminal)
    return RelayFinding(status, reason, fix, data, final)


def _row(aim: RelayAim, seen: Outcome) -> dict[str, Any]:
    return {"way": aim.way, "tls": aim.tls, "nonce": aim.nonce, "outcome": seen.kind, "detail": str(seen.detail)}
