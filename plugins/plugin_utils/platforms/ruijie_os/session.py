# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Ruijie RGOS (RG-S29 and its like): netmiko's driver with our way of speaking; rebooting in time is unverified."""

from __future__ import annotations

from netmiko.ruijie.ruijie_os import RuijieOSSSH

from ...device import dialogs
from ..ios.session import IosStyleSession
from .identity import IDENTITY

# Texts: netmiko's ruijie_os driver (password); that of a scheduled reload is unverified.
DIALOGS = (
    dialogs.PRESS_KEY,
    dialogs.Dialog("", r"do you want to change the password[^\n]*", "n"),
    dialogs.Dialog(r"reload in \d+", r"reload system in \d+ minutes\?\s*\(y/n\)", "y"),
)


class RuijieOsSession(IosStyleSession, RuijieOSSSH):
    """One session with a Ruijie switch."""

    port_names = IDENTITY.port_names
    known_dialogs = DIALOGS
    unpaged = ("terminal length 0", "terminal width 256")
    save_command = "write"
    show_ports = ("show interfaces status", "show mac-address-table")


SESSION = RuijieOsSession
