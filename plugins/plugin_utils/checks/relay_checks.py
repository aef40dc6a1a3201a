# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From what a terminal, the controller and the canary saw of relays to one finding on each (6.4-e). Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...module_utils.check import ERROR, FAIL, NOT_RUN, PASS, WAIVED, Check
from ...module_utils.probe import outcome, verdict
from ...module_utils.probe.outcome import ANSWERED, OPENED, Outcome
from ...module_utils.probe.relay_probe import PORTS
from .egress_checks import CLAUSE
from .relays import DNS_PORT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...module_utils.probe.relay_probe import RelayAim
    from ...module_utils.probe.target import Target
    from .canary_log import Arrival, CanaryLog
    from .relays import Relay

#: As a verdict: something else than a leak of the terminal's own network, whose switch has no part in it.
RELAYED = "RELAYED"
_WORDS = {
    "connect": "CONNECT (an HTTP proxy)",
    "absolute": "a GET of another host's URL (an HTTP proxy)",
    "host": "a GET under another host's name (`proxy_pass http://$host`)",
    "socks": "SOCKS",
    "dns": "questions",
    "dns-txt": "questions for TXT records",
    "dns-tcp": "questions over TCP",
}
#: Why a request was not taken; of what else there is, the error itself says more.
_SEEN = {outcome.REFUSED: "it refuses the connection", outcome.SILENT: "it does not answer"}
_CLOSE = "have its owner close that: a server that terminals are let to must not speak to the internet for them"
_AGAIN = "mend what failed, then run the check again"


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
    what = "no canary has a zone, so nothing shows whether this resolver asks the internet"
    if why:
        data = {"verdict": verdict.UNCONTROLLED}
        return RelayFinding(WAIVED, f"{verdict.UNCONTROLLED}: {what}; city.yml: {why}", "", data, final=True)
    fix = "delegate a domain to a canary and write it as its `zone` in city.yml, or the reason as `unreachable: {dns: ...}`"
    return RelayFinding(NOT_RUN, f"{verdict.NOT_RUN}: {what}", fix, {"verdict": verdict.NOT_RUN}, final=True)


def unasked(terminal: str, relay: Relay, why: str) -> RelayFinding:
    """Return the finding on a relay of which the terminal's answer could not be had."""
    reason = f"{verdict.INCONCLUSIVE}: {_where(relay)} could not be asked: {why} (asked by {terminal})"
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
        elsewhere = " and ".join(sorted(sources[aim.nonce])) or "elsewhere"
        by = "" if own else f", from {elsewhere}, not from the server's address"
        why = f"{where} passes {_WORDS[aim.way]} on to the internet: {run.canary} heard {aim.nonce}{by}"
        return _found(run, aims, RELAYED, why, final=own)
    from_it = next((each for each in _unexplained(run.log, relay) if each.src == relay.address), None)
    if from_it:
        why = f"{where} speaks to the internet when it is asked to: {run.canary} heard {relay.address} on port {from_it.port}"
        return _found(run, aims, RELAYED, why, final=True)
    said = next((aim for aim in aims if run.outcomes[aim.nonce].kind == ANSWERED), None)
    if said:
        why = f"{where} takes {_WORDS[said.way]}: {run.outcomes[said.nonce].detail}; {run.canary} heard nothing of it"
        return _found(run, aims, RELAYED, why, final=False)
    failed = _failed_control(run, relay, aims)
    if failed:
        return _found(run, aims, verdict.INCONCLUSIVE, f"{where}: {failed}", final=False)
    asked = f"names below {aims[0].canary}" if relay.resolver else run.canary
    kinds = len({aim.way for aim in aims})
    why = f"{where} took {kinds} kinds of requests for {asked}, and nothing of them arrived at {run.canary}"
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
        return f"could not be asked by {lost.way}{' in TLS' if lost.tls else ''}: {why}"
    if run.log.problem:
        return f"{run.canary}: {run.log.problem}"
    good = {each.port for each in run.controls if run.control_outcomes[each.nonce].kind == ANSWERED}
    good &= {each.port for each in run.controls if each.nonce in run.log.nonces}
    dead = sorted({PORTS.get(aim.way, DNS_PORT) for aim in aims} - good)
    if dead:
        return f"{run.canary} does not answer the controller itself on port {dead[0]}"
    if run.delegated and run.delegated not in run.log.nonces:
        return f"no public resolver brings names below {aims[0].canary} to {run.canary}: is the domain delegated to it?"
    return ""


def _found(run: RelayRun, aims: Sequence[RelayAim], judged: str, why: str, *, final: bool) -> RelayFinding:
    status = {RELAYED: FAIL, verdict.BLOCKED_PROVEN: PASS}.get(judged, ERROR)
    fix = {FAIL: _CLOSE, ERROR: _AGAIN}.get(status, "")
    rows = [_row(aim, run.outcomes[aim.nonce]) for aim in aims]
    data = {"verdict": judged, "canary": run.canary, "asked_by": run.terminal, "ways": rows}
    return RelayFinding(status, f"{judged}: {why} (asked by {run.terminal})", fix, data, final)


def _row(aim: RelayAim, seen: Outcome) -> dict[str, Any]:
    return {"way": aim.way, "tls": aim.tls, "nonce": aim.nonce, "outcome": seen.kind, "detail": seen.detail}
