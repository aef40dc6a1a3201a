# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is Cisco's own: policy maps, ARP inspection and DHCP snooping per VLAN, the archive and its revert timer."""

from __future__ import annotations
