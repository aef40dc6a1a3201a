# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A device that says exactly what a test wants, on a real SSH server on loopback.

The lab's switch is the device for everything that a switch really does; this one is for what a session has to stand:
strange questions, odd echoes, sessions that end in the middle.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import asyncssh

PASSWORD = "Sw1tch-Secret-42"

#: What a test may put in place of a text: it prints and reads by itself.
Act = Callable[["Talk"], Awaitable[None]]


@dataclass
class Talk:
    """One session: what has been typed, and the means to print."""

    process: asyncssh.SSHServerProcess[bytes]
    device: ScriptedDevice
    typed: list[str] = field(default_factory=list)
    view: str = ""
    configuring: bool = False

    def say(self, text: str) -> None:
        """Print, with the line ends of a terminal."""
        self.process.stdout.write(text.replace("\n", "\r\n").encode())

    @property
    def prompt(self) -> str:
        """The prompt of the view the session is in."""
        if self.device.prompts is not None:
            return self.device.prompts[self.configuring]
        return f"[{self.device.name}{self.view}]" if self.configuring else f"<{self.device.name}>"

    async def line(self) -> str:
        """Read a line and echo it, as a terminal does."""
        typed = (await self.process.stdin.readline()).decode()
        if not typed:
            raise EOFError
        self.typed.append(typed.strip("\r\n"))
        self.device.typed.append(typed.strip("\r\n"))
        self.say(self.device.echo(typed.strip("\r\n")) + "\n")
        return typed.strip("\r\n")


class _Server(asyncssh.SSHServer):
    def begin_auth(self, username: str) -> bool:  # noqa: ARG002 - asyncssh's signature
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == ("govkiosk", PASSWORD)


@dataclass
class ScriptedDevice:
    """What the device says.

    Attributes:
        banner: printed before the first prompt.
        answers: by command; a callable gets the talk and may read further lines.
        late: printed (with a new prompt) a moment after the first prompt.
        echo: how a typed line comes back.
        login: what happens between the banner and the first prompt.
        prompts: of the first view and of the configuration's, for a device that is no VRP.
        options: of the SSH server.
        server: its log-in.
    """

    name: str = "SW1"
    banner: str = (
        "\nInfo: The max number of VTY users is 10, and the number\n      of current VTY users on line is 1.\n"
    )
    answers: dict[str, str | Act] = field(default_factory=dict)
    late: str = ""
    echo: Callable[[str], str] = lambda typed: typed
    login: Act | None = None
    prompts: tuple[str, str] | None = None
    typed: list[str] = field(default_factory=list)
    port: int = 0
    options: dict[str, object] = field(default_factory=dict)
    server: type[asyncssh.SSHServer] = _Server
    key: asyncssh.SSHKey = field(default_factory=lambda: asyncssh.generate_private_key("ssh-ed25519"))

    async def talk(self, process: asyncssh.SSHServerProcess[bytes]) -> None:
        """Hold one session."""
        talk = Talk(process, self)
        try:
            talk.say(self.banner)
            if self.login is not None:
                await self.login(talk)
            talk.say("\n" + talk.prompt)
            if self.late:
                await asyncio.sleep(0.05)
                talk.say(f"\n{self.late}\n{talk.prompt}")
            while (command := await talk.line()) != "quit":
                await self.answer(talk, command)
                talk.say(talk.prompt)
        except (EOFError, asyncssh.Error, BrokenPipeError, ConnectionError):
            pass
        process.exit(0)

    async def answer(self, talk: Talk, command: str) -> None:
        """Carry out one command."""
        if command in ("system-view", "configure terminal"):
            talk.configuring = True
        elif command in ("return", "end"):
            talk.configuring = False
        answer = self.answers.get(command, "")
        if callable(answer):
            await answer(talk)
        else:
            talk.say(answer + ("\n" if answer else ""))


def scripted_ios(**answers: str | Act) -> ScriptedDevice:
    """Return a device that speaks like IOS, to an account of privilege 15."""
    said: dict[str, str | Act] = {"show privilege": "Current privilege level is 15", **answers}
    return ScriptedDevice(banner="", answers=said, prompts=("SW1#", "SW1(config)#"))


@contextmanager
def serve(device: ScriptedDevice) -> Iterator[ScriptedDevice]:
    """Run the device on a free port of loopback."""
    loop = asyncio.new_event_loop()
    ready = threading.Event()
    ended = asyncio.Event()

    async def main() -> None:
        async with asyncssh.listen(
            "127.0.0.1", 0, gss_host=None, server_host_keys=[device.key], server_factory=device.server,
            encoding=None, line_editor=False, **{"process_factory": device.talk, **device.options},
        ) as server:  # fmt: skip
            device.port = server.get_port()
            ready.set()
            await ended.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(main()), daemon=True)
    thread.start()
    assert ready.wait(5)
    try:
        yield device
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(5)
        loop.close()
