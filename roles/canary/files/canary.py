# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A canary: a host beyond the extranet's exit that logs whatever reaches it (clause 6.4-e, `docs/egress.md`).

The same program runs in the lab's internet namespace and on a rented host in the field: one file, standard library
only, Python 3.8, with CAP_NET_BIND_SERVICE and CAP_NET_RAW (it binds low ports and reads raw sockets).

    canary.py --name canary-a --address 198.51.100.80 --address 2001:db8:51::80 --token-file /etc/canary.token

Every TCP connection, every SYN, every UDP datagram, every ICMP echo request and every packet of GRE, ESP and 6in4
becomes one JSON line `{seq, time, proto, dst, port, src, sport, nonce}`, a SYN's with its initial sequence number
(`isn`). What carries a nonce (`gk<12 hex>-<4 hex>`) is answered with the nonce and the source address that was seen, a
tunnel's packet with its like; what carries none is logged and not answered, so that the canary can not be used as a
reflector. The controller asks for the log at
`http://<address>:<query port>/seen` (see `JournalQuery`). A zone may be delegated to it (NS at its address): it answers
each name below with the address that asked.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import hmac
import ipaddress
import json
import os
import re
import signal
import socket
import struct
import sys
import time
from collections import deque
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

# Besides the usual ports one list of every kind that terminals take turns with: mail, remote access, proxies, high ports.
TCP_PORTS = (
    *(22, 53, 80, 443, 853, 8080),
    *(25, 110, 143, 465, 587, 993),
    *(21, 23, 3389, 5900, 5938, 8443),
    *(1080, 1194, 1723, 3128, 8888, 9001),
    *(1024, 10000, 32768, 49152, 60000, 65535),
)
UDP_PORTS = (
    *(53, 123, 443, 3478),
    *(69, 514, 1812, 5060),
    *(161, 3389, 5938, 8443),
    *(500, 1194, 1701, 4500),
    *(1024, 33434, 51820, 65535),
)
TUNNELS = {"gre": 47, "esp": 50, "6in4": 41}
QUERY_PORT = 4780
# What it listens on and can be asked for: 1 knew no tunnels, no lists of ports and no `isn`; it did not say so. 2 knew no
# `/resolve`, and no nonce that a resolver had written in other letters (0x20, draft-vixie-dnsext-dns0x20).
LEVEL = 3
# What the controller compares with its own copy: whether it is this release's, and nobody has changed it.
PROGRAM = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
# What a tunnel's packet says before its nonce, and what it says on its way back.
ASKED, ANSWERED = b"govkiosk ", b"answered "
NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)
NONCE = re.compile(rb"gk[0-9a-f]{12}-[0-9a-f]{4}", re.IGNORECASE)
NAME = re.compile(r"gk[0-9a-f]{12}-[0-9a-f]{4}(\.[A-Za-z0-9-]{1,63}){2,20}", re.ASCII)
DNS_PORT, DNS_HEADER = 53, 12
IPV4 = 4
TCP_HEADER = 20
TCP_SYN, TCP_SYN_ACK = 0x02, 0x12
ECHO_REQUEST, ECHO_REQUEST6 = b"\x08", b"\x80"
READ_SECONDS = 3.0
RESOLVE_SECONDS, RESOLVE_STEP = 3.0, 0.05
RESOLV_CONF = Path("/etc/resolv.conf")
MOST_AT_ONCE = 1000
TOKEN_LENGTH = 16
# Python 3.8 and 3.9 know this one only by its asyncio name.
TIMEOUT = asyncio.TimeoutError
KEPT_ENTRIES = 200_000
LOG_BYTES = 64 * 1024 * 1024


class Journal:
    """What has arrived, in memory for queries and as JSON lines in a file; the file is turned over at 64 MiB."""

    def __init__(self, name: str, path: Path | None) -> None:
        self.name = name
        self.path = path
        self.next = 1
        self.entries: deque[dict[str, Any]] = deque(maxlen=KEPT_ENTRIES)

    def write(
        self, proto: str, dst: tuple[str, int], src: tuple[str, int], payload: bytes, isn: int | None = None
    ) -> str:
        """Log one arrival and return the nonce found in it, or an empty text."""
        found = NONCE.search(payload)
        nonce = found.group().decode().lower() if found else ""
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime()) + f".{time.time_ns() % 10**9 // 10**6:03d}Z"
        entry = {"seq": self.next, "time": stamp, "proto": proto, "dst": dst[0], "port": dst[1]}
        entry.update(src=src[0], sport=src[1], nonce=nonce)
        if isn is not None:
            entry["isn"] = isn
        self.next += 1
        self.entries.append(entry)
        self._append(json.dumps(entry) + "\n")
        return nonce

    def _append(self, line: str) -> None:
        if self.path is None:
            sys.stdout.write(line)
            sys.stdout.flush()
            return
        with self.path.open("a", encoding="utf-8") as file:
            file.write(line)
            full = file.tell() > LOG_BYTES
        if full:
            self.path.replace(self.path.with_name(self.path.name + ".1"))

    def seen(self, wanted: Wanted) -> list[dict[str, Any]]:
        """Return the entries that are asked for, in their order."""
        new = [entry for entry in self.entries if entry["seq"] > wanted.after]
        opened = [entry for entry in new if entry["proto"] == "tcp"]
        made = {_ends(entry) for entry in opened if wanted.prefix and entry["nonce"].startswith(wanted.prefix)}
        finished = {_ends(entry) for entry in opened}
        return [
            entry
            for entry in new
            if wanted.has(entry)
            or (entry["proto"] == "tcp-syn" and _ends(entry) in made)
            or (entry["proto"] == "tcp-syn" and entry["sport"] in wanted.sports and _ends(entry) not in finished)
        ]


class Wanted(NamedTuple):
    """What of the log is asked for.

    Attributes:
        prefix: entries whose nonce starts with it, and the SYNs of their connections; empty for none.
        sources: all from these addresses.
        after: none up to this number.
        isns: SYNs with one of these initial sequence numbers, from wherever.
        sports: SYNs from one of these source ports, from wherever, that no connection came of.
    """

    prefix: str = ""
    sources: frozenset[str] = frozenset()
    after: int = 0
    isns: frozenset[int] = frozenset()
    sports: frozenset[int] = frozenset()

    def has(self, entry: dict[str, Any]) -> bool:
        """Tell whether an entry is asked for by itself."""
        if (self.prefix and entry["nonce"].startswith(self.prefix)) or entry["src"] in self.sources:
            return True
        return entry["proto"] == "tcp-syn" and entry["isn"] in self.isns


def _ends(entry: dict[str, Any]) -> tuple[str, int, str, int]:
    return entry["dst"], entry["port"], entry["src"], entry["sport"]


def sign(token: bytes, text: str) -> str:
    """Return the hex HMAC-SHA256 of `text`: the token itself never crosses the wire."""
    return hmac.new(token, text.encode(), hashlib.sha256).hexdigest()


class JournalQuery:
    """The controller's question to the log, over HTTP.

    `GET /seen?prefix=<run>&src=<address>&isn=<number>&sport=<port>&after=<seq>` with `Authorization: govkiosk
    <sign(token, target)>`, where target is the request's path with its query; `src`, `isn` and `sport` may be repeated.
    The answer is `{"name", "level", "program", "next", "entries"}` with
    `X-Govkiosk-Signature: <sign(token, target + newline + body)>`.

    `GET /resolve?name=<nonce>.<zone>`, signed likewise, asks the resolvers of this host for a name of the canary's zone: if
    the zone is delegated to it, the question arrives here. The answer is `{"name", "level", "asked"}`, when it has or after
    3 seconds.
    """

    def __init__(self, journal: Journal, token: bytes, resolvers: tuple[str, ...] = ()) -> None:
        self.journal = journal
        self.token = token
        self.resolvers = resolvers

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        try:
            head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), READ_SECONDS)).decode("latin-1")
            await self.resolve(head)
            writer.write(self.answer(head))
            await writer.drain()
        except (TIMEOUT, asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError):
            pass
        finally:
            writer.close()

    async def resolve(self, head: str) -> None:
        """Ask for the name of a request to `/resolve`, and give the question time to arrive; nothing for any other request."""
        target, signed = self._read(head)
        name = _name_of(target)
        if not signed or not name:
            return
        query = dns_query(name)
        for resolver in self.resolvers:
            with suppress(OSError), socket.socket(family_of(resolver), socket.SOCK_DGRAM) as sock:
                sock.setblocking(False)
                sock.sendto(query, (resolver, DNS_PORT))
        until = time.monotonic() + RESOLVE_SECONDS
        nonce = name.partition(".")[0]
        while time.monotonic() < until and not self.journal.seen(Wanted(nonce)):  # noqa: ASYNC110 - the journal wakes nobody
            await asyncio.sleep(RESOLVE_STEP)

    def _read(self, head: str) -> tuple[str, bool]:
        """Return what a request is for, and whether it is signed."""
        lines = head.split("\r\n")
        target = lines[0].partition(" ")[2].partition(" ")[0]
        fields = {key.strip().lower(): value.strip() for key, _, value in (line.partition(":") for line in lines[1:])}
        expected = f"govkiosk {sign(self.token, target)}"
        return target, hmac.compare_digest(fields.get("authorization", "").encode(), expected.encode())

    def answer(self, head: str) -> bytes:
        """Return the whole HTTP answer to a request's head."""
        method = head.partition(" ")[0]
        target, signed = self._read(head)
        if not signed:
            return self._http("403 Forbidden", target, {"error": "wrong or missing signature"})
        url = urlsplit(target)
        if method == "GET" and _name_of(target):
            said = {"name": self.journal.name, "level": LEVEL, "asked": list(self.resolvers)}
            return self._http("200 OK", target, said)
        if method != "GET" or url.path != "/seen":
            return self._http("404 Not Found", target, {"error": "only GET /seen and GET /resolve"})
        query = parse_qs(url.query)
        numbers = {name: query.get(name, []) for name in ("after", "isn", "sport")}
        if bad := [name for name, given in numbers.items() if not all(NUMBER.fullmatch(each) for each in given)]:
            return self._http("400 Bad Request", target, {"error": f"{bad[0]} must be a number"})
        after, isns, sports = ([int(each) for each in given] for given in numbers.values())
        prefix, sources = query.get("prefix", [""])[0], frozenset(query.get("src", []))
        wanted = Wanted(prefix, sources, max(after, default=0), frozenset(isns), frozenset(sports))
        answer = {"name": self.journal.name, "level": LEVEL, "program": PROGRAM, "next": self.journal.next}
        return self._http("200 OK", target, {**answer, "entries": self.journal.seen(wanted)})

    def _http(self, status: str, target: str, content: dict[str, Any]) -> bytes:
        body = json.dumps(content)
        head = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body.encode())}"]
        if not status.startswith("403"):
            head.append(f"X-Govkiosk-Signature: {sign(self.token, target + chr(10) + body)}")
        return ("\r\n".join([*head, "Connection: close", "", ""]) + body).encode()


def _name_of(target: str) -> str:
    """Return the name that a request to `/resolve` asks for, an empty text if it is another one."""
    url = urlsplit(target)
    name = parse_qs(url.query).get("name", [""])[0]
    return name if url.path == "/resolve" and NAME.fullmatch(name) else ""


def dns_query(name: str) -> bytes:
    """Return a recursive DNS query for the IPv4 addresses of a name (RFC 1035 4.1)."""
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    return os.urandom(2) + struct.pack("!HHHHH", 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack("!HH", 1, 1)


def family_of(address: str) -> socket.AddressFamily:
    """Return the family of a literal address."""
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def own_resolvers(path: Path = RESOLV_CONF) -> tuple[str, ...]:
    """Return the resolvers of this host, three at most as libc has it."""
    try:
        words = [line.split() for line in path.read_text(encoding="utf-8", errors="replace").splitlines()]
    except OSError:
        return ()
    return tuple(line[1] for line in words if len(line) > 1 and line[0] == "nameserver")[:3]


def tcp_handler(journal: Journal) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    """Return a handler that logs a connection and echoes its nonce with the source address."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        source, own = writer.get_extra_info("peername"), writer.get_extra_info("sockname")
        try:
            payload = await asyncio.wait_for(reader.read(4096), READ_SECONDS)
        except (TIMEOUT, OSError):
            payload = b""
        nonce = journal.write("tcp", own[:2], source[:2], payload)
        try:
            if nonce:
                writer.write(f"{nonce} {source[0]}\n".encode())
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()

    return handle


class UdpCanary(asyncio.DatagramProtocol):
    """Logs datagrams and echoes their nonce; a DNS query is answered in DNS, with the source address as its answer."""

    def __init__(self, journal: Journal, own: tuple[str, int]) -> None:
        self.journal = journal
        self.own = own
        self.transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport for the answers."""
        self.transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[Any, ...]) -> None:
        """Log one datagram and answer it."""
        nonce = self.journal.write("udp", self.own, (addr[0], addr[1]), data)
        # Two canaries that answered each other's answers would never stop: a text begins with the nonce, DNS says QR.
        answer = data.startswith(nonce.encode()) or (self.own[1] == DNS_PORT and data[2:3] >= b"\x80")
        if nonce and not answer and self.transport is not None:
            text = f"{nonce} {addr[0]}\n".encode()
            self.transport.sendto(dns_answer(data, addr[0]) if self.own[1] == DNS_PORT else text, addr)


def dns_answer(query: bytes, source: str) -> bytes:
    """Answer a DNS query (RFC 1035) with the address it came from; what stands behind the question (EDNS) is left out."""
    address = ipaddress.ip_address(source)
    end = DNS_HEADER
    while end < len(query) and query[end]:
        end += 1 + query[end]
    asked = query[DNS_HEADER : end + 5]
    record = struct.pack("!HHHIH", 0xC00C, 1 if address.version == IPV4 else 28, 1, 0, len(address.packed))
    return query[:2] + struct.pack("!HHHHH", 0x8400, 1, 1, 0, 0) + asked + record + address.packed


def listen_raw(journal: Journal, address: str, proto: int, loop: asyncio.AbstractEventLoop) -> socket.socket:
    """Log ICMP echo requests, TCP SYNs or packets of a tunnel to one address.

    A SYN tells of a way out even if the way back is shut. A tunnel's packet that carries a nonce goes back as it came.
    """
    version6 = ":" in address
    raw = socket.socket(socket.AF_INET6 if version6 else socket.AF_INET, socket.SOCK_RAW, proto)
    raw.setblocking(False)
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    raw.bind((address, 0))
    tunnel = next((name for name, number in TUNNELS.items() if number == proto), "")

    def readable() -> None:
        # All that waits: a SYN has to be in the log before its connection is.
        with suppress(OSError):
            for _ in range(MOST_AT_ONCE):
                take(*raw.recvfrom(65535))

    def take(packet: bytes, source: tuple[Any, ...]) -> None:
        segment = packet if version6 else packet[(packet[0] & 15) * 4 :]
        if tunnel:
            if journal.write(tunnel, (address, 0), (source[0], 0), segment) and ASKED in segment:
                raw.sendto(segment.replace(ASKED, ANSWERED), (source[0], 0))
        elif proto == socket.IPPROTO_TCP:
            if len(segment) >= TCP_HEADER and segment[13] & TCP_SYN_ACK == TCP_SYN:
                sport, dport, isn = struct.unpack("!HHI", segment[:8])
                data = segment[(segment[12] >> 4) * 4 :]
                journal.write("tcp-syn", (address, dport), (source[0], sport), data, isn)
        elif segment[:1] == (ECHO_REQUEST6 if version6 else ECHO_REQUEST):
            journal.write("icmp", (address, 0), (source[0], 0), segment[8:])

    loop.add_reader(raw, readable)
    return raw


async def serve(arguments: argparse.Namespace, token: bytes) -> None:
    """Listen on everything until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    journal = Journal(arguments.name, arguments.log)
    # One of its own addresses would show nothing: it would ask itself.
    resolvers = tuple(each for each in arguments.resolver or own_resolvers() if each not in arguments.address)
    held: list[Any] = []
    for address in arguments.address:
        handler = tcp_handler(journal)
        held.extend([await asyncio.start_server(handler, address, port, backlog=128) for port in arguments.tcp])
        for port in arguments.udp:
            own = (address, port)
            held.append(await loop.create_datagram_endpoint(partial(UdpCanary, journal, own), local_addr=own))
        icmp = socket.IPPROTO_ICMPV6 if ":" in address else socket.IPPROTO_ICMP
        tunnels = [number for name, number in TUNNELS.items() if ":" not in address or name != "6in4"]
        held.extend(listen_raw(journal, address, proto, loop) for proto in (icmp, socket.IPPROTO_TCP, *tunnels))
        held.append(await asyncio.start_server(JournalQuery(journal, token, resolvers), address, arguments.query_port))
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    print(f"canary {arguments.name} listens on {', '.join(arguments.address)}", file=sys.stderr, flush=True)
    await stop.wait()


def ports(text: str) -> tuple[int, ...]:
    """Read `22,80,443`."""
    return tuple(int(part) for part in text.split(",") if part)


def read_token(path: Path | None) -> bytes:
    """Read the shared token from its file or from GOVKIOSK_CANARY_TOKEN; the log is never served without one."""
    token = path.read_bytes().strip() if path else os.environ.get("GOVKIOSK_CANARY_TOKEN", "").encode()
    if len(token) < TOKEN_LENGTH:
        raise SystemExit("canary: a token of 16 characters or more is needed (--token-file or GOVKIOSK_CANARY_TOKEN)")
    return token


def main() -> None:
    """Run the canary."""
    parser = argparse.ArgumentParser(description="Log and echo whatever reaches this host (docs/egress.md).")
    parser.add_argument("--name", required=True, help="as in city.yml, such as canary-a")
    parser.add_argument("--address", action="append", required=True, help="IPv4 or IPv6 address; may be repeated")
    parser.add_argument("--tcp", type=ports, default=TCP_PORTS, help="comma separated")
    parser.add_argument("--udp", type=ports, default=UDP_PORTS, help="comma separated")
    parser.add_argument("--query-port", type=int, default=QUERY_PORT, help="TCP port of the log query")
    parser.add_argument(
        "--resolver", action="append", default=[], help="asked for names of the canary's zone; default: this host's own"
    )
    parser.add_argument("--token-file", type=Path, help="shared with the controller; else GOVKIOSK_CANARY_TOKEN")
    parser.add_argument("--log", type=Path, help="file of JSON lines; default: standard output")
    arguments = parser.parse_args()
    asyncio.run(serve(arguments, read_token(arguments.token_file)))


if __name__ == "__main__":
    main()
