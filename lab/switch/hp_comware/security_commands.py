# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands of ports about who may use them: port security, IP source guard, ARP detection.

Sources: H3C Comware 7 command references, port security, IP source guard, ARP attack protection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.forwarding import BindingCheck
from lab.switch.hp_comware.port import SourceBinding
from lab.switch.hp_comware.port_commands import port_of
from lab.switch.hp_comware.words import STYLE, command

if TYPE_CHECKING:
    from lab.switch.context import Answer, Context
    from lab.switch.matcher import Match

_BINDING = "ip source binding ip-address <ipv4:address> [ mac-address <mac> ] [ vlan <1-4094:vlan> ]"


@command("port", "port-security max-mac-count <1-1024:count>", "undo port-security max-mac-count")
def _max_mac_count(context: Context, match: Match) -> Answer:
    port = port_of(context)
    if port.autolearn:
        raise STYLE.refuse("The maximum number cannot be changed while the port security mode is autoLearn.")
    port.max_macs = match.get("count")
    return None


@command("port", "port-security port-mode autolearn")
def _port_mode(context: Context, _: Match) -> Answer:
    port = port_of(context)
    if port.max_macs is None:
        raise STYLE.refuse("Please set the maximum number of secure MAC addresses first.")
    port.autolearn = True
    return None


@command("port", "undo port-security port-mode")
def _undo_port_mode(context: Context, _: Match) -> Answer:
    port = port_of(context)
    port.autolearn = False
    port.forget_learned()
    return None


def _binding(match: Match) -> SourceBinding:
    return SourceBinding(match.get("address"), match.get("mac"), match.get("vlan"))


@command("port", _BINDING)
def _source_binding(context: Context, match: Match) -> Answer:
    port, wanted = port_of(context), _binding(match)
    if wanted not in port.bindings:
        port.bindings.append(wanted)
    return None


@command("port", f"undo {_BINDING}")
def _undo_source_binding(context: Context, match: Match) -> Answer:
    port, wanted = port_of(context), _binding(match)
    if wanted not in port.bindings:
        raise STYLE.refuse("The binding does not exist.")
    port.bindings.remove(wanted)
    return None


@command("port", "undo ip source binding all")
def _undo_source_bindings(context: Context, _: Match) -> Answer:
    port_of(context).bindings.clear()
    return None


@command("port", "ip verify source { ip-address [ mac-address ] | mac-address }")
def _verify_source(context: Context, match: Match) -> Answer:
    port_of(context).binding_check = BindingCheck(match.has("ip-address"), match.has("mac-address"))
    return None


@command("port", "undo ip verify source")
def _undo_verify_source(context: Context, _: Match) -> Answer:
    port_of(context).binding_check = None
    return None


@command("port", "arp detection trust", "undo arp detection trust")
def _arp_trust(context: Context, match: Match) -> Answer:
    port_of(context).arp_trusted = not match.has("undo")
    return None


@command("vlan", "arp detection enable", "undo arp detection enable")
def _arp_detection(context: Context, match: Match) -> Answer:
    context.configuration.vlans[int(context.view.key)].arp_detection = not match.has("undo")
    return None
