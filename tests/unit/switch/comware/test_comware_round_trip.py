# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Comware's printed configuration, loaded into a fresh switch or typed into one, gives the same configuration."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Interface

from lab import startup_config
from lab.switch import platforms
from lab.topology import Switch, SwitchPort

PORTS = 4
PLATFORM = platforms.get("hp_comware")


def test_what_the_lab_does_not_know_is_kept_word_for_word() -> None:
    parts = (
        "spanning tea\n milk   two  \n#\n",
        " global coffee  1\n#\n",
        "interface GigabitEthernet1/0/2\n port link-mode bridge\n sugar  1 \n#\n",
        "interface LoopBack0\n ip address 1.1.1.1 32\n#\n",
    )
    text = PLATFORM.text(PLATFORM.load("#\n sysname a\n#\n" + "".join(parts), PORTS).configuration)
    assert all(f"#\n{part}" in text for part in parts)


def test_a_known_line_that_is_wrong_in_a_start_up_file_is_dropped_and_told() -> None:
    loaded = PLATFORM.load("interface GigabitEthernet1/0/1\n port access vlan 7\n", PORTS)
    assert loaded.refused == ((" port access vlan 7", "The VLAN does not exist."),)


def test_the_day_one_configuration_of_the_lab_is_taken_whole() -> None:
    names = tuple(SwitchPort(f"GigabitEthernet1/0/{number}", f"hall-0{number}") for number in (1, 2))
    address = IPv4Interface("10.96.192.12/24")
    switch = Switch(
        site="hall", host="hall-sw", role="sw-hall", platform="hp_comware", address=address, gateway=address.network[1],
        vlan=110, management_vlan=4000, uplink="GigabitEthernet1/0/24", ports=names,
        time_servers=(IPv4Address("10.96.4.123"),),
    )  # fmt: skip
    text = startup_config.render(switch)
    loaded = PLATFORM.load(text, 24)
    assert loaded.refused == ()
    printed = PLATFORM.text(loaded.configuration)
    assert [line for line in text.splitlines() if line not in printed.splitlines()] == []
    state = PLATFORM.meaning(loaded.configuration, "")
    assert state.ports[0].untagged == 110
    assert state.ports[23].tagged == {110, 4000}
    assert state.addresses == ((4000, address),)
