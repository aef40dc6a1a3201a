# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A canary's log held against what really arrived (`lab/capture.py`): it may hide nothing and invent nothing. Pure.

Everything here is read off the packets themselves (RFC 791, 8200, 768, 9293, 792, 4443), by nothing that the canary uses.
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_address
from typing import Any, NamedTuple

from lab.capture import HEADER

#: As probes carry it (`docs/glossary.md`, nonce); a resolver may turn its letters.
NONCE = re.compile(rb"gk[0-9a-f]{12}-[0-9a-f]{4}", re.IGNORECASE)
#: What is sent to it asks for the log and is none of it; its SYN is.
QUERY_PORT = 4780
TCP, UDP, ICMP, ICMP6 = 6, 17, 1, 58
TUNNELS = {47: "gre", 50: "esp", 41: "6in4"}
ECHO = {ICMP: 8, ICMP6: 128}
SYN, SYN_ACK = 0x02, 0x12


class Packet(NamedTuple):
    """One packet as a log would call it; `tcp` is a segment with a nonce, whichever of its connection."""

    proto: str
    dst: str
    port: int
    src: str
    sport: int
    nonce: str
    isn: int = -1

    def __str__(self) -> str:
        nonce = f" {self.nonce}" if self.nonce else ""
        return f"{self.proto} {self.src} port {self.sport} -> {self.dst} port {self.port}{nonce}"


def packets(pcap: bytes) -> list[Packet]:
    """Return what a log can speak of in a capture; what is still being written at its end is left out."""
    found: list[Packet] = []
    at = len(HEADER)
    while at + 16 <= len(pcap):
        (length,) = struct.unpack_from("<I", pcap, at + 8)
        whole = pcap[at + 16 : at + 16 + length]
        if len(whole) == length:
            found += _packet(whole)
        at += 16 + length
    return found


def differences(canary: str, log: Iterable[Mapping[str, Any]], arrived: Iterable[Packet]) -> list[str]:
    """Return what a canary hides, and what it has invented.

    Args:
        canary: its name.
        log: the lines of its log.
        arrived: the packets to its addresses.
    """
    seen = list(arrived)
    said = [
        Packet(each["proto"], each["dst"], each["port"], each["src"], each["sport"], each["nonce"], each.get("isn", -1))
        for each in log
    ]
    # A connection is one line, however many segments brought it.
    once = {each for each in seen if each.proto == "tcp" and each.port != QUERY_PORT}
    datagrams = Counter(each for each in seen if each.proto != "tcp")
    logged = Counter(said)
    missing = [
        *(each for each in sorted(once) if each not in logged),
        *(each for each in (datagrams - logged).elements() if each.proto != "udp" or each.nonce),
    ]
    # What a host says to itself comes from nowhere: whether it listens yet, and its answers to its own resolver.
    hidden = [each for each in missing if each.src != each.dst]
    opened = {each[1:5] for each in seen if each.proto == "tcp-syn"}
    # One that says nothing, or nothing that is ours, is logged when it ends.
    true = datagrams + Counter(
        each for each in logged if each in once or (each.proto == "tcp" and not each.nonce and each[1:5] in opened)
    )
    return [f"{canary} hides {each}" for each in hidden] + [
        f"{canary} invents {each}" for each in (logged - true).elements()
    ]


def _packet(whole: bytes) -> Iterator[Packet]:
    if whole[0] >> 4 == 4:
        (length,), proto, start = struct.unpack_from("!H", whole, 2), whole[9], (whole[0] & 15) * 4
        src, dst, data = whole[12:16], whole[16:20], whole[start:length]
    else:
        (length,), proto, start = struct.unpack_from("!H", whole, 4), whole[6], 40
        src, dst, data = whole[8:24], whole[24:40], whole[start : start + length]
    ends = str(ip_address(dst)), str(ip_address(src))
    if proto == TCP and len(data) >= 20:
        sport, port, isn = struct.unpack_from("!HHI", data)
        payload = data[(data[12] >> 4) * 4 :]
        if data[13] & SYN_ACK == SYN:
            yield Packet("tcp-syn", ends[0], port, ends[1], sport, _nonce(payload), isn)
        elif _nonce(payload):
            yield Packet("tcp", ends[0], port, ends[1], sport, _nonce(payload))
    elif proto == UDP and len(data) >= 8:
        sport, port = struct.unpack_from("!HH", data)
        yield Packet("udp", ends[0], port, ends[1], sport, _nonce(data[8:]))
    elif ECHO.get(proto) == data[0]:
        yield Packet("icmp", ends[0], 0, ends[1], 0, _nonce(data))
    elif proto in TUNNELS:
        yield Packet(TUNNELS[proto], ends[0], 0, ends[1], 0, _nonce(data))


def _nonce(payload: bytes) -> str:
    found = NONCE.search(payload)
    return found.group().decode().lower() if found else ""
