# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The passwords that a run knows, out of its environment and its hosts' variables, so that none is ever shown or kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_ENVIRONMENT = re.compile(r"GOVKIOSK_.*(PASSWORD|TOKEN|SECRET|PASSPHRASE)$")
_VARIABLES = ("ansible_password", "ansible_ssh_pass", "ansible_become_password", "ansible_become_pass")


def of_environment(environment: Mapping[str, str]) -> set[str]:
    """Return the secrets that the environment names."""
    return {value for name, value in environment.items() if value and _ENVIRONMENT.match(name)}


def of_variables(variables: Mapping[str, Any]) -> set[str]:
    """Return the passwords of a host; one that is still a template says nothing, what it resolves to is the environment's."""
    known = {str(variables[name]) for name in _VARIABLES if variables.get(name)}
    return {value for value in known if "{{" not in value}
