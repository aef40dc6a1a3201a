# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a terminal's port has to do on every platform to be wired as 6.4-b, 6.4-c and 6.4-e want it."""

from __future__ import annotations

from ...module_utils.message import say

#: What protects a terminal's port on every platform: the kind of violation that its lack is, the clause, what it does.
PROTECTIONS = {
    "source_check": ("6.4-b", say("checks IP packets against the bindings")),
    "arp_check": ("6.4-b", say("checks ARP packets against the bindings")),
    "port_security": ("6.4-c", say("lets in the terminal's MAC address alone")),
    "isolation": ("6.4-e", say("is isolated from the neighbouring terminals")),
    "bpdu": ("6.4-c", say("is protected from BPDUs")),
}
