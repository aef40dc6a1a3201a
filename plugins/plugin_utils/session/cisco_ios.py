# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Cisco IOS and IOS XE (Catalyst 2960-X, 9200 and their like): netmiko's driver with our way of speaking."""

from __future__ import annotations

from ansible_collections.govkiosk.site.plugins.plugin_utils.session import dialogs
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.ios_style import IosStyleSession
from netmiko.cisco.cisco_ios import CiscoIosSSH


class CiscoIosSession(IosStyleSession, CiscoIosSSH):
    """One session with a Cisco switch."""

    known_dialogs = dialogs.CISCO_IOS
    unpaged = ("terminal length 0", "terminal width 511")
    save_command = "write memory"
    show_macs = "show mac address-table"
