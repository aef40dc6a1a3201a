# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What an address is by its number, held against the registry that Python has of IANA's special addresses."""

from __future__ import annotations

from ipaddress import IPv4Address

from ansible_collections.govkiosk.site.plugins.plugin_utils.model import address_space
from hypothesis import example, given
from hypothesis import strategies as some


@given(some.ip_addresses(v=4))
@example(IPv4Address("192.0.0.9"))
@example(IPv4Address("100.64.0.1"))
@example(IPv4Address("224.0.0.1"))
def test_beyond_is_the_internets_or_documentation(address: IPv4Address) -> None:
    if address_space.not_beyond(address):
        return
    documented = any(address in network for network in address_space.DOCUMENTATION)
    assert documented or (address.is_global and not address.is_multicast)
