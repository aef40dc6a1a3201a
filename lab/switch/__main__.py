# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`python -m lab.switch`: one switch, in the network namespace it is started in."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from lab.switch import platforms
from lab.switch.control import Control
from lab.switch.data_plane import LinuxDataPlane
from lab.switch.device import DataPlane, Device, DeviceSettings
from lab.switch.forwarding import NoDataPlane
from lab.switch.link_watch import LinkWatch
from lab.switch.ssh_server import Login, SshServer


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="lab.switch", description=__doc__)
    parser.add_argument("--platform", default="huawei_vrp", choices=sorted(platforms.PLATFORMS))
    parser.add_argument("--startup", type=Path, required=True, help="configuration at the very first boot")
    parser.add_argument("--state", type=Path, required=True, help="folder of the device's flash")
    parser.add_argument("--user", default="govkiosk")
    parser.add_argument("--password-file", type=Path, required=True)
    parser.add_argument("--host-key", type=Path, required=True)
    parser.add_argument("--listen", default="0.0.0.0:22", metavar="HOST:PORT")
    parser.add_argument("--control", type=Path, help="control socket (default: STATE/control.sock)")
    parser.add_argument("--no-data-plane", action="store_true", help="the command line only; needs no privileges")
    parser.add_argument("--port-count", type=int, default=28)
    parser.add_argument(
        "--uplink-port", type=int, default=24, help="the port that is realised as up<vid>, one per VLAN"
    )
    parser.add_argument("--minute-seconds", type=float, default=60.0, help="length of a minute of `schedule reboot`")
    parser.add_argument("--boot-seconds", type=float, default=2.0, help="how long a reboot takes")
    return parser.parse_args(words)


async def _serve(arguments: argparse.Namespace) -> None:
    arguments.state.mkdir(parents=True, exist_ok=True)
    settings = DeviceSettings(
        port_count=arguments.port_count,
        minute_seconds=arguments.minute_seconds,
        boot_seconds=arguments.boot_seconds,
    )
    plane: DataPlane = NoDataPlane() if arguments.no_data_plane else LinuxDataPlane(arguments.uplink_port)
    platform = platforms.get(arguments.platform)
    device = Device(
        platform,
        arguments.startup.read_text("utf-8"),
        plane,
        settings,
        arguments.state / platform.saved_file,
    )
    host, _, port = arguments.listen.rpartition(":")
    login = Login(arguments.user, arguments.password_file.read_text("utf-8").strip())
    server = SshServer(device, login, str(arguments.host_key), host, int(port))
    control = Control(device, arguments.control or arguments.state / "control.sock")
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    watch = LinkWatch(plane.links_changed) if isinstance(plane, LinuxDataPlane) else None
    try:
        await server.start()
        device.boot()
        await control.start()
        print(f"ready {host}:{server.port}", flush=True)
        await stopping.wait()
    finally:
        if watch is not None:
            watch.close()
        await control.stop()
        device.on_state.clear()
        await server.stop()
        device.shut()


def main(words: Sequence[str] | None = None) -> int:
    """Run until SIGTERM, by the words of the command line unless others are given."""
    arguments = _arguments(words)
    try:
        asyncio.run(_serve(arguments))
    except (OSError, ValueError) as error:
        print(f"lab.switch: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
