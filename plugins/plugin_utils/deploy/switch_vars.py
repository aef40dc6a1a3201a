# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A switch's connection values, from the variables of its inventory host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...module_utils.message import say
from ...module_utils.redaction import remember
from ..base import known_secrets
from ..base.device import Device
from ..base.errors import KioskError
from ..platforms import IDENTITIES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def device_of(host: str, variables: Mapping[str, Any], known_hosts: Path, timeout: float) -> Device:
    """Return the device that an inventory host is; its passwords are hidden from then on, whatever is told of it.

    Args:
        host: its inventory name.
        variables: its variables, with templates resolved.
        known_hosts: the file with the host keys.
        timeout: seconds for connection and log-in.

    Raises:
        KioskError: a value is missing, or nobody speaks the switch's platform.
    """
    remember(known_secrets.of_variables(variables))
    platform = str(variables.get("govkiosk_platform") or "")
    if platform not in IDENTITIES:
        what = say(
            "no driver for the platform '{platform}', there is {known}", platform=platform, known=", ".join(IDENTITIES)
        )
        raise KioskError(what, where=host, id="driver-none")
    return Device(
        host=host,
        address=_needed(host, variables, "ansible_host"),
        user=_needed(host, variables, "ansible_user"),
        password=_needed(host, variables, "ansible_password"),
        platform=platform,
        known_hosts=known_hosts,
        port=int(variables.get("ansible_port") or 22),
        timeout=timeout,
    )


def _needed(host: str, variables: Mapping[str, Any], name: str) -> str:
    value = str(variables.get(name) or "")
    if not value:
        fix = say("set {name} in group_vars/switches.yml", name=name)
        if name == "ansible_password":
            fix = say("{fix} from Ansible Vault or the environment, never in clear text", fix=fix)
        raise KioskError(say("has no {name}, so nobody can log in", name=name), where=host, fix=fix, id="log-in-unset")
    return value
