# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Facts that stand where an inventory's or a role's variable stood.

Unless Ansible is told not to (`inject_facts_as_vars`), what a host says of itself goes before inventory, group variables
and roles' defaults. No task of ours takes facts from anybody, but a play of somebody else's may have, or a cache of facts
may hold some from long ago.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...module_utils.message import say
from .errors import KioskError

_NAMES = ("inventory_dir", "inventory_file", "unlock")
_OURS = (
    "govkiosk_", "network_policy_", "egress_check_", "link_check_", "service_check_", "home_page_", "acceptance_",
    "terminal_host_", "terminal_address_", "site_lock_", "site_survey_", "new_site_", "rollout_", "host_keys_",
)  # fmt: skip


def refuse(variables: Mapping[str, Any]) -> None:
    """Refuse to work for a host one of whose facts stands for a variable of ours.

    Raises:
        KioskError: it does; the names are in the message, the values are not.
    """
    facts = variables.get("ansible_facts")
    if not isinstance(facts, Mapping):
        return
    ours = (name for name in facts if isinstance(name, str) and (name in _NAMES or name.startswith(_OURS)))
    if shadowed := sorted(name for name in ours if name in variables and variables[name] == facts[name]):
        raise KioskError(
            say(
                "facts of this host stand for {shadowed}, which is nothing that a host may say",
                shadowed=", ".join(shadowed[:5]),
            ),
            where=str(variables.get("inventory_hostname")),
            fix=say("set inject_facts_as_vars = False in ansible.cfg, and clear its facts (--flush-cache)"),
            id="facts-shadow-variables",
        )
