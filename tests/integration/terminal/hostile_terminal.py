# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A terminal whose root is hostile: a real SSH server that answers whatever it likes to whatever Ansible runs on it.

Loopback only. It runs nothing of what it is sent.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncssh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[3]
ONE = "lianhua-hall-01"

#: What the terminal prints when a module is to run on it: text, or bytes that need not be text.
Answer = str | bytes


def forged(**keys: Any) -> str:
    """Return an answer as a module gives it."""
    return json.dumps({"changed": False, **keys})


@dataclass
class Hostile:
    """The server while it runs.

    Attributes:
        port: where it listens.
        answer: from the module that is to run, as text, and the command that runs it, to what is printed in its place.
        commands: all that it was told to run.
    """

    answer: Callable[[str, str], Answer]
    port: int = 0
    host_key: str = ""
    commands: list[str] = field(default_factory=list)

    async def handle(self, process: asyncssh.SSHServerProcess[bytes]) -> None:
        """Answer one command."""
        command = str(process.command)
        self.commands.append(command)
        with contextlib.suppress(OSError, asyncssh.Error):
            # A program on standard input is a module; everything else is Ansible's own small talk.
            program = (await process.stdin.read()).decode("utf-8", "replace") if "python" in command else ""
            said = self.answer(program, command) if program else _small_talk(command)
            process.stdout.write(said.encode() if isinstance(said, str) else said)
            process.exit(0)


def _small_talk(command: str) -> str:
    if "mkdir" in command:
        return "ansible-tmp-1=/root/.ansible/tmp/ansible-tmp-1\n"
    return "/root\n" if "echo" in command else ""


class _Open(asyncssh.SSHServer):
    """Lets anybody in."""

    def begin_auth(self, username: str) -> bool:  # noqa: ARG002 - asyncssh's signature
        return False


@contextlib.contextmanager
def hostile(answer: Callable[[str, str], Answer]) -> Iterator[Hostile]:
    """Run the server in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = Hostile(answer)

    async def start() -> asyncssh.SSHAcceptor:
        key = asyncssh.generate_private_key("ssh-ed25519")
        server.host_key = key.export_public_key().decode().strip()
        return await asyncssh.create_server(
            _Open, "127.0.0.1", 0, server_host_keys=[key], process_factory=server.handle, encoding=None,
            gss_host=None,
        )  # fmt: skip

    async def stop(acceptor: asyncssh.SSHAcceptor) -> None:
        acceptor.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    acceptor = asyncio.run_coroutine_threadsafe(start(), loop).result(20)
    server.port = acceptor.get_port()
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(stop(acceptor), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(20)
        loop.close()


@dataclass
class Controller:
    """An engineer's machine with a city, whose first terminal is the hostile one."""

    folder: Path
    terminal: Hostile
    config: Path = ROOT / "ansible.cfg"

    def __post_init__(self) -> None:
        ignored = shutil.ignore_patterns("records", "known_hosts", "*.pem")
        shutil.copytree(ROOT / "tests/one_site", self.city, ignore=ignored)
        (self.city / "known_hosts").write_text(f"[127.0.0.1]:{self.terminal.port} {self.terminal.host_key}\n")
        shutil.copy(ROOT / "tests/unit/terminal/throwaway-ca.pem", self.city / "ca.pem")

    @property
    def city(self) -> Path:
        """The inventory folder."""
        return self.folder / "city"

    def play(self, text: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a play on the hostile terminal."""
        book = self.folder / "play.yml"
        book.write_text(text, encoding="utf-8")
        where = f"ansible_host=127.0.0.1 ansible_port={self.terminal.port}"
        # The file: with an empty ansible.cfg, Ansible would take each file of the folder for an inventory.
        source = self.city / "govkiosk.yml"
        command = [Path(sys.executable).with_name("ansible-playbook"), "-i", source, book, "-e", where, *arguments]
        return subprocess.run(
            [*map(str, command), "--limit", ONE], cwd=self.folder, env=self.environment | environment,
            capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    @property
    def environment(self) -> dict[str, str]:
        """The engineer's environment, with a home folder of its own, for sockets and temporary files."""
        home = self.folder / "h"
        home.mkdir(exist_ok=True)
        return os.environ | {
            "ANSIBLE_CONFIG": str(self.config),
            "ANSIBLE_COLLECTIONS_PATH": str(ROOT / "collections"),
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_CALLBACK_RESULT_FORMAT": "json",
            "COLUMNS": "200",
            "GOVKIOSK_CANARY_TOKEN": "the-token",
            "GOVKIOSK_SWITCH_PASSWORD": "Gov#Kiosk-9",
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
        }
