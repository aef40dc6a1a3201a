# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a verdict on a probe rests on, in words. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...module_utils.message import Message, say
from ...module_utils.probe import verdict
from ...module_utils.probe.outcome import ICMP, NOT_RUN, Outcome

if TYPE_CHECKING:
    from ...module_utils.probe.target import Target
    from .egress_findings import EgressFindings, Judged


def exemption(target: Target, found: EgressFindings) -> str:
    """Return why operations cannot reach a target, as city.yml has it; an empty text if it says nothing of the kind."""
    return found.exempt.get((target.canary, target.kind), "")


def sentence(each: Judged, found: EgressFindings) -> Message:
    """Say in words what the shown probe's verdict rests on."""
    target = each.target
    words: Callable[[Judged, EgressFindings], str] = {
        verdict.LEAK: _leaked,
        verdict.NOT_RUN: lambda each, _: each.outcome.detail or say("not made", id="probe-not-made"),
        verdict.INCONCLUSIVE: _failed_control,
        verdict.UNREACHABLE: _no_route,
        verdict.BLOCKED_UNATTRIBUTED: _unshown,
        verdict.UNCONTROLLED: _exempt,
        verdict.BLOCKED_PROVEN: _stopped_by,
    }[each.verdict]
    where = say("{proto} {address}", id="probe-at", proto=target.proto, address=target.address)
    if target.port:
        where = say(
            "{proto} {address} port {port}",
            id="probe-at-port",
            proto=target.proto,
            address=target.address,
            port=target.port,
        )
    text = say("{where}: {what}", id="probe", where=where, what=words(each, found))
    log = found.logs.get(target.canary)
    if log is None or not log.problem:
        return text
    return say("{what} ({canary}: {problem})", id="probe-log", what=text, canary=target.canary, problem=log.problem)


def _leaked(each: Judged, _: EgressFindings) -> Message:
    if each.legs.heard:
        return say(
            "{canary} saw it arrive (nonce {nonce})",
            id="probe-arrived",
            canary=each.target.canary,
            nonce=each.target.nonce,
        )
    if each.legs.beyond and each.legs.sign != verdict.ANSWER:
        return say(
            "packets to it reached {router}, outside all prefixes of city.yml and private ones",
            id="probe-beyond",
            router=each.legs.beyond,
        )
    return say(
        "{address} answered ({answer})",
        id="probe-answered",
        address=each.target.address,
        answer=each.outcome.detail or each.outcome.kind,
    )


def _no_route(each: Judged, found: EgressFindings) -> Message:
    target, by = each.target, each.outcome.offender
    if not by:  # the one of its neighbours that was told
        seen = (Outcome(**found.seen["outcomes"][t.nonce]) for t in found.targets if t.address == target.address)
        by = next((other.offender for other in seen if other.kind == ICMP), "")
    if by:
        return say("{router} says there is no route; no policy is shown by that", id="probe-no-route", router=by)
    return say("the terminal itself has no route; no policy is shown by that", id="probe-no-own-route")


def _unshown(each: Judged, _: EgressFindings) -> Message:
    return say(
        "controls good, but {canary}'s log does not show that nothing arrived",
        id="probe-unshown",
        canary=each.target.canary,
    )


def _exempt(each: Judged, found: EgressFindings) -> Message:
    return say(
        "{canary} heard none of it, and no control shows that it would; city.yml: {why}",
        id="probe-exempt",
        canary=each.target.canary,
        why=exemption(each.target, found),
    )


def _stopped_by(each: Judged, _: EgressFindings) -> Message:
    by = {
        verdict.PROHIBITED: say(
            "administratively prohibited by {router}", id="probe-prohibited", router=each.outcome.offender
        ),
        verdict.LOCAL: say("stopped by the terminal's own firewall", id="probe-local"),
        verdict.RESET: say("reset on the way", id="probe-reset"),
    }.get(each.legs.sign, say("silent", id="probe-silent"))
    if each.legs.heard is False:
        return say(
            "{by}; {canary} is alive, and its log holds the control and none of the probes",
            id="probe-stopped-log",
            by=by,
            canary=each.target.canary,
        )
    return say("{by}; {canary} is alive", id="probe-stopped", by=by, canary=each.target.canary)


def _failed_control(each: Judged, found: EgressFindings) -> Message:
    past = each.target.past_firewall
    path = found.seen["marked_path" if past else "path"]
    if not path["alive"]:
        return say("path control failed: {path}", id="control-path", path=path["shown_by"])
    if past and not each.legs.path:
        return say(
            "the probes did not get past the terminal's own firewall, so the network was not tested",
            id="control-firewall",
        )
    target = each.target
    control = next(
        (c for c in found.controls if (c.proto, c.address, c.port) == (target.proto, target.address, target.port)), None
    )
    if control is not None and (made := found.control_outcomes[control.nonce]).kind == NOT_RUN:
        return say(
            "target control failed: the controller could not send it itself ({error}); it needs CAP_NET_RAW",
            id="control-unsent",
            error=made.detail,
        )
    if each.legs.exempt:
        return say(
            "{canary}'s log holds none of the controller's own probes, so it says nothing of others",
            id="control-unheard",
            canary=target.canary,
        )
    return say(
        "target control failed: {canary} does not answer the controller there either",
        id="control-dead",
        canary=target.canary,
    )
