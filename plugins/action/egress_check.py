# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Controller's part of egress_check: what to probe, and the module that does it on the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ansible import constants
from ansible.errors import AnsibleActionFail, AnsibleError
from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import kept
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import (
    egress_options,
    egress_run,
    relay_run,
    relays,
    terminal_answer,
    terminal_shapes,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.check_reading import registered
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.relay_memory import RelayMemory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ansible_collections.govkiosk.site.plugins.module_utils.probe.relay_aim import RelayAim
    from ansible_collections.govkiosk.site.plugins.module_utils.probe.target import Target
    from ansible_collections.govkiosk.site.plugins.plugin_utils.base.untrusted import Shape
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import terminal_place


class ActionModule(ActionBase):
    """Arguments are the module's (`plugins/modules/egress_check.py`)."""

    _requires_connection = True

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        result = super().run(tmp, task_vars)
        task_vars = task_vars or {}
        if self._task.check_mode:
            return {
                **result,
                "changed": False,
                "skipped": True,
                "msg": translated(say("check mode: no packet was sent")),
            }
        try:
            options = egress_options.read(self._task.args)
            place = terminal_place.find(task_vars)
            asker = relay_run.Asker(
                place.terminal.id,
                str(place.site.site),
                options,
                # Ansible's own folder of this run, which its processes share and its end removes.
                RelayMemory(Path(constants.DEFAULT_LOCAL_TMP) / "govkiosk-relays"),
                lambda aims: self._relay(aims, options, place, task_vars),
            )
            canaries = place.folder.city.canaries
            with relay_run.Relaying(asker, relays.of(place.folder, place.site, place.terminal), canaries) as relaying:
                done = egress_run.check(
                    place.terminal.id,
                    canaries,
                    place.folder.city.prefixes,
                    options,
                    lambda planned: self._probe(planned, relaying, options, place, task_vars),
                )
                relayed = relaying.checks()
        except KioskError as error:
            raise AnsibleActionFail(error.shown(), result={"problem": kept(error)}) from error
        return {
            **result,
            "changed": False,
            "run": done.run,
            "wall_s": done.seen["wall_s"],
            "checks": registered((*done.checks, *relayed)),
        }

    def _probe(
        self,
        planned: Sequence[Target],
        relaying: relay_run.Relaying,
        options: egress_options.EgressOptions,
        place: terminal_place.TerminalPlace,
        task_vars: dict[str, Any],
    ) -> dict[str, Any]:
        # The token stays here: the terminal has no business with the canaries' logs.
        module_args = {
            "firewall_table": options.table,
            "firewall_marks": options.marks,
            "wait": options.wait,
            "targets": [target.to_dict() for target in planned],
            "endpoints": place.endpoints(),
            "resolvers": [str(address) for address in place.network.resolvers],
        }
        nonces = [target.nonce for target in planned]
        if aims := relaying.begin():
            try:
                # At the same time: it costs the step no second way to the terminal.
                with_relays = {**module_args, "relays": [aim.to_dict() for aim in aims]}
                shape = terminal_shapes.egress(nonces, [aim.nonce for aim in aims])
                answer = self._ask(with_relays, shape, place, task_vars)
                relaying.take(answer["relays"])
                return dict(answer["seen"])
            except KioskError as error:
                # Its probes must not be lost with the relays.
                relaying.fail(error)
        return dict(self._ask(module_args, terminal_shapes.egress(nonces), place, task_vars)["seen"])

    def _relay(
        self,
        aims: Sequence[RelayAim],
        options: egress_options.EgressOptions,
        place: terminal_place.TerminalPlace,
        task_vars: dict[str, Any],
    ) -> dict[str, Any]:
        module_args = {"wait": options.wait, "relays": [aim.to_dict() for aim in aims]}
        try:
            return dict(
                self._ask(module_args, terminal_shapes.relays(aim.nonce for aim in aims), place, task_vars)["relays"]
            )
        except AnsibleError as error:
            # A terminal that hangs up now would else take what its probes have shown along.
            raise KioskError(str(error), where=place.terminal.id) from error

    def _ask(
        self, module_args: dict[str, Any], shape: Shape, place: terminal_place.TerminalPlace, task_vars: dict[str, Any]
    ) -> dict[str, Any]:
        terminal_answer.limit(self._connection, "egress_check")
        answer = terminal_answer.ask(
            lambda: self._execute_module("govkiosk.site.egress_check", module_args, task_vars=task_vars),
            shape,
            "egress_check",
            place.terminal.id,
        )
        return dict(answer)
