# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The lab's switch without its data plane, as a process of its own on a free port of loopback."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import socket
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncssh

from lab.switch.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[3]
# Switches are forked from one process that has read the lab's code, for reading it takes longer than most tests.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([__name__])
PASSWORD = "Sw1tch-Secret-42"
STARTUP = """#
sysname lianhua-hall-sw
#
vlan batch 110 4000
#
aaa
 local-user engineer password irreversible-cipher $1a$SecretOfTheEngineer$
#
interface Vlanif4000
 ip address 10.96.192.11 255.255.255.0
#
interface GigabitEthernet0/0/1
 port link-type access
 port default vlan 110
#
interface GigabitEthernet0/0/2
 port link-type access
 port default vlan 110
#
interface GigabitEthernet0/0/24
 port link-type trunk
 port trunk allow-pass vlan 110 4000
#
ip route-static 0.0.0.0 0.0.0.0 10.96.192.1
#
return
"""


@dataclass
class LabSwitch:
    """A running switch and its control socket."""

    port: int
    key: str
    control: Path
    process: ForkServerProcess

    @property
    def known_hosts(self) -> str:
        """The line that has its key on file, and the host name that it prints."""
        name = re.search(r"(?m)^\s*(?:sysname|hostname) (\S+)", self.saved)
        assert name
        return f"[127.0.0.1]:{self.port} {self.key} hostname={name[1]}\n"

    def do(self, **request: Any) -> dict[str, Any]:
        """Ask the switch's control socket."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(10)
            connection.connect(str(self.control))
            connection.sendall(json.dumps(request).encode() + b"\n")
            answer = json.loads(connection.makefile().readline())
        assert answer.pop("ok"), answer
        return dict(answer)

    def fault(self, kind: str, **details: Any) -> None:
        """Switch a fault on."""
        self.do(do="fault", kind=kind, **details)

    def clear(self) -> None:
        """Switch all faults off."""
        self.do(do="clear")

    @property
    def running(self) -> str:
        """The running configuration."""
        return str(self.do(do="config")["running"])

    @property
    def saved(self) -> str:
        """The configuration it would start with."""
        return str(self.do(do="config")["saved"])

    @property
    def reboot_left(self) -> float | None:
        """Seconds until it reboots by itself."""
        left = self.do(do="status")["scheduled_reboot_s"]
        return None if left is None else float(left)

    @property
    def held(self) -> bool:
        """Tell whether a fault has stopped an answer in the middle; the command itself is carried out."""
        return bool(self.do(do="status")["held"])

    @property
    def sessions(self) -> int:
        """How many sessions are open."""
        return int(self.do(do="status")["sessions"])

    @property
    def unconfirmed(self) -> bool:
        """Tell whether a change waits for its commit."""
        return bool(self.do(do="status")["unconfirmed"])

    def let_pass(self, minutes: float) -> None:
        """Put the device's timers forward."""
        self.do(do="pass", minutes=minutes)

    def console(self, *lines: str) -> str:
        """Type on the console."""
        return str(self.do(do="cli", lines=list(lines))["output"])

    @property
    def typed(self) -> list[str]:
        """What was typed in its sessions, answers to questions left out."""
        return list(self.do(do="typed")["lines"])

    @property
    def typed_by_session(self) -> list[list[str]]:
        """The same for each session over SSH, the earliest first."""
        told = self.do(do="typed")
        found: dict[int, list[str]] = {}
        for number, line in zip(told["sessions"], told["lines"], strict=True):
            found.setdefault(number, []).append(line)
        return [found[number] for number in sorted(found) if number]

    @property
    def booted(self) -> float:
        """When it booted last."""
        return float(self.do(do="status")["booted"])

    def listens(self) -> bool:
        """Tell whether its SSH port takes connections."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def wait_for_reboot(self, since: float, timeout: float = 20.0) -> None:
        """Wait until it has booted again after `since` and takes connections: it listens a moment after it is up."""
        ends = time.monotonic() + timeout
        while time.monotonic() < ends:
            status = self.do(do="status")
            if status["up"] and status["booted"] > since and self.listens():
                return
            time.sleep(0.05)
        raise AssertionError("the switch did not reboot")


@contextmanager
def lab_switch(
    folder: Path, *, minute_seconds: float = 60.0, startup: str = STARTUP, platform: str = "huawei_vrp"
) -> Iterator[LabSwitch]:
    """Run a switch until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "startup.cfg").write_text(startup, encoding="utf-8")
    (folder / "password").write_text(PASSWORD, encoding="utf-8")
    key = asyncssh.generate_private_key("ssh-ed25519")
    key.write_private_key(folder / "host_key")
    control = folder / "c.sock"
    words = [
        "--platform", platform, "--startup", folder / "startup.cfg", "--state", folder / "state",
        "--user", "govkiosk", "--password-file", folder / "password", "--host-key", folder / "host_key",
        "--listen", "127.0.0.1:0", "--control", control, "--no-data-plane",
        "--minute-seconds", minute_seconds, "--boot-seconds", 0.3,
    ]  # fmt: skip
    told, tells = multiprocessing.Pipe(duplex=False)
    process = _FORKS.Process(target=_be_a_switch, args=([str(word) for word in words], tells), daemon=True)
    process.start()
    tells.close()
    try:
        with open(told.fileno(), encoding="utf-8", closefd=False) as lines:
            ready = lines.readline()
        assert ready.startswith("ready "), ready
        port = int(ready.rsplit(":", 1)[1])
        yield LabSwitch(port, key.export_public_key().decode().strip(), control, process)
    finally:
        process.terminate()
        process.join(10)


def _be_a_switch(words: list[str], tells: Connection) -> None:
    os.dup2(tells.fileno(), 1)
    sys.exit(main(words))
