# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is known of a platform without reading or speaking its language, so that a site file is read without either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..config.port_names import PortNames


@dataclass(frozen=True)
class HostKeyDisplay:
    """How a device shows its own host keys.

    Attributes:
        command: what to type there, with `{}` for the kind of key.
        kinds: its word for each kind of key that it shows, by the kind's name in SSH.
        hexadecimal: it prints the SubjectPublicKeyInfo in hexadecimal digits, not the line of SSH.
    """

    command: str
    kinds: Mapping[str, str]
    hexadecimal: bool = False


@dataclass(frozen=True)
class Identity:
    """A platform's names.

    Attributes:
        english, chinese: what people call it.
        port_names: how it writes the name of an Ethernet port.
        host_keys: how a person reads a host key at the device.
    """

    english: str
    chinese: str
    port_names: PortNames
    host_keys: HostKeyDisplay
