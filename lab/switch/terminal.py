# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The characters of a session: echo, line editing, paging, and what a bad line does to them.

Keys: Enter, Backspace, Ctrl+C (drops the line), Ctrl+Z (back to the first view), Tab (completes a keyword), `?` (what follows).
In a page: blank for the next page, Enter for one more line, anything else ends the output.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lab.switch.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from lab.switch.device import Device


class Terminal:
    """One user's terminal.

    Args:
        user: who has logged in.
        write: takes what is shown.
        hang_up: cuts the connection.
    """

    def __init__(self, device: Device, user: str, write: Callable[[str], None], hang_up: Callable[[], None]) -> None:
        self._device = device
        self._write = write
        self._hang_up = hang_up
        self._keys: asyncio.Queue[str] = asyncio.Queue()
        self._session = Session(device)
        self._session.context.user = user
        self._after_return = False
        self._reading = False
        self._prompting = asyncio.Lock()

    def type(self, text: str) -> None:
        """Take characters as they arrive."""
        for key in text:
            self._keys.put_nowait(key)

    async def run(self) -> None:
        """Serve the session until it ends, from either side."""
        device, session = self._device, self._session
        device.join(session)
        banner = asyncio.ensure_future(self._late_banner())
        try:
            await self._show_prompt(device.platform.greeting(device))
            while not session.closed:
                line = await self._line()
                self._reading = False
                if not await self._answer(line):
                    break
        finally:
            banner.cancel()
            device.leave(session)
            self._hang_up()

    async def _late_banner(self) -> None:
        faults = self._device.faults
        after = faults.banner_seconds
        while faults.banner:
            await asyncio.sleep(after)
            # No device breaks its prompt in two; and in the middle of an answer there is none to show again.
            async with self._prompting:
                self._write(f"\r\n{faults.banner}\r\n{self._session.prompt if self._reading else ''}")
            if not faults.banner_every:
                break
            after = faults.banner_every

    async def _answer(self, line: str) -> bool:
        """Answer one line; whether the session goes on."""
        session, faults = self._session, self._device.faults
        counts = not session.asking
        now = session.number, session.commands + 1
        if counts and faults.drop_at.is_now(*now):
            return False
        if counts and faults.reboot_at.is_now(*now):
            self._device.reboot()
            return False
        answer = session.enter(line)
        await asyncio.sleep(faults.delay)
        if counts and faults.half_at.is_now(*now):
            answer = await self._half_shown(answer)
        if session.closed:
            await self._show(answer)
            return False
        await self._paged(answer)
        await self._show_prompt()
        return True

    async def _show_prompt(self, before: str = "") -> None:
        async with self._prompting:
            await self._show(before + self._session.prompt)
            self._reading = True

    async def _half_shown(self, answer: str) -> str:
        """Show half of an answer and return the rest, after a silence that the end of the connection may cut short."""
        half = len(answer) // 2
        await self._show(answer[:half])
        self._session.held = True
        await self._device.faults.over.wait()
        self._session.held = False
        return answer[half:]

    async def _show(self, text: str) -> None:
        faults = self._device.faults
        text = text.replace("\n", "\r\n")
        if not faults.packet_bytes:
            self._write(text)
            return
        for at in range(0, len(text), faults.packet_bytes):
            self._write(text[at : at + faults.packet_bytes])
            await asyncio.sleep(faults.packet_seconds)

    async def _paged(self, text: str) -> None:
        page = self._session.context.screen_length
        lines = text.splitlines(keepends=True)
        room = page
        while lines:
            if page and not room:
                await self._show(self._device.platform.pager)
                key = await self._keys.get()
                await self._show(self._device.platform.pager_erase)
                if key not in " \r\n":
                    return
                room = page if key == " " else 1
            taken = min(room, len(lines)) if page else len(lines)
            await self._show("".join(lines[:taken]))
            lines = lines[taken:]
            room -= taken

    async def _line(self) -> str:
        line = ""
        while True:
            key = await self._keys.get()
            newline_of_pair = key == "\n" and self._after_return
            self._after_return = key == "\r"
            if newline_of_pair:
                continue
            if key in "\r\n":
                self._write("\r\n")
                return line
            if key == "\x1a":
                self._write("\r\n")
                return self._device.platform.ctrl_z
            line = self._edited(line, key)

    def _edited(self, line: str, key: str) -> str:
        session = self._session
        if key in "\b\x7f":
            self._write("\b \b" if line else "")
            return line[:-1]
        if key == "\x03":
            self._write(f"\r\n{session.prompt}")
            return ""
        if key in "\t?" and not session.asking:
            return self._assisted(line, key)
        if key.isprintable():
            self._write(key)
            return line + key
        return line

    def _assisted(self, line: str, key: str) -> str:
        if key == "?":
            help_text = self._session.help(line).replace("\n", "\r\n")
            self._write(f"?\r\n{help_text}{self._session.prompt}{line}")
            return line
        whole = self._session.complete(line)
        self._write(whole[len(line) :] if whole.startswith(line) else "\b" * len(line) + whole)
        return whole
