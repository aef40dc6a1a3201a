# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Every file that the terminal's settings turn into, and which service must take notice when one changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Tuple

from govkiosk_terminal import browser_policy, firewall, host_files
from govkiosk_terminal.settings import Settings

FIREWALL = "govkiosk-firewall.service"
HOME = "govkiosk-home.service"
SCREEN = "govkiosk-screen.service"
CHRONY = "chrony.service"
KEYBOARD_RULES = "/etc/udev/rules.d/99-govkiosk-keyboards.rules"
KEEPER = "govkiosk-keeper.service"
SSH = "ssh.service"
# The first file that names a value counts, and the installer has one of its own.
SSHD = "/etc/ssh/sshd_config.d/00-govkiosk.conf"
NETWORK = "systemd-networkd.service"


@dataclass(frozen=True)
class WantedFile:
    """One file as it should be; `units` are those to restart (or reload) after a change."""

    path: str
    text: str
    units: Tuple[str, ...] = ()


def wanted_files(
    settings: Settings, *, interface: str, policy: Mapping[str, Any], version: str
) -> Tuple[WantedFile, ...]:
    """Return all files for these settings. Pure: the same arguments give the same texts."""
    screen = (SCREEN,)
    json = host_files.as_json
    return (
        WantedFile("/etc/govkiosk/firewall.nft", firewall.ruleset(settings), (FIREWALL,)),
        WantedFile("/etc/govkiosk/ca.pem", settings.ca_pem),
        WantedFile("/etc/govkiosk/home/config.json", json(host_files.home_config(settings, version)), screen),
        WantedFile("/etc/govkiosk/home/items.json", json(host_files.home_items(settings)), screen),
        WantedFile("/etc/govkiosk/sway.conf", host_files.sway_config(settings), screen),
        WantedFile("/etc/govkiosk/screen.env", host_files.screen_env(settings), screen),
        WantedFile(KEYBOARD_RULES, host_files.keyboard_rules(settings), screen),
        WantedFile(f"/etc/systemd/system/{SCREEN}.d/seat.conf", host_files.screen_seat(settings), screen),
        WantedFile(
            "/etc/chromium/policies/managed/govkiosk.json", json(browser_policy.policy(settings, policy)), screen
        ),
        WantedFile("/etc/systemd/network/05-govkiosk.network", host_files.network(settings, interface), (NETWORK,)),
        WantedFile(SSHD, host_files.sshd(settings), (SSH,)),
        WantedFile("/etc/resolv.conf", host_files.resolv_conf(settings)),
        WantedFile("/etc/chrony/chrony.conf", host_files.chrony_conf(settings), (CHRONY,)),
        WantedFile("/etc/sysctl.d/60-govkiosk-network.conf", host_files.sysctl(interface)),
        WantedFile("/etc/machine-info", host_files.machine_info(settings)),
    )
