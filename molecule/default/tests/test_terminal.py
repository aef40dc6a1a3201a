# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a deployed terminal looks like from within."""

from __future__ import annotations

import json
from typing import Any

import pytest


@pytest.fixture
def terminal(host: Any) -> dict[str, Any]:
    return json.loads(host.file("/etc/govkiosk/terminal.json").content_string)


@pytest.mark.parametrize("unit", ["govkiosk-firewall", "govkiosk-home", "govkiosk-screen"])
def test_unit_runs_and_comes_back_after_a_reboot(host: Any, unit: str) -> None:
    assert host.service(unit).is_running
    wanted = host.check_output("systemctl list-dependencies --plain multi-user.target sysinit.target graphical.target")
    assert f"{unit}.service" in wanted


def test_package_is_whole(host: Any) -> None:
    assert host.package("govkiosk-terminal").is_installed
    assert host.run("dpkg --verify govkiosk-terminal").stdout == ""


def test_home_page_is_served_to_this_terminal_only(host: Any) -> None:
    assert host.socket("tcp://127.0.0.1:8000").is_listening
    assert not host.socket("tcp://0.0.0.0:8000").is_listening


def test_firewall_drops_by_default(host: Any) -> None:
    rules = host.check_output("nft list table inet govkiosk")
    assert rules.count("policy drop;") == 3


def test_kiosk_user_is_nobody_special(host: Any) -> None:
    user = host.user("kiosk")
    assert user.uid != 0
    assert host.run("sudo -l -U kiosk").stdout.find("NOPASSWD") < 0
    assert host.check_output("passwd -S kiosk").split()[1] in {"L", "LK"}


def test_no_public_time_or_name_server_is_configured(host: Any, terminal: dict[str, Any]) -> None:
    sources = host.run("grep -rhE '^(server|pool|nameserver) ' /etc/chrony /etc/resolv.conf").stdout.split("\n")
    named = {line.split()[1] for line in sources if line.strip()}
    assert named
    assert named <= {*terminal["network"]["resolvers"], *terminal["network"]["time_servers"]}
