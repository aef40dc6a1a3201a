# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Controller side of terminal_host: settings from the model, the package from the cache, and as few trips as can be."""

from __future__ import annotations

from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import kept
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.parent_death import end_with_run
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import (
    ca_file,
    terminal_answer,
    terminal_shapes,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory.terminal_place import TerminalPlace
from ansible_collections.govkiosk.site.plugins.plugin_utils.terminal import (
    terminal_config,
    terminal_firewall,
    terminal_package,
)

MODULE = "govkiosk.site.terminal_host"
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import terminal_place


class ActionModule(ActionBase):
    """Run the module once if the terminal has all it needs, twice if the package must travel."""

    _supports_check_mode = True
    _supports_diff = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the module's result."""
        variables = task_vars or {}
        result: dict[str, Any] = super().run(tmp, variables)
        _, choices = self.validate_argument_spec(
            {
                "backend": {"type": "str", "choices": list(terminal_config.BACKENDS), "default": "drm"},
                "idle_seconds": {"type": "int", "default": terminal_config.DEFAULT_IDLE_S},
            }
        )
        try:
            place = terminal_place.find(variables)
            where = (place.folder, place.site, place.terminal, place.reached_at(variables["ansible_host"]))
            settings = terminal_config.terminal_config(*where, ca_pem=ca_file.read(place.folder.ca_file), **choices)
            files, config = terminal_package.contents(), terminal_config.as_text(settings)
            terminal_firewall.require_proof(terminal_firewall.ruleset(config), *where)
            arguments = {
                "version": terminal_package.version(files),
                "depends": list(terminal_package.depends(files)),
                "config": config,
            }
            end_with_run()
            answer = self._ask(arguments, place, variables)
            if answer.get("need_package"):
                package = terminal_package.build(files, terminal_package.default_cache())
                answer = self._install(package, arguments, place, variables)
            # What the kernel lists is the last word: somebody's hand, or another program, may have been there.
            if not self._task.check_mode:
                terminal_firewall.require_loaded(answer.get("ruleset"), *where)
        except KioskError as error:
            raise AnsibleActionFail(error.shown(), result={"problem": kept(error)}) from error
        except KeyError as error:
            unset = say("{name} is not set: this task is for terminals of a city's inventory", name=str(error))
            raise AnsibleActionFail(translated(unset)) from error
        version = {"version": arguments["version"], "app_version": arguments["version"]}
        return result | version | {key: answer[key] for key in answer.keys() - {"need_package", "ruleset"}}

    def _ask(self, arguments: dict[str, Any], place: TerminalPlace, variables: dict[str, Any]) -> dict[str, Any]:
        terminal_answer.limit(self._connection, "terminal_host")
        answer: dict[str, Any] = terminal_answer.ask(
            lambda: self._execute_module(MODULE, arguments, task_vars=variables),
            terminal_shapes.HOST,
            "terminal_host",
            place.terminal.id,
        )
        return answer

    def _install(
        self,
        package: terminal_package.Package,
        arguments: dict[str, Any],
        place: TerminalPlace,
        variables: dict[str, Any],
    ) -> dict[str, Any]:
        folder = self._make_tmp_path()
        try:
            remote = self._connection._shell.join_path(folder, package.path.name)
            self._transfer_file(str(package.path), remote)
            return self._ask({**arguments, "deb": remote}, place, variables)
        finally:
            self._remove_tmp_path(folder)
