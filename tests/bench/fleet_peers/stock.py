# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The work as netmiko's documentation does it, for the ways around netmiko's own driver."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netmiko import BaseConnection


def change(connection: BaseConnection, lines: list[str], shown: list[str]) -> None:
    """Do the work on one switch, and see that it shows `shown` afterwards: it writes some lines in its own words."""
    connection.send_command("display current-configuration")
    connection.send_config_set(lines)
    connection.save_config()
    told = connection.send_command("display current-configuration").splitlines()
    if not {*shown} <= {line.rstrip() for line in told}:
        raise RuntimeError("the switch does not run what was asked for")
