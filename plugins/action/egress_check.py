# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Controller's part of egress_check: what to probe, and the module that does it on the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ansible import constants
from ansible.errors import AnsibleActionFail, AnsibleError
from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import (
    egress_options,
    egress_run,
    relay_run,
    relays,
    terminal_answer,
    terminal_place,
    terminal_shapes,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.check_reading import told
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.relay_memory import RelayMemory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ansible_collections.govkiosk.site.plugins.module_utils.probe.relay_probe import RelayAim
    from ansible_collections.govkiosk.site.plugins.plugin_utils.base.untrusted import Shape


class ActionModule(ActionBase):
    """Arguments are the module's (`plugins/modules/egress_check.py`)."""

    _requires_connection = True

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        result = super().run(tmp, task_vars)
        task_vars = task_vars or {}
        if self._task.check_mode:
            return {**result, "changed": False, "skipped": True, "msg": "check mode: no packet was sent"}
        try:
            place = terminal_place.find(task_vars)
            options = egress_options.read(self._task.args)
            done = egress_run.check(
                place.terminal.id,
                place.folder.city.canaries,
                place.folder.city.prefixes,
                options,
                lambda planned: self._probe(planned, options, place, task_vars),
            )
            relayed = relay_run.check(
                place.terminal.id,
                str(place.site.site),
                relays.of(place.folder, place.site, place.terminal),
                place.folder.city.canaries,
                options,
                # Ansible's own folder of this run, which its processes share and its end removes.
                RelayMemory(Path(constants.DEFAULT_LOCAL_TMP) / "govkiosk-relays"),
                lambda aims: self._relay(aims, options, place, task_vars),
            )
        except KioskError as error:
            raise AnsibleActionFail(error.shown()) from error
        return {
            **result,
            "changed": False,
            "run": done.run,
            "wall_s": done.seen["wall_s"],
            "checks": told((*done.checks, *relayed)),
        }

    def _probe(
        self,
        planned: Any,
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
        shape = terminal_shapes.egress(target.nonce for target in planned)
        return self._ask(module_args, shape, place, task_vars)

    def _relay(
        self,
        aims: Sequence[RelayAim],
        options: egress_options.EgressOptions,
        place: terminal_place.TerminalPlace,
        task_vars: dict[str, Any],
    ) -> dict[str, Any]:
        module_args = {"wait": options.wait, "relays": [aim.to_dict() for aim in aims]}
        try:
            return self._ask(module_args, terminal_shapes.relays(aim.nonce for aim in aims), place, task_vars)
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
        return dict(answer["seen"])
