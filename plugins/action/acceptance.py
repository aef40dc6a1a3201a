# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Turn the registered results of all terminals of the batch into evidence, forms and verdicts."""

from __future__ import annotations

import json
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ansible import constants, context
from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.module_utils.message import Message, say
from ansible_collections.govkiosk.site.plugins.module_utils.plain_text import one_line
from ansible_collections.govkiosk.site.plugins.module_utils.redaction import remember
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance.expectation import ON_TERMINAL
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import batch_results, city_places, known_secrets
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import kept
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.parallel import spread, usable
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.signing import Signer
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.tool_version import version
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms import acceptance_run as handover
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms.outcome import Outcome, undecided
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms.reconsideration import Reconsideration
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms.typesetting import PROCESSES
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout import commands
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.remaining import Remaining

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.anchor_log import Anchor
    from ansible_collections.govkiosk.site.plugins.plugin_utils.model.site import Site, Terminal

_SPEC: dict[str, dict[str, Any]] = {
    "hosts": {"type": "list", "elements": "str"},
    "run": {"type": "str"},
    "evidence": {"type": "bool", "default": False},
    "templates": {"type": "path"},
}
KILLED = KioskError(
    say("its forms were not issued, the process that was at them was killed"), fix=say("run again"), id="forms-killed"
)
_HELD = ("govkiosk_held", "govkiosk_held_problem")
_RESULTS = (*_HELD, "ansible_host", *(f"{source}_result" for source in ON_TERMINAL))
# Of a site's switch: what push and confirmation came to, and the batches in which that stands.
_SWITCH_RESULTS = {
    "network_policy_result": "network_policy_batch",
    "network_policy_confirm_result": "network_policy_confirm_batch",
}


class ActionModule(ActionBase):
    """Runs once for all terminals, on the controller only: it works for hosts that nobody can reach."""

    TRANSFERS_FILES = False
    _requires_connection = False

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        result: dict[str, Any] = super().run(tmp, task_vars)
        variables = task_vars or {}
        _, arguments = self.validate_argument_spec(_SPEC)
        hosts = arguments["hosts"] or _hosts(variables)
        if self._task.check_mode:
            message = say("check mode: nothing was measured, so nothing is decided and nothing is written")
            return result | {"skipped": True, "msg": translated(message)}
        try:
            places = city_places.of(variables)
            office = handover.Office(
                folder=city_folder.load(places.folder, only=_sites(hosts, variables["hostvars"])),
                records=places.records,
                run=arguments["run"] or f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}",
                tool=version(),
                now=datetime.now(UTC),
                secrets=_secrets(hosts, variables["hostvars"]),
                signer=Signer.of(os.environ),
            )
            if arguments["evidence"]:
                templates = Path(arguments["templates"]) if arguments["templates"] else None
                again = Reconsideration(office, templates, deploy_command)
                outcomes, evidence = _reconsider(again, hosts, variables["hostvars"]), None
            else:
                outcomes, evidence = _settle(office, hosts, variables["hostvars"])
        except KioskError as error:
            raise AnsibleActionFail(error.shown(), result={"problem": kept(error)}) from error
        results = {host: _slot(outcome) for host, outcome in outcomes.items()}
        # Each host's own slot says whether a form of its was issued; the batch itself would count for its first host.
        summary = handover.summary(outcomes, office.records) | {"evidence": translated(evidence) if evidence else ""}
        return result | {"changed": False, "results": results, "summary": summary}


def _hosts(variables: Mapping[str, Any]) -> list[str]:
    """Return the batch, and the hosts that an earlier play lost: their silence is a verdict too."""
    batch = [str(host) for host in variables["ansible_play_batch"]]
    alive = {str(host) for host in variables["ansible_play_hosts"]}
    lost = {str(host) for host in variables["ansible_play_hosts_all"]} - alive - set(batch)
    return batch + sorted(lost)


def _sites(hosts: list[str], hostvars: Mapping[str, Any]) -> list[str]:
    return sorted({str(hostvars[host]["govkiosk_site"]) for host in hosts})


def _by_site(office: handover.Office, hosts: list[str]) -> dict[str, list[Terminal]]:
    terminals: dict[str, list[Terminal]] = {}
    for site, terminal in office.folder.terminals():
        if terminal.id in hosts:
            terminals.setdefault(site.site, []).append(terminal)
    return terminals


def _reconsider(again: Reconsideration, hosts: list[str], hostvars: Mapping[str, Any]) -> dict[str, Outcome]:
    """Decide on all sites by what the last whole run found; what goes wrong with one is told to its own terminals."""
    office, names = again.office, [*_HELD, "ansible_host"]
    outcomes: dict[str, Outcome] = {}
    for code, terminals in _by_site(office, hosts).items():
        site, settled = office.folder.sites[code], {each.id: undecided(each.id) for each in terminals}
        try:
            said = [handover.Said(_plain(hostvars[each.id], names), {}) for each in terminals]
            heard = [
                handover.hear(office.folder, site, *both, office.today) for both in zip(terminals, said, strict=True)
            ]
            settled = again.decide(site, heard)
            _leave(office, site, settled)
        except Exception as error:  # noqa: BLE001 - whatever one site's records bring about, the others keep theirs
            settled = {terminal: outcome.despite(_trouble(error)) for terminal, outcome in settled.items()}
        outcomes |= settled
    return outcomes


def deploy_command(site: str) -> str:
    """Return the command that deploys a site, as it is typed where this run was started."""
    given = list(context.CLIARGS["inventory"])
    inventories = [] if given == list(constants.DEFAULT_HOST_LIST) else given
    return commands.deployment(site, [*map(str, context.CLIARGS["args"])], inventories)


def _settle(
    office: handover.Office, hosts: list[str], hostvars: Mapping[str, Any]
) -> tuple[dict[str, Outcome], Message | None]:
    """Decide on all sites, and say what was found in their evidence.

    What goes wrong with one is told to its own terminals: it must not cost others their evidence.
    """
    terminals = _by_site(office, hosts)
    outcomes = {each.id: undecided(each.id) for of_site in terminals.values() for each in of_site}
    kept: list[handover.Kept] = []
    for code, of_site in terminals.items():
        try:
            kept.append(_keep(office, office.folder.sites[code], of_site, hostvars))
        except Exception as error:  # noqa: BLE001 - whatever the words of one site bring about, the others keep theirs
            outcomes |= {each.id: outcomes[each.id].despite(_trouble(error)) for each in of_site}
    try:
        anchor = handover.anchor(office, kept)
    except (KioskError, OSError) as error:
        # The evidence is kept; a form would say 未锚定 in a city that anchors.
        lost = {heard.terminal: outcomes[heard.terminal].despite(error) for each in kept for heard in each.heard}
        return outcomes | lost, handover.verified(kept, None)
    return outcomes | _issue_all(office, kept, anchor, outcomes), handover.verified(kept, anchor)


def _trouble(error: Exception) -> Exception:
    if isinstance(error, (KioskError, OSError)):
        return error
    what = say(
        "nothing was decided, by a defect of ours: {kind}: {error}", kind=type(error).__name__, error=one_line(error)
    )
    return KioskError(what, id="acceptance-defect")


def _issue_all(
    office: handover.Office, kept: list[handover.Kept], anchor: Anchor | None, before: Mapping[str, Outcome]
) -> dict[str, Outcome]:
    """Issue the forms of all sites on all processors; sites whose process was killed are told so."""
    outcomes = {heard.terminal: before[heard.terminal].despite(KILLED) for each in kept for heard in each.heard}
    for issued in spread(lambda each: _issue(office, each, anchor, before), kept, usable(PROCESSES), alone=True):
        outcomes |= issued
    return outcomes


def _issue(
    office: handover.Office, kept: handover.Kept, anchor: Anchor | None, before: Mapping[str, Outcome]
) -> dict[str, Outcome]:
    outcomes = {heard.terminal: before[heard.terminal] for heard in kept.heard}
    try:
        outcomes = handover.issue(office, kept, anchor)
        _leave(office, kept.site, outcomes)
    except Exception as error:  # noqa: BLE001 - likewise
        return {terminal: outcome.despite(_trouble(error)) for terminal, outcome in outcomes.items()}
    return outcomes


def _keep(office: handover.Office, site: Site, terminals: list[Terminal], hostvars: Mapping[str, Any]) -> handover.Kept:
    on_switch = _of_switch(hostvars.get(site.switch_name, {}), site.switch_name)
    heard = []
    for terminal in terminals:
        said = handover.Said(_plain(hostvars[terminal.id], _RESULTS), on_switch)
        heard.append(handover.hear(office.folder, site, terminal, said, office.today))
    return handover.keep(office, site, heard)


def _of_switch(variables: Mapping[str, Any], switch: str) -> dict[str, Any]:
    """Return what push and confirmation came to on a switch; itself it knows only of a task of its own, if it took one."""
    results = _plain(variables, tuple(_SWITCH_RESULTS))
    batches = {name: variables[batch] for name, batch in _SWITCH_RESULTS.items() if batch in variables}
    return results | {
        name: _plain({name: batch_results.own(batch, switch)}, (name,))[name] for name, batch in batches.items()
    }


def _leave(office: handover.Office, site: Site, outcomes: Mapping[str, Outcome]) -> None:
    """Take what is accepted out of what is left to deploy, site by site: a kill in between costs one site at most."""
    ready = [terminal for terminal, outcome in outcomes.items() if outcome.good]
    Remaining(office.records).accept(ready, site.switch_name, [terminal.id for terminal in site.terminals])


def _plain(variables: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Turn Ansible's tagged and lazy values into plain JSON types."""
    picked = {name: variables[name] for name in names if name in variables}
    return dict(json.loads(json.dumps(picked, default=str)))


def _secrets(hosts: list[str], hostvars: Mapping[str, Any]) -> tuple[str, ...]:
    """Collect the passwords that this run knows, so that none is ever kept or shown."""
    known = known_secrets.of_environment(os.environ)
    switches = {str(hostvars[host].get("govkiosk_switch", "")) for host in hosts}
    for host in (*hosts, *(switch for switch in switches if switch in hostvars)):
        known |= known_secrets.of_variables(hostvars[host])
    remember(known)
    return tuple(sorted(known))


def _slot(outcome: Outcome) -> dict[str, Any]:
    return {
        "changed": any(paper.changed for paper in outcome.papers),
        "failed": not outcome.good,
        "msg": outcome.shown(),
        "accepted": outcome.verdict.accepted,
        "gates": {gate.title.id: gate.open for gate in outcome.verdict.gates},
        "papers": [str(paper.pdf) for paper in outcome.papers],
    }
