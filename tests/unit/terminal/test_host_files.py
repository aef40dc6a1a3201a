# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The small system files: the city's servers and no others, the screen's size, IPv6 off."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Network

import pytest
from govkiosk_terminal import host_files
from govkiosk_terminal.settings import Screen, Settings


def test_time_comes_from_the_city_only(settings: Settings) -> None:
    lines = host_files.chrony_conf(settings).splitlines()
    assert [line for line in lines if line.startswith(("server", "pool", "peer", "sourcedir", "confdir"))] == [
        "server 10.96.4.123 iburst"
    ]


def test_names_come_from_the_city_only(settings: Settings) -> None:
    lines = host_files.resolv_conf(settings).splitlines()
    assert [line for line in lines if line.startswith("nameserver")] == ["nameserver 10.96.4.53"]


def test_the_network_is_static_and_lives_through_a_reload(settings: Settings) -> None:
    text = host_files.network(settings, "enp3s0")
    for line in (
        "Name=enp3s0",
        "Address=10.96.128.2/27",
        "Gateway=10.96.128.1",
        "DHCP=no",
        "IPv6AcceptRA=no",
        "KeepConfiguration=yes",
    ):
        assert line in text.splitlines()


def test_sshd_takes_keys_from_operations_and_forwards_nothing(settings: Settings) -> None:
    network = replace(settings.network, operations=(IPv4Network("10.96.0.0/24"), IPv4Network("10.97.0.0/24")))
    lines = host_files.sshd(replace(settings, network=network)).splitlines()
    assert "AllowUsers *@10.96.0.0/24 *@10.97.0.0/24" in lines
    assert {"AuthenticationMethods publickey", "PasswordAuthentication no", "DisableForwarding yes"} <= set(lines)


def test_ipv6_is_off_on_the_network_card_even_with_dots_in_its_name() -> None:
    assert "net/ipv6/conf/eth0.110/disable_ipv6 = 1" in host_files.sysctl("eth0.110").splitlines()


@pytest.mark.parametrize(
    ("screen", "line"),
    [
        (Screen(1080, 1920, "headless"), "output HEADLESS-1 resolution 1080x1920 scale 1"),
        (Screen(1080, 1920, "drm"), "output * mode 1920x1080 transform 90 scale 1"),
        (Screen(1920, 1080, "drm"), "output * mode 1920x1080 scale 1"),
    ],
)
def test_the_screen_has_the_configured_size(settings: Settings, screen: Screen, line: str) -> None:
    config = host_files.sway_config(replace(settings, screen=screen)).splitlines()
    assert line in config
    assert not [one for one in config if one.startswith(("bindsym", "bindcode", "bar"))], (
        "a public keyboard must do nothing"
    )


def test_only_a_panel_needs_a_seat(settings: Settings) -> None:
    panel = replace(settings, screen=Screen(1080, 1920, "drm"))
    assert "PAMName=login" in host_files.screen_seat(panel)
    assert "PAMName" not in host_files.screen_seat(settings)
    assert "WLR_BACKENDS=headless" in host_files.screen_env(settings)
    assert "headless" not in host_files.screen_env(panel)


def test_a_quotation_mark_in_a_site_s_name_ends_nothing(settings: Settings) -> None:
    text = host_files.machine_info(replace(settings, site_name='a"\nX="b'))
    assert text.count('"') == 4
