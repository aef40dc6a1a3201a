# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A resolver question of our own: the city's resolver is asked by its address, whatever /etc/resolv.conf says."""

from __future__ import annotations

import asyncio
import ipaddress
import random
import socket
import struct
from dataclasses import dataclass

from ..message import say
from . import payload

RCODES = {1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP", 5: "REFUSED"}
# What only a living resolver can say, whatever it thinks of the question.
NO_ADDRESS = say("the name has no address", id="dns-no-address")
SAID = frozenset({*RCODES.values(), NO_ADDRESS})
TYPE_A, TYPE_AAAA = 1, 28


@dataclass(frozen=True)
class Answer:
    """What a resolver said: the addresses of a name, or why there are none."""

    addresses: tuple[str, ...] = ()
    problem: str = ""


async def ask(resolver: str, name: str, wait: float, port: int = 53, kind: int = TYPE_A) -> Answer:
    """Ask one resolver for a name's IPv4 addresses, or records of another type, twice within `wait` seconds. Raises nothing."""
    txid = random.SystemRandom().randrange(1 << 16)
    sock = socket.socket(socket.AF_INET6 if ":" in resolver else socket.AF_INET, socket.SOCK_DGRAM)
    sock.setblocking(False)
    with sock:
        try:
            sock.connect((resolver, port))
            for _ in range(2):
                sock.send(payload.dns_query(name, kind, txid))
                try:
                    data = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(sock, 4096), wait / 2)
                except asyncio.TimeoutError:
                    continue
                return read(data, txid)
        except (OSError, UnicodeError) as error:
            return Answer(
                problem=say("resolver {resolver}: {error}", id="dns-fails", resolver=resolver, error=str(error))
            )
    return Answer(problem=say("resolver {resolver} did not answer", id="dns-silent", resolver=resolver))


def read(data: bytes, txid: int) -> Answer:
    """Read a DNS answer (RFC 1035 4.1); a malformed one is a problem, not an exception."""
    try:
        got, flags, questions, answers = struct.unpack_from("!HHHH", data)
        if got != txid or not flags & 0x8000:
            return Answer(problem=say("the answer belongs to another question", id="dns-other"))
        if flags & 15:
            return Answer(problem=RCODES.get(flags & 15, "rcode {}".format(flags & 15)))
        place = 12
        for _ in range(questions):
            place = _skip_name(data, place) + 4
        found = []
        for _ in range(answers):
            place = _skip_name(data, place)
            kind, _, _, length = struct.unpack_from("!HHIH", data, place)
            if (kind, length) in ((TYPE_A, 4), (TYPE_AAAA, 16)):
                found.append(str(ipaddress.ip_address(data[place + 10 : place + 10 + length])))
            place += 10 + length
    except (struct.error, IndexError, ValueError):
        return Answer(problem=say("the answer is malformed", id="dns-malformed"))
    return Answer(tuple(found), "" if found else NO_ADDRESS)


def _skip_name(data: bytes, place: int) -> int:
    while data[place]:
        if data[place] & 0xC0:
            return place + 2
        place += 1 + data[place]
    return place + 1
