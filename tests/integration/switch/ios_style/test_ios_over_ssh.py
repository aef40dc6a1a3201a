# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The device behind its SSH server, with the plain driver of its platform. Loopback only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.switch.ssh_client import Client, with_client

if TYPE_CHECKING:
    from lab.switch.ssh_server import SshServer
    from tests.unit.switch.ios_style.conftest import IosConsole


def test_paging_and_control_z(console: IosConsole) -> None:
    async def scenario(client: Client, _: SshServer) -> None:
        await client.until(r"hall-sw#$")
        await client.ask("show running-config", r" --More-- $")
        assert "end\r\n" not in await client.press("q", r"hall-sw#$")
        await client.ask("terminal length 0", r"hall-sw#$")
        assert "end\r\n" in await client.ask("show running-config", r"hall-sw#$")
        await client.ask("configure terminal", r"\(config\)#$")
        await client.ask("vlan 7", r"\(config-vlan\)#$")
        await client.press("\x1a", r"hall-sw#$")

    with_client(console, scenario)


def test_stock_netmiko_reads_configures_and_saves(console: IosConsole, served_in_thread: int) -> None:
    netmiko = pytest.importorskip("netmiko")
    device = {
        "device_type": console.device.platform.name,
        "host": "127.0.0.1",
        "port": served_in_thread,
        "username": "govkiosk",
        "password": "secret",
    }
    with netmiko.ConnectHandler(**device) as connection:
        assert connection.find_prompt() == "hall-sw#"
        assert console.device.running_text.strip() in connection.send_command("show running-config")
        output = connection.send_config_set(["ip access-list extended 2605", "permit ip any any", "permit nothing"])
        assert "% Invalid input detected at '^' marker." in output
        assert "[OK]" in connection.save_config()
    assert "ip access-list extended 2605\n" in console.device.flash.saved
