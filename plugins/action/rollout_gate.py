# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Decide after a wave whether the next one is begun."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import failure, said
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout import gate
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.remaining import Remaining
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.waves import Wave

_SPEC: dict[str, dict[str, Any]] = {
    name: {"type": "str", "required": True} for name in ("rollout", "pushed", "confirmed", "accepted")
}


class ActionModule(ActionBase):
    """Arguments and result: see the module of the same name."""

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Judge the wave of this batch by the registered results, which are given by their names."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        _spec, args = self.validate_argument_spec(_SPEC)
        variables = task_vars or {}
        rollout = variables[args["rollout"]]
        waves = [Wave.from_dict(each_wave) for each_wave in rollout["waves"]]
        number = next(at for at, wave in enumerate(waves, 1) if variables["inventory_hostname"] in wave.hosts)
        wave = waves[number - 1]
        wave_results = gate.WaveResults(
            *(variables.get(args[name]) or {} for name in ("pushed", "confirmed", "accepted"))
        )
        if self._task.check_mode:
            return result | _checked(gate.unready(wave, wave_results.pushed))
        decision = gate.decide(wave, number, len(waves), wave_results)
        remaining = Remaining(Path(rollout["records"]))
        try:
            for site in decision.accepted:
                # Sites with terminals have left with their acceptance.
                if len(wave.sites[site]) == 1:
                    remaining.accept(wave.sites[site])
        except KioskError as error:
            return result | failure(error)
        over = waves[number - 1 :] if decision.stop else [wave]
        return result | {
            "changed": False,
            "wave": number,
            "over": [host for each in over for host in each.hosts],
            "stop": decision.stop,
            "failed_sites": {site: str(why) for site, why in decision.failed.items()},
            "failed_sites_shown": {site: translated(why) for site, why in decision.failed.items()},
            "results": _failures(decision.alone(wave)),
            "accepted_sites": list(decision.accepted),
            "msg": translated(decision.line),
        }


def _checked(unready: dict[str, str]) -> dict[str, Any]:
    """Give the result of a check: no site is decided on, so none keeps the next wave from being looked at."""
    return {
        "changed": False,
        # `host_result` hands nothing on of what was skipped.
        "skipped": not unready,
        "stop": False,
        "over": [],
        "results": _failures(unready),
        "msg": translated(say("check mode: nothing was deployed")),
    }


def _failures(reasons: dict[str, str]) -> dict[str, Any]:
    return {host: {"failed": True} | said(why) for host, why in reasons.items()}
