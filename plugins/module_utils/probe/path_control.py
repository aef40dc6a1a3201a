# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Leg 1: something that is allowed answers this terminal now, so its card, cable, route and switch port are alive."""

from __future__ import annotations

import asyncio
import os
import socket
from dataclasses import asdict, dataclass
from typing import Any

from ..message import Message, join, said, say
from . import outgoing, resolver

WAIT = 2.0
_NOBODY = say("nothing allowed is known that could answer", id="path-nobody")


@dataclass(frozen=True)
class PathControl:
    """Whether the path is alive, and what showed it."""

    alive: bool
    shown_by: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {**asdict(self), "shown_by": said(self.shown_by)}


async def control(endpoints: list[dict[str, Any]], resolvers: list[str], mark: int = 0) -> PathControl:
    """Connect to granted endpoints `{address, port}` and ask the resolvers, all at once; one answer is enough."""
    tries = [asyncio.ensure_future(_connect(e["address"], e["port"], mark)) for e in endpoints]
    tries += [asyncio.ensure_future(_resolve(address)) for address in (resolvers if not mark else [])]
    failed = []
    for done in asyncio.as_completed(tries):
        alive, text = await done
        if alive:
            for each in tries:
                each.cancel()
            await asyncio.gather(*tries, return_exceptions=True)
            return PathControl(True, text)
        failed.append(text)
    return PathControl(False, _NOBODY if not failed else join(failed, "; "))


async def _connect(address: str, port: int, mark: int) -> tuple[bool, Message]:
    shown = "tcp {}:{}".format(address, port)
    try:
        with outgoing.open_socket(address, socket.SOCK_STREAM, mark=mark) as sock:
            await asyncio.wait_for(asyncio.get_running_loop().sock_connect(sock, (address, port)), WAIT)
    except asyncio.TimeoutError:
        return False, say("{server} is silent", id="path-silent", server=shown)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        return False, say("{server}: {error}", id="path-fails", server=shown, error=why)
    return True, say("{server} answers", id="path-answers", server=shown)


async def _resolve(address: str) -> tuple[bool, Message]:
    answer = await resolver.ask(address, "localhost", WAIT)
    # NXDOMAIN is an answer too: it is the resolver that is asked for, not the name.
    if not answer.problem or answer.problem in resolver.SAID:
        return True, say("resolver {resolver} answers", id="resolver-answers", resolver=address)
    return False, say("resolver {resolver} {problem}", id="resolver-fails", resolver=address, problem=answer.problem)
