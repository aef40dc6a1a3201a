# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Controller side of terminal_host: settings from the model, the package from the cache, and as few trips as can be."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Interface
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.plugin_utils import ca_file, city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.site import Site, Terminal
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.lifeline import end_with_run
from ansible_collections.govkiosk.site.plugins.plugin_utils.terminal import (
    terminal_config,
    terminal_firewall,
    terminal_package,
)

MODULE = "govkiosk.site.terminal_host"


@dataclass(frozen=True)
class Place:
    """One terminal of the city, with its address."""

    folder: city_folder.CityFolder
    site: Site
    terminal: Terminal
    address: IPv4Interface

    def config_text(self, **choices: Any) -> str:
        """Return the terminal's settings file."""
        ca_pem = ca_file.read(self.folder.ca_file)
        config = terminal_config.terminal_config(
            self.folder, self.site, self.terminal, self.address, ca_pem=ca_pem, **choices
        )
        return terminal_config.as_text(config)

    def require_proof(self, ruleset: str) -> None:
        """See that the terminal's firewall is what the site's intent says."""
        terminal_firewall.require_proof(ruleset, self.folder, self.site, self.terminal, self.address)

    def require_loaded(self, answer: object) -> None:
        """See that the ruleset which the terminal says its kernel has is what the site's intent says."""
        terminal_firewall.require_loaded(answer, self.folder, self.site, self.terminal, self.address)


def place_of(inventory_dir: str, site_code: str, terminal_id: str, host: str) -> Place:
    """Return one host of the inventory.

    Raises:
        KioskError: the city is not valid, or the host is not in it.
    """
    folder = city_folder.load(Path(inventory_dir), only=(site_code,))
    site = folder.sites.get(site_code)
    terminal = next((one for one in site.terminals if one.id == terminal_id), None) if site else None
    if site is None or terminal is None:
        raise KioskError(
            f"the city has no terminal {terminal_id} on a site {site_code}",
            where=inventory_dir,
            fix="look into sites/, and at govkiosk_site and govkiosk_terminal of this host",
        )
    return Place(folder, site, terminal, IPv4Interface(f"{host}/{site.network.subnet.prefixlen}"))


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
            place = place_of(
                variables["inventory_dir"],
                variables["govkiosk_site"],
                variables["govkiosk_terminal"],
                variables["ansible_host"],
            )
            files, config = terminal_package.contents(), place.config_text(**choices)
            place.require_proof(terminal_firewall.ruleset(config))
            arguments = {
                "version": terminal_package.version(files),
                "depends": list(terminal_package.depends(files)),
                "config": config,
            }
            end_with_run()
            result.update(self._execute_module(MODULE, arguments, task_vars=variables))
            if result.pop("need_package", False):
                result.update(
                    self._install(terminal_package.build(files, terminal_package.default_cache()), arguments, variables)
                )
            # What the kernel lists is the last word: somebody's hand, or another program, may have been there.
            if not result.get("failed") and not self._task.check_mode:
                place.require_loaded(result.pop("ruleset", None))
        except KioskError as error:
            raise AnsibleActionFail(str(error)) from error
        except KeyError as error:
            raise AnsibleActionFail(f"{error} is not set: this task is for terminals of a city's inventory") from error
        # Whoever reads the result reads the diff from Ansible; the settings themselves are in the inventory.
        result.pop("invocation", None)
        return result

    def _install(
        self, package: terminal_package.Package, arguments: dict[str, Any], variables: dict[str, Any]
    ) -> dict[str, Any]:
        folder = self._make_tmp_path()
        try:
            remote = self._connection._shell.join_path(folder, package.path.name)
            self._transfer_file(str(package.path), remote)
            outcome: dict[str, Any] = self._execute_module(MODULE, {**arguments, "deb": remote}, task_vars=variables)
        finally:
            self._remove_tmp_path(folder)
        return outcome
