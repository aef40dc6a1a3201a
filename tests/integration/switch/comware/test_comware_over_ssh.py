# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Comware behind the SSH server: an ordinary client, and pages. Loopback only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.switch.ssh_client import Client, with_client

if TYPE_CHECKING:
    from lab.switch.ssh_server import SshServer
    from tests.unit.switch.conftest import Console


def test_greeting_and_paging(console: Console) -> None:
    async def scenario(client: Client, _: SshServer) -> None:
        assert (await client.until(r"<hall>$")).startswith("*" * 78 + "\r\n* Copyright (c)")
        page = await client.ask("display current-configuration", r"---- More ----$")
        assert page.count("\r\n") == 1 + 24
        assert (await client.press("\n", r"---- More ----$")).startswith("\x1b[16D")
        await client.press("q", r"<hall>$")
        await client.ask("screen-length disable")
        assert "More" not in await client.ask("display current-configuration", r"return\r\n<hall>$")
        await client.ask("system-view")
        await client.press("\x1a", r"<hall>$")

    with_client(console, scenario)


def test_stock_netmiko_reads_configures_and_saves(
    console: Console,
    served_in_thread: int,
) -> None:
    netmiko = pytest.importorskip("netmiko")
    device = {
        "device_type": "hp_comware",
        "host": "127.0.0.1",
        "port": served_in_thread,
        "username": "govkiosk",
        "password": "secret",
    }
    with netmiko.ConnectHandler(**device) as connection:
        assert connection.find_prompt() == "<hall>"
        assert connection.send_command("display current-configuration").strip() == console.device.running_text.strip()
        output = connection.send_config_set(["acl advanced 3901", "rule 5 deny ip", "undo rule 5 deny ip"])
        assert " % Unrecognized command found at '^' position." in output
        assert "Saved the current configuration to mainboard device successfully." in connection.save_config()
    assert "acl advanced 3901\n rule 5 deny ip\n" in console.device.flash.saved
