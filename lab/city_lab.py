# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A lab: a small city of real hosts, made from an inventory folder, and removed without a trace.

with Lab("mine", Path("/tmp/inventory")) as lab:
    lab.exec("ops", ["ansible-playbook", "-i", str(lab.inventory), "deploy.yml"])
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError

from lab import construction, fault, image, machine, netns, record, servers, switches, terminals
from lab.bench import Bench
from lab.process import Processes

ROOT = Path(__file__).resolve().parent.parent
# One inventory serves one lab, and namespaces are called <lab>-<role>: a hyphen would make two names one.
NAME = re.compile(r"[a-z][a-z0-9]{0,15}")

Say = Callable[[str], None]


class Lab:
    """One lab, which may be up already.

    Attributes:
        name: its name, unique on this machine.
        inventory: the folder that it is built from; known_hosts and the city's CA file are written into it.
        state: the folder of its keys, logs, configurations and sockets.
    """

    def __init__(self, name: str = "gk", inventory: Path | str = ROOT / "inventory" / "lab") -> None:
        """Name a lab; nothing happens yet.

        Raises:
            KioskError: the name is none.
        """
        if not NAME.fullmatch(name):
            raise KioskError(
                f"{name!r} is no name for a lab", fix="Use up to 16 lower-case letters and digits, a letter first."
            )
        self.name = name
        self.inventory = Path(inventory).resolve()
        self.state = record.state_folder(name)

    def __enter__(self) -> Self:
        self.up()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.down()

    @property
    def is_up(self) -> bool:
        """Tell whether the lab has been made completely."""
        return (self.state / "ready").exists()

    @property
    def inventory_of_record(self) -> str:
        """Return the folder that the lab which is up was built from."""
        known = record.Record.load(self.name)
        return known.inventory if known else ""

    @property
    def bench(self) -> Bench:
        """Return the lab's inside.

        Raises:
            KioskError: it is not up.
        """
        return Bench.load(self.name, self.state)

    @property
    def addresses(self) -> dict[str, str]:
        """Return the address of every terminal that has one."""
        return {terminal.id: str(terminal.address.ip) for terminal in self.bench.topology.terminals if terminal.address}

    @property
    def canary_logs(self) -> dict[str, Path]:
        """Return the log of every canary: one JSON line per thing that reached it."""
        folder = servers.canary_folder(self.state)
        return {canary.name: folder / f"{canary.name}.jsonl" for canary in self.bench.topology.canaries}

    @property
    def capture(self) -> Path:
        """Return the capture of all that reached the canaries' hosts, by the lab's own witness."""
        return servers.capture_file(self.state)

    def up(self, progress: Say = lambda _: None) -> None:
        """Make the lab and wait until everything in it answers; if that fails, nothing is left of it.

        Raises:
            KioskError: what was wrong.
        """
        _require_root()
        images = construction.Images.ensure(progress)
        plan = construction.plan(self.inventory)
        with machine.lock():
            construction.claim(self.name, self.inventory, plan)
        try:
            construction.build(self.name, self.state, images, plan, progress)
            (self.state / "ready").touch()
        except BaseException:
            progress("removing what was made")
            self.down()
            raise

    def down(self, progress: Say = lambda _: None) -> None:
        """Remove everything that the lab made, also after a crash half-way; a lab that is not there is fine."""
        _require_root()
        Processes(self.name, self.state).stop_all()
        known = record.Record.load(self.name)
        if known:
            progress("processes ended")
            netns.remove(known.namespaces)
            for path in known.written:
                construction.remove_written(self.name, Path(path))
            image.remove_disks(Path(known.disks))
            progress("namespaces, disks and files removed")
        with machine.lock():
            machine.restore(self.name)
            record.forget(self.name)

    def environment(self) -> dict[str, str]:
        """Return the environment of the operations centre: what deploy.yml and the probes need to know."""
        bench = self.bench
        inherited = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
        inherited.pop("SSH_AUTH_SOCK", None)
        password = switches.password_file(self.state).read_text()
        return inherited | {
            "GOVKIOSK_LAB": self.name,
            "GOVKIOSK_SSH_KEY": str(construction.ssh_key_file(self.state)),
            "GOVKIOSK_SWITCH_PASSWORD": password,
            "GOVKIOSK_CANARY_TOKEN": servers.token_file(bench.state).read_text(),
            "PATH": f"{Path(sys.executable).parent}:{os.environ.get('PATH', os.defpath)}",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'collections'}",
            "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
            # Another lab has the same addresses: a kept SSH connection must never be taken for its.
            "ANSIBLE_SSH_CONTROL_PATH_DIR": str(self.state / "cp"),
            "LANG": "C.UTF-8",
        }

    def command(self, host: str, argv: Sequence[str]) -> list[str]:
        """Return the command line that runs `argv` on a host: on a terminal inside its system, else in the namespace.

        Raises:
            KioskError: there is no such host, or the terminal is off.
        """
        bench = self.bench
        role = bench.topology.hosts.get(host)
        if not role:
            raise KioskError(
                f"lab {self.name} has no host {host}", fix=f"Use one of {', '.join(bench.topology.hosts)}."
            )
        if role.startswith("t-"):
            inside = terminals.entering(bench, bench.terminal(host), list(argv))
            return bench.processes.entering("exec", inside)
        return bench.processes.entering("exec", list(argv), bench.namespace(role))

    def exec(
        self,
        host: str,
        argv: Sequence[str],
        *,
        timeout: float | None = 60.0,
        check: bool = True,
        input: str | None = None,  # noqa: A002 - as subprocess.run calls it
        env: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a command on a host and return what it said; arguments as in `subprocess.run`.

        Raises:
            KioskError: there is no such host, or the terminal is off.
            subprocess.CalledProcessError: it failed and `check` is set.
            subprocess.TimeoutExpired: it took longer than `timeout` seconds.
        """
        return subprocess.run(
            self.command(host, argv),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=check,
            # Never what this process reads itself: whoever makes that non-blocking makes it so for all, and Ansible refuses it.
            **({"stdin": subprocess.DEVNULL} if input is None else {"input": input}),
            env=self.environment() | dict(env or {}),
            cwd=ROOT,
        )

    def popen(self, host: str, argv: Sequence[str], **options: Any) -> subprocess.Popen[Any]:
        """Start a command on a host; options as in `subprocess.Popen`."""
        return subprocess.Popen(
            self.command(host, argv), **{"stdin": subprocess.DEVNULL, "env": self.environment(), "cwd": ROOT, **options}
        )

    def fault(self, kind: str, *arguments: str | dict[str, Any]) -> dict[str, Any]:
        """Give the lab a fault or take it away: see `lab.fault.apply`."""
        return fault.apply(self.bench, kind, *arguments)


def _require_root() -> None:
    if os.geteuid():
        raise KioskError("the lab makes network namespaces and boots systems", fix="Run it as root.")
