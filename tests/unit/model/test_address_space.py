# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What an address is by its number, held against the registry that Python has of IANA's special addresses."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import address_space


@pytest.mark.parametrize("text", ["198.51.100.80", "203.0.113.80", "192.0.2.1", "1.1.1.1", "114.114.114.114"])
def test_where_a_canary_can_stand(text: str) -> None:
    assert address_space.not_beyond(IPv4Address(text)) == ""


@pytest.mark.parametrize("text", ["2001:db8::1", "2400:3200::1", "3fff::1"])
def test_where_a_canary_can_stand_in_ipv6(text: str) -> None:
    assert address_space.not_beyond(IPv6Address(text)) == ""


@pytest.mark.parametrize(
    "text",
    ["::1", "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:1.1.1.1", "64:ff9b::1", "2001:0:4136::1", "2002:808:808::1"],
)
def test_where_none_can_stand_in_ipv6(text: str) -> None:
    assert address_space.not_beyond(IPv6Address(text))


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("10.0.0.0/8", True),
        ("172.31.0.0/16", True),
        ("192.168.4.0/24", True),
        ("59.255.0.0/16", True),
        ("19.104.0.0/16", True),
        ("10.0.0.0/7", False),
        ("172.0.0.0/8", False),
        ("59.128.0.0/9", False),
        ("20.0.0.0/8", False),
        ("100.64.0.0/10", False),
        ("203.0.113.0/24", False),
    ],
)
def test_what_a_government_network_is_by_its_numbers(text: str, *, own: bool) -> None:
    assert address_space.governmental(IPv4Network(text)) is own
