# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The device behind its SSH server: ordinary clients, paging, faults of the line, the control socket. Loopback only."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

import asyncssh
import pytest

from lab.switch.control import Control
from lab.switch.ssh_server import SshServer
from tests.integration.switch.conftest import served

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.integration.switch.conftest import served
from tests.integration.switch.ssh_client import Client, with_client
from tests.unit.switch.conftest import Console


def test_a_wrong_password_is_refused(console: Console) -> None:
    async def run() -> None:
        async with served(console) as server:
            for user, password in (("govkiosk", "wrong"), ("root", "secret"), ("govkiosk", "")):
                with pytest.raises(asyncssh.PermissionDenied):
                    await asyncssh.connect(
                        "127.0.0.1",
                        server.port,
                        username=user,
                        password=password,
                        known_hosts=None,
                        client_keys=None,
                        config=None,
                    )

    asyncio.run(run())


def test_greeting_echo_and_line_ends(console: Console) -> None:
    async def scenario(client: Client, _: SshServer) -> None:
        greeting = await client.until(r"<hall>$")
        assert greeting.startswith(
            "\r\nInfo: The max number of VTY users is 10, and the number\r\n      of current VTY users on line is"
        )
        assert (
            await client.ask("frob")
            == "frob\r\n      ^\r\nError: Unrecognized command found at '^' position.\r\n<hall>"
        )

    with_client(console, scenario)


def test_paging(console: Console) -> None:
    async def scenario(client: Client, _: SshServer) -> None:
        await client.until(r"<hall>$")
        page = await client.ask("display current-configuration", r"---- More ----$")
        assert page.count("\r\n") == 1 + 24
        line = await client.press("\n", r"---- More ----$")
        assert line.startswith("\x1b[42D")
        assert line.count("\r\n") == 1
        await client.press("q", r"<hall>$")
        await client.ask("screen-length 0 temporary")
        assert "More" not in await client.ask("display current-configuration", r"return\r\n<hall>$")

    with_client(console, scenario)


def test_keys(console: Console) -> None:
    async def scenario(client: Client, _: SshServer) -> None:
        await client.until(r"<hall>$")
        assert "Time Zone" in await client.ask("disx\b\tclo\t", r"\n<hall>$")
        await client.ask("system-view", r"\[hall\]$")
        assert "  batch\r\n[hall]vlan " in await client.press("vlan ?", r"\[hall\]vlan $")
        await client.press("\x03", r"\n\[hall\]$")
        await client.press("\x1a", r"<hall>$")

    with_client(console, scenario)


def test_reboot_cuts_every_session_and_the_port_comes_back(switch_on: Callable[..., Console]) -> None:
    console = switch_on(boot_seconds=0.1)

    async def scenario(client: Client, server: SshServer) -> None:
        await client.until(r"<hall>$")
        console.device.reboot()
        with pytest.raises((ConnectionResetError, asyncssh.Error)):
            await client.until("never")
        with pytest.raises(OSError, match=r"refused|Connect call failed"):
            await asyncio.open_connection("127.0.0.1", server.port)
        await asyncio.sleep(0.3)
        _, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.close()

    with_client(console, scenario)


@pytest.mark.parametrize(
    ("fault", "sees"),
    [
        ({"kind": "refuse", "match": "^vlan", "text": "Error: No."}, "Error: No."),
        ({"kind": "question", "match": "^vlan", "text": "Really? [Y/N]:"}, "Really? [Y/N]:"),
    ],
)
def test_faults_of_the_device(console: Console, fault: dict[str, Any], sees: str) -> None:
    console.device.faults.set(fault)
    before = console.device.running_text
    console.type("system-view")
    answer = console.type("vlan 7")
    assert sees in answer + console.prompt
    assert console.device.running_text == before
    if console.session.asking:
        console.type("y")
        assert console.prompt == "[hall-vlan7]"


def test_a_delay_holds_back_the_answer_and_not_the_echo(console: Console) -> None:
    async def scenario(client: Client, _: SshServer) -> None:
        await client.until(r"<hall>$")
        console.device.faults.set({"kind": "delay", "seconds": 0.3})
        started = time.monotonic()
        await client.ask("display clock", r"display clock\r\n")
        # The echo came; of the answer and the prompt behind it nothing has.
        await client.until(r"<hall>$")
        assert time.monotonic() - started >= 0.3

    with_client(console, scenario)


def test_split_packets(console: Console) -> None:
    async def scenario(client: Client, _: SshServer) -> None:
        await client.until(r"<hall>$")
        console.device.faults.set({"kind": "split", "bytes": 1, "seconds": 0.001})
        client.pieces.clear()
        assert "Time Zone" in await client.ask("display clock", r"\n<hall>$")
        assert len(client.pieces) > 30

    with_client(console, scenario)


@pytest.mark.parametrize("kind", ["drop", "reboot_at"])
def test_the_session_is_cut_at_the_nth_command(console: Console, kind: str) -> None:
    async def scenario(client: Client, _: SshServer) -> None:
        console.device.faults.set({"kind": kind, "command": 3})
        await client.until(r"<hall>$")
        await client.ask("system-view")
        await client.ask("vlan 7")
        with pytest.raises((ConnectionResetError, asyncssh.Error, BrokenPipeError)):
            await client.ask("vlan 8")
        assert console.device.is_up == (kind == "drop")
        assert "vlan batch 7 " in console.device.running_text, "the third command was not carried out"

    with_client(console, scenario)


def test_half_an_answer_and_then_silence(console: Console) -> None:
    async def scenario(client: Client, _: SshServer) -> None:
        console.device.faults.set({"kind": "half", "command": 1})
        await client.until(r"<hall>$")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(client.ask("display clock", r"\n<hall>$"), 0.4)
        assert "Time Zone" not in "".join(client.pieces)

    with_client(console, scenario)


def test_half_an_answer_goes_on_when_the_fault_is_over(console: Console, tmp_path: Path) -> None:
    control = Control(console.device, tmp_path / "control.sock")

    def status() -> Any:
        return control.answer(b'{"do": "status"}')["held"]

    async def scenario(client: Client, _: SshServer) -> None:
        console.device.faults.set({"kind": "half", "command": 2})
        await client.until(r"<hall>$")
        await client.ask("system-view")
        asked = asyncio.ensure_future(client.ask("vlan 7"))
        async with asyncio.timeout(5):
            while not status():
                await asyncio.sleep(0.01)
        assert "vlan batch 7 " in console.device.running_text, "the command is carried out"
        assert not asked.done()
        control.answer(b'{"do": "clear"}')
        assert (await asked).endswith("[hall-vlan7]")
        assert not status()

    with_client(console, scenario)


def test_a_fault_names_the_session_from_now_on(console: Console) -> None:
    async def run() -> None:
        async with served(console) as server:
            for number in range(1, 5):
                if number == 2:
                    console.device.faults.set({"kind": "drop", "command": 1, "session": 2}, console.device.opened)
                async with asyncssh.connect(
                    "127.0.0.1", server.port, username="govkiosk", password="secret",
                    known_hosts=None, client_keys=None, config=None,
                ) as connection:  # fmt: skip
                    client = Client(await connection.create_process(term_type="vt100"))
                    await client.until(r"<hall>$")
                    if number == 3:
                        with pytest.raises((ConnectionResetError, asyncssh.Error, BrokenPipeError)):
                            await client.ask("display clock")
                    else:
                        assert "Time Zone" in await client.ask("display clock", r"\n<hall>$")

    asyncio.run(run())


def test_a_late_line(console: Console) -> None:
    async def scenario(client: Client, _: SshServer) -> None:
        assert "flood" in await client.until(r"flood\r\n<hall>$")

    console.device.faults.set({"kind": "banner", "text": "flood", "seconds": 0.05})
    with_client(console, scenario)


def test_a_fault_that_does_not_exist_is_named(console: Console) -> None:
    with pytest.raises(ValueError, match="kinds: banner"):
        console.device.faults.set({"kind": "flood"})
    with pytest.raises(ValueError, match="refuse"):
        console.device.faults.set({"kind": "refuse", "match": "(", "text": ""})


def test_the_control_socket(console: Console, tmp_path: Path) -> None:
    async def run() -> None:
        control = Control(console.device, tmp_path / "control.sock")
        await control.start()
        reader, writer = await asyncio.open_unix_connection(str(tmp_path / "control.sock"))

        async def ask(request: object) -> dict[str, Any]:
            writer.write((request if isinstance(request, bytes) else json.dumps(request).encode()) + b"\n")
            reply: dict[str, Any] = json.loads(await reader.readline())
            return reply

        assert (await ask({"do": "config"}))["running"] == console.device.running_text
        typed = await ask({"do": "cli", "lines": ["system-view", "undo vlan 110", "y", "display this | include vlan"]})
        assert typed["output"].endswith("[hall]display this | include vlan\nvlan batch 4000\n")
        assert (await ask({"do": "status"}))["up"] is True
        before = console.device.now()
        assert (await ask({"do": "clock", "minutes": 1440}))["ok"]
        assert (console.device.now() - before).days == 1
        assert (await ask({"do": "fault", "kind": "delay", "seconds": 1}))["ok"]
        assert console.device.faults.delay == 1
        assert (await ask({"do": "clear"}))["ok"]
        assert console.device.faults.delay == 0
        for wrong in (b"{", b"[]", {"do": "sing"}, {"do": "fault", "kind": "sing"}, {"do": "cli"}):
            reply = await ask(wrong)
            assert reply["ok"] is False
            assert reply["error"]
        writer.close()
        await control.stop()

    asyncio.run(run())


def test_stock_netmiko_reads_configures_and_saves(console: Console, served_in_thread: int) -> None:
    netmiko = pytest.importorskip("netmiko")
    # The one place where stock netmiko is slow is its way of looking for the configuration mode.
    device = {
        "device_type": "huawei",
        "host": "127.0.0.1",
        "port": served_in_thread,
        "username": "govkiosk",
        "password": "secret",
    }
    with netmiko.ConnectHandler(**device) as connection:
        assert connection.find_prompt() == "<hall>"
        assert connection.send_command("display current-configuration").strip() == console.device.running_text.strip()
        output = connection.send_config_set(["acl 3901", "rule 5 deny ip", "undo rule 5 deny ip"])
        assert "Error: Unrecognized command found at '^' position." in output
        assert "Save the configuration successfully." in connection.save_config()
    assert "acl number 3901\n rule 5 deny ip\n" in console.device.flash.saved
