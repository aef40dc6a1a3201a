# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Might a port be the site's uplink? To shut one cuts the site off, and the toolkit itself with it."""

from __future__ import annotations

from .objects import Port


def uplink_sign(port: Port) -> str:
    """Return what speaks for a port's being an uplink, such as `has link type trunk`, empty if nothing does.

    A link type need not be printed, and a member of a trunk has none: hence any line that is not understood counts.
    """
    if port.link_type not in ("", "access"):
        return f"has link type {port.link_type} on the switch"
    if port.arp_trust:
        return "has its ARP packets trusted on the switch"
    if port.unknown:
        return f"has {port.unknown[0]} on the switch, which is not understood"
    return ""
