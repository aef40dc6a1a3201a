# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Many of the lab's switches in one process, without a data plane, each on a free port of loopback.

`python tests/bench/fleet_switches.py SWITCHES ROUND_TRIP_MS`: SWITCHES is a file with a JSON list, for each switch its
start-up configuration and the one that it is to end with. Prints one JSON line with the switches' ports and their host
key, and serves until its input ends. The line `reset` on its input brings every switch back to its start-up configuration;
once that is done, it is answered by a JSON line: the CPU seconds spent since the last one, and how many switches ended as
they were to: they run that and nothing else, start with it, and wait for no reboot.
"""

from __future__ import annotations

import asyncio
import copy
import json
import os
import sys
from pathlib import Path

import asyncssh

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from lab.switch import platforms
from lab.switch.device import Device, DeviceSettings
from lab.switch.forwarding import NoDataPlane
from lab.switch.ssh_server import Login, SshServer

USER = "govkiosk"
PASSWORD = "Fl33t-Secret"


class SlowLine:
    """A TCP line to a switch on which every byte takes half a round trip, each way; the handshakes of SSH pay as well."""

    def __init__(self, port: int, round_trip_s: float) -> None:
        self._port = port
        self._delay = round_trip_s / 2

    async def start(self) -> int:
        """Listen, and return on which port."""
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0, backlog=512)
        return int(server.sockets[0].getsockname()[1])

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # The first of TCP's own packets takes a round trip too.
        await asyncio.sleep(2 * self._delay)
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._port)
        await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer))

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        try:
            while data := await reader.read(65536):
                loop.call_later(self._delay, writer.write, data)
        except ConnectionError:
            pass
        loop.call_later(self._delay, writer.close)


async def serve(switches: list[tuple[str, str]], round_trip_s: float) -> None:
    """Serve one switch for each start-up configuration until the input ends."""
    key = asyncssh.generate_private_key("ssh-ed25519")
    devices, ports = [], []
    for startup, _end in switches:
        device = Device(platforms.get("huawei_vrp"), startup, NoDataPlane(), DeviceSettings())
        server = SshServer(device, Login(USER, PASSWORD), key, "127.0.0.1", 0)
        await server.start()
        device.boot()
        devices.append(device)
        ports.append(await SlowLine(server.port, round_trip_s).start() if round_trip_s else server.port)
    told = {"ports": ports, "key": key.export_public_key().decode().strip()}
    print(json.dumps(told), flush=True)
    orders = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    first = [copy.deepcopy(device.configuration) for device in devices]
    since = os.times()
    while await orders.readline():
        now = os.times()
        right = sum(
            device.running_text == device.flash.saved == end and device.minutes_to_reboot is None
            for device, (_startup, end) in zip(devices, switches, strict=True)
        )
        for device, configuration in zip(devices, first, strict=True):
            device.cancel_reboot()
            device.adopt(copy.deepcopy(configuration))
            device.save()
        spent = now.user + now.system - since.user - since.system
        print(json.dumps({"cpu": spent, "right": right}), flush=True)
        since = os.times()


def main() -> None:
    """Read the start-up configurations and serve."""
    switches = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    asyncio.run(serve(switches, float(sys.argv[2]) / 1000))


if __name__ == "__main__":
    main()
