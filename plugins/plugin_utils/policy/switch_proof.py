# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Is a switch, apart from the terminals' ports and their access lists, what the site needs?"""

from __future__ import annotations

from collections.abc import Iterator

from .intent import SiteIntent
from .objects import DeviceConfig, Port
from .uplink import SPARE, shut_uplink, uplink_sign
from .violation import Violation


def prove_switch(config: DeviceConfig, intent: SiteIntent) -> Iterator[Violation]:
    """Return what is wrong with the site's spare ports and with the uplink."""
    for name in intent.spare_ports:
        yield from _spare(config.port(name) or Port(name), intent)
    yield from _uplink(config, intent)


def _spare(port: Port, intent: SiteIntent) -> Iterator[Violation]:
    if port.link_type not in ("", "access"):
        yield shut_uplink(port, SPARE, uplink_sign(port), intent.site)
    elif not port.shut:
        what = f"{port.name} is a spare port of the site and is not shut"
        fix = "shut it in the template, or take it out of switch.spare_ports"
        yield Violation("spare", intent.site, what, "6.4-c", fix, line=port.line)


def _uplink(config: DeviceConfig, intent: SiteIntent) -> Iterator[Violation]:
    ours = {*intent.spare_ports, *(terminal.port for terminal in intent.terminals)}
    others = [port for port in config.ports if port.name not in ours]
    # A rendered text knows no other port; a switch always has one.
    if others and intent.vlan in config.arp_vlans and not any(port.arp_trust for port in others):
        what = f"ARP packets in VLAN {intent.vlan} are checked, and no uplink is trusted: the gateway cannot answer"
        fix = "have the uplink's ARP packets trusted on the switch; the toolkit leaves the uplink to its engineers"
        yield Violation("arp_uplink", intent.site, what, "6.4-b", fix)
