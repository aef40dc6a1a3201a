# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whether a resolver that a terminal may ask brings its questions to the internet: a tunnel, whatever it answers.

The name is below the canary's zone and holds a nonce, so no cache has it; the canary, which is the zone's name server, tells
whether the question arrived. That the resolver took it is all that is seen from here.
"""

from __future__ import annotations

import asyncio
import os
import struct
import time
from typing import TYPE_CHECKING

from ..message import say
from . import outcome, outgoing, payload, resolver
from .outcome import Outcome
from .relay_aim import TCP, TXT

if TYPE_CHECKING:
    from .relay_aim import RelayAim

_TYPE_TXT = 16
_MUTE, _UNTAKEN = say("says nothing", id="relay-mute"), say("does not take the connection", id="relay-untaken")


async def probe(aim: RelayAim, wait: float) -> Outcome:
    """Ask once more after half of the time. A resolver that says nothing took the question if it answers another one."""
    started = time.monotonic()
    name = "{}.{}".format(aim.nonce, aim.canary)
    kind = _TYPE_TXT if aim.way == TXT else payload.TYPE_A
    if aim.way == TCP:
        said = await _over_tcp(aim, payload.dns_query(name, kind, int(aim.nonce[-4:], 16)), wait)
    else:
        said = await resolver.ask(aim.address, name, wait, aim.port, kind)
    took = aim.way == TCP or _spoke(said)
    if not took:
        took = _spoke(await resolver.ask(aim.address, "localhost", wait, aim.port))
    detail = said.problem or ", ".join(said.addresses[:4])[:200]
    return Outcome(outcome.OPENED if took else outcome.SILENT, outgoing.elapsed(started), detail=detail)


def _spoke(said: resolver.Answer) -> bool:
    return not said.problem or said.problem in resolver.SAID


async def _over_tcp(aim: RelayAim, query: bytes, wait: float) -> resolver.Answer:
    """Ask over TCP. A resolver that does not take it there is no way there either: UDP shows that it lives."""
    writer = None
    try:
        reader, writer = await asyncio.wait_for(asyncio.open_connection(aim.address, aim.port), wait)
        writer.write(struct.pack("!H", len(query)) + query)
        length = struct.unpack("!H", await asyncio.wait_for(reader.readexactly(2), wait))[0]
        return resolver.read(await asyncio.wait_for(reader.readexactly(length), wait), int(aim.nonce[-4:], 16))
    except (asyncio.TimeoutError, asyncio.IncompleteReadError):
        return resolver.Answer(problem=_MUTE if writer else _UNTAKEN)
    except OSError as error:
        return resolver.Answer(problem=os.strerror(error.errno) if error.errno else str(error))
    finally:
        if writer is not None:
            writer.transport.abort()
