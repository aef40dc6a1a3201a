# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a verdict on a probe rests on, in words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...module_utils.probe import verdict
from ...module_utils.probe.outcome import ICMP, NOT_RUN, Outcome

if TYPE_CHECKING:
    from ...module_utils.probe.target import Target
    from .egress_checks import EgressFindings, Judged


def exemption(target: Target, found: EgressFindings) -> str:
    """Return why operations cannot reach a target, as city.yml has it; an empty text if it says nothing of the kind."""
    return found.exempt.get((target.canary, target.kind), "")


def sentence(each: Judged, found: EgressFindings) -> str:
    """Say in words what the shown probe's verdict rests on."""
    target = each.target
    words = {
        verdict.LEAK: _leaked,
        verdict.NOT_RUN: lambda each, _: each.outcome.detail or "not made",
        verdict.INCONCLUSIVE: _failed_control,
        verdict.UNREACHABLE: _no_route,
        verdict.BLOCKED_UNATTRIBUTED: _unshown,
        verdict.UNCONTROLLED: _exempt,
        verdict.BLOCKED_PROVEN: _stopped_by,
    }[each.verdict]
    log = found.logs.get(target.canary)
    problem = f" ({target.canary}: {log.problem})" if log is not None and log.problem else ""
    return (
        f"{target.proto} {target.address}{f' port {target.port}' if target.port else ''}: {words(each, found)}{problem}"
    )


def _leaked(each: Judged, _: EgressFindings) -> str:
    if each.legs.heard:
        return f"{each.target.canary} saw it arrive (nonce {each.target.nonce})"
    if each.legs.beyond and each.legs.sign != verdict.ANSWER:
        return f"packets to it reached {each.legs.beyond}, outside all prefixes of city.yml and private ones"
    return f"{each.target.address} answered ({each.outcome.detail or each.outcome.kind})"


def _no_route(each: Judged, found: EgressFindings) -> str:
    target, by = each.target, each.outcome.offender
    if not by:  # the one of its neighbours that was told
        seen = (Outcome(**found.seen["outcomes"][t.nonce]) for t in found.targets if t.address == target.address)
        by = next((other.offender for other in seen if other.kind == ICMP), "")
    return f"{f'{by} says there is' if by else 'the terminal itself has'} no route; no policy is shown by that"


def _unshown(each: Judged, _: EgressFindings) -> str:
    return f"controls good, but {each.target.canary}'s log does not show that nothing arrived"


def _exempt(each: Judged, found: EgressFindings) -> str:
    target = each.target
    heard = f"{target.canary} heard none of it, and no control shows that it would"
    return f"{heard}; city.yml: {exemption(target, found)}"


def _stopped_by(each: Judged, _: EgressFindings) -> str:
    by = {
        verdict.PROHIBITED: f"administratively prohibited by {each.outcome.offender}",
        verdict.LOCAL: "stopped by the terminal's own firewall",
        verdict.RESET: "reset on the way",
    }.get(each.legs.sign, "silent")
    heard = ", and its log holds the control and none of the probes" if each.legs.heard is False else ""
    return f"{by}; {each.target.canary} is alive{heard}"


def _failed_control(each: Judged, found: EgressFindings) -> str:
    past = each.target.past_firewall
    path = found.seen["marked_path" if past else "path"]
    if not path["alive"]:
        return f"path control failed: {path['shown_by']}"
    if past and not each.legs.path:
        return "the probes did not get past the terminal's own firewall, so the network was not tested"
    target = each.target
    control = next(
        (c for c in found.controls if (c.proto, c.address, c.port) == (target.proto, target.address, target.port)), None
    )
    if control is not None and (made := found.control_outcomes[control.nonce]).kind == NOT_RUN:
        return f"target control failed: the controller could not send it itself ({made.detail}); it needs CAP_NET_RAW"
    if each.legs.exempt:
        return f"{target.canary}'s log holds none of the controller's own probes, so it says nothing of others"
    return f"target control failed: {target.canary} does not answer the controller there either"
