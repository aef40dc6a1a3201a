# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The terminals: booting them, waiting for the end of the boot, pulling their plug, running something on them."""

from __future__ import annotations

import socket
import subprocess
import time
from pathlib import Path

from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError

from lab import guest, netns, waiting
from lab.bench import Bench
from lab.process import Process
from lab.topology import Terminal

BOOT_SECONDS = 60.0
_GUEST_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def boot(bench: Bench, terminal: Terminal) -> None:
    """Boot a terminal and wait until its systemd says that the boot is over and nothing failed.

    Raises:
        KioskError: the boot does not end, or a unit failed; the console's log is named.
    """
    name = _process(terminal)
    place = bench.state / "terminals" / terminal.id
    place.mkdir(parents=True, exist_ok=True)
    notify = place / "notify"
    notify.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(notify))
        command = guest.boot_command(bench, terminal)
        process = bench.processes.start(name, command, env=guest.boot_environment(notify))
        _wait_ready(listening, process, terminal, bench.processes.log(name))
    notify.unlink()
    _refuse_degraded(bench, terminal)


def wait_reachable(bench: Bench, terminal: Terminal) -> None:
    """Wait until the operations centre reaches the terminal's sshd; a held terminal has no address to reach.

    Raises:
        KioskError: it does not.
    """
    if terminal.address:
        address, ops = str(terminal.address.ip), bench.namespace("ops")
        waiting.until(
            lambda: waiting.answers(ops, address, 22, greeting=b"SSH-"),
            f"an answer of {terminal.id}'s sshd at {address}",
            seconds=20,
            where=bench.processes.log(_process(terminal)),
        )


def pull_plug(bench: Bench, terminal: Terminal) -> None:
    """Cut a terminal's power: no shutdown, the link goes down, the disk stays as it is."""
    bench.processes.stop(_process(terminal))
    netns.cut(bench.namespace(terminal.role), "eth0")


def exchange_card(bench: Bench, terminal: Terminal, mac: str) -> None:
    """Give a terminal another network card; if it is on, wait until its system has set the new one up.

    Raises:
        KioskError: it is no MAC address, or the terminal has lost its way out for good.
    """
    namespace = bench.namespace(terminal.role)
    routed = netns.has_default_route(namespace)
    netns.set_mac(namespace, "eth0", mac)
    if terminal.address:
        netns.forget_neighbour(bench.namespace("router"), str(terminal.address.ip))
    if routed:
        waiting.until(
            lambda: netns.has_default_route(namespace),
            f"the set-up of {terminal.id}'s new network card",
            seconds=15,
            where=bench.processes.log(_process(terminal)),
        )


def is_on(bench: Bench, terminal: Terminal) -> bool:
    """Tell whether a terminal has power."""
    return bench.processes.get(_process(terminal)) is not None


def entering(bench: Bench, terminal: Terminal, argv: list[str]) -> list[str]:
    """Return the command line that runs something as root on a terminal, in all its namespaces.

    Raises:
        KioskError: the terminal is off.
    """
    process = bench.processes.get(_process(terminal))
    leader = next(iter(process.children), None) if process else None
    if not leader:
        raise KioskError(
            f"terminal {terminal.id} is off", fix=f"python -m lab fault --name {bench.lab} terminal-on {terminal.id}"
        )
    spaces = ["--mount", "--uts", "--ipc", "--net", "--pid"]
    clean = ["env", "-i", f"PATH={_GUEST_PATH}", "HOME=/root", "LANG=C.UTF-8", "TERM=linux"]
    return ["nsenter", f"--target={leader}", *spaces, "--", *clean, *argv]


def _process(terminal: Terminal) -> str:
    return f"terminal-{terminal.id}"


def _wait_ready(listening: socket.socket, process: Process, terminal: Terminal, log: Path) -> None:
    end = time.monotonic() + BOOT_SECONDS
    listening.settimeout(0.25)
    while time.monotonic() < end:
        try:
            if "READY=1" in listening.recv(4096).decode(errors="replace").split("\n"):
                return
        except TimeoutError:
            if not process.alive:
                raise KioskError(
                    f"terminal {terminal.id} does not boot", where=str(log), fix="Read its console."
                ) from None
    raise KioskError(
        f"terminal {terminal.id} is still booting after {BOOT_SECONDS:g} s", where=str(log), fix="Read its console."
    )


def _refuse_degraded(bench: Bench, terminal: Terminal) -> None:
    state = _ask(bench, terminal, "systemctl", "is-system-running", "--wait")
    if state != "running":
        failed = _ask(bench, terminal, "systemctl", "--failed", "--plain", "--no-legend")
        raise KioskError(
            f"terminal {terminal.id} is {state or 'not answering'}: {failed}",
            where=str(bench.processes.log(_process(terminal))),
            fix="Read its console; `Too many open files` means that fs.inotify.max_user_instances is used up.",
        )


def _ask(bench: Bench, terminal: Terminal, *argv: str) -> str:
    command = entering(bench, terminal, list(argv))
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=BOOT_SECONDS).stdout.strip()
