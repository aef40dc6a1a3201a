# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Who speaks with a device of which platform. Whoever imports this loads netmiko."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from ..base.device import Device
from ..device.switch_session import SwitchSession
from . import IDENTITIES

SESSIONS: Mapping[str, type[SwitchSession]] = {
    name: import_module(f".{name}.session", __package__).SESSION for name in IDENTITIES
}


def connect(device: Device) -> SwitchSession:
    """Log in to the device.

    Raises:
        DeviceError: it cannot be reached, shows a wrong host key, refuses the log-in or asks something unknown.
    """
    return SESSIONS[device.platform](device)
