# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Many of the lab's switches in one thread, each on a free port of loopback, each with one terminal plugged in."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import asyncssh

from lab.switch import platforms
from lab.switch.device import Device, DeviceSettings
from lab.switch.forwarding import LearnedMac, NoDataPlane
from lab.switch.ssh_server import Login, SshServer
from tests.integration.device.lab_switch import PASSWORD, STARTUP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["PASSWORD", "Fleet", "fleet"]


@dataclass
class PluggedIn(NoDataPlane):
    """No packet flows, but one terminal is seen on the first port."""

    mac: str = ""

    def macs(self) -> list[LearnedMac]:
        return [LearnedMac(self.mac, 110, "GigabitEthernet0/0/1")]


@dataclass
class Fleet:
    """Switches that run, by site."""

    loop: asyncio.AbstractEventLoop
    key: str
    servers: dict[str, tuple[Device, SshServer]] = field(default_factory=dict)

    def device(self, site: str) -> Device:
        """A site's switch."""
        return self.servers[site][0]

    def port(self, site: str) -> int:
        """The port of loopback that it listens on."""
        return self.servers[site][1].port

    @property
    def known_hosts(self) -> list[str]:
        """The lines of a file of host keys."""
        return [f"[127.0.0.1]:{self.port(site)} {self.key} hostname={site}-sw\n" for site in self.servers]

    def unreachable(self, site: str) -> None:
        """Let nobody log in any more."""
        asyncio.run_coroutine_threadsafe(self.servers[site][1].stop(), self.loop).result(10)


@contextmanager
def fleet(folder: Path, macs: Mapping[str, str]) -> Iterator[Fleet]:
    """Run a switch per site until the block ends.

    Arguments:
        folder: for their flash and host key.
        macs: the MAC of each site's terminal.
    """
    key = asyncssh.generate_private_key("ssh-ed25519")
    key.write_private_key(folder / "host_key")
    made = Fleet(asyncio.new_event_loop(), key.export_public_key().decode().strip())
    platform = platforms.get("huawei_vrp")
    for site, mac in macs.items():
        plain = ":".join(mac.replace("-", "")[at : at + 2] for at in range(0, 12, 2))
        device = Device(
            platform, STARTUP.replace("lianhua-hall", site), PluggedIn(mac=plain), DeviceSettings(boot_seconds=0.3),
            folder / f"{site}.{platform.saved_file}",
        )  # fmt: skip
        server = SshServer(device, Login("govkiosk", PASSWORD), str(folder / "host_key"), "127.0.0.1", 0)
        made.servers[site] = (device, server)
    thread = threading.Thread(target=made.loop.run_forever, daemon=True)
    thread.start()

    async def up() -> None:
        for device, server in made.servers.values():
            await server.start()
            device.boot()

    async def down() -> None:
        for device, server in made.servers.values():
            device.on_state.clear()
            await server.stop()
            device.shut()

    try:
        asyncio.run_coroutine_threadsafe(up(), made.loop).result(10)
        yield made
    finally:
        asyncio.run_coroutine_threadsafe(down(), made.loop).result(10)
        made.loop.call_soon_threadsafe(made.loop.stop)
        thread.join(10)
