# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Bytes made and read by hand: DNS, HTTP, IPv6, ARP."""

from __future__ import annotations

import ipaddress
import struct
import sys

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.probe import (
    arp_probe,
    frame,
    http_answer,
    resolver,
)
from ansible_collections.govkiosk.site.plugins.module_utils.probe.arp_probe import ArpFindings
from ansible_collections.govkiosk.site.plugins.module_utils.probe.link_layer import mac_bytes

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
MAC, OTHER = "54:89:98:00:01:01", "54:89:98:00:01:09"


@pytest.mark.parametrize(
    ("rcode", "problem"), [(3, "NXDOMAIN"), (2, "SERVFAIL"), (5, "REFUSED"), (0, "the name has no address")]
)
def test_dns_refusals(rcode: int, problem: str) -> None:
    assert resolver.read(struct.pack("!HHHHHH", 7, 0x8180 | rcode, 0, 0, 0, 0), 7).problem == problem


def test_a_dns_answer_to_another_question_is_not_ours() -> None:
    assert (
        resolver.read(struct.pack("!HHHHHH", 8, 0x8180, 0, 0, 0, 0), 7).problem
        == "the answer belongs to another question"
    )


@pytest.mark.parametrize(
    "head",
    [
        "HTTP/1.1 ²²² OK",
        "HTTP/1.1 2000 OK",
        "HTTP/1.1 20 OK",
        "HTTP/1.1 -200 OK",
        "HTTP/1.1 2_0 OK",
        "HTTP/1.1  200 OK",
        "HTTP/2 200",
        "SSH-2.0-OpenSSH",
        "HTTP/1.1 200 OK\r\nContent-Length: ²",
        "HTTP/1.1 200 OK\r\nContent-Length: -1",
        "HTTP/1.1 200 OK\r\nContent-Length: 1_0",
        "HTTP/1.1 200 OK\r\nContent-Length: " + "9" * 5000,
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2",
    ],
)
def test_a_head_that_is_none(head: str) -> None:
    assert http_answer.read(f"{head}\r\n\r\n".encode("latin-1")) is None


@pytest.mark.parametrize("size", ["-5", "+5", "0x5", "5_", "²", " 5", "", "f" * 9, "5" + ";" * 300])
def test_a_chunk_whose_size_is_none_ends_the_answer(size: str) -> None:
    reading = http_answer.Reading()
    reading.feed(CHUNKED + b"2\r\nok\r\n" + size.encode("latin-1") + b"\r\nhello\r\n" + b"x" * 300)
    assert reading.over
    assert reading.answer() is None


def looks(reading: http_answer.Reading, pieces: int) -> int:
    """Feed pieces of 1 KiB of one-byte chunks, and count the lines of Python that it takes."""
    count = [0]

    def trace(*_: object) -> object:
        count[0] += 1
        return trace

    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        for _ in range(pieces):
            reading.feed(b"1\r\nx\r\n" * 170)
    finally:
        sys.settrace(None)
    return count[0]


def test_small_chunks_cost_in_proportion_to_their_number() -> None:
    reading = http_answer.Reading()
    reading.feed(CHUNKED)
    first = looks(reading, 20)
    looks(reading, 200)
    assert looks(reading, 20) <= first * 1.1
    assert len(reading._coded) < 1024  # what was read is not carried along, to be copied each time


def test_what_has_no_end_is_not_read_to_it() -> None:
    for endless in (b"HTTP/1.1 200 OK\r\nX: x", CHUNKED + b"1;", CHUNKED, b"HTTP/1.1 200 OK\r\n\r\n"):
        reading, fed = http_answer.Reading(), 0
        reading.feed(endless)
        while not reading.over:
            reading.feed(b"1\r\nx\r\n" * 1000 if endless == CHUNKED else b"x" * 6000)
            fed += 6000
            assert fed <= http_answer.MOST_CODED + 6000
    assert reading.answer() == http_answer.HttpAnswer(200, b"x" * (6000 * 88), False, True)


def test_source_address() -> None:
    mac = mac_bytes(MAC)
    inside = frame.source_address("2001:db8:a:110::/64", "10.96.128.2", mac)
    assert ipaddress.IPv6Address(inside) in ipaddress.IPv6Network("2001:db8:a:110::/64")
    assert ipaddress.IPv6Address(inside).packed[8:] != frame.interface_id(mac)
    assert frame.source_address("", "10.96.128.2", mac) == "2002:a60:8002::1"
    assert frame.link_local(mac) == "fe80::5689:98ff:fe00:101"


def arp(sender_mac: str, sender: str, target: str) -> bytes:
    return arp_probe.request(sender_mac, sender, target)


@pytest.mark.parametrize(
    ("packet", "expected"),
    [
        (arp(OTHER, "10.96.128.2", "0.0.0.0"), ArpFindings(others=[OTHER])),
        (arp(OTHER, "10.96.128.2", "10.96.128.2"), ArpFindings(others=[OTHER])),
        (arp(OTHER, "0.0.0.0", "10.96.128.2"), ArpFindings(others=[OTHER])),
        (arp(OTHER, "0.0.0.0", "10.96.128.7"), ArpFindings()),
        (arp(MAC, "10.96.128.2", "10.96.128.2"), ArpFindings()),
        (arp(OTHER, "10.96.128.1", "0.0.0.0"), ArpFindings(gateway=OTHER, probe_passed=True)),
        (arp(OTHER, "10.96.128.1", "10.96.128.2"), ArpFindings(gateway=OTHER, request_passed=True)),
        (b"short", ArpFindings()),
    ],
)
def test_arp_findings(packet: bytes, expected: ArpFindings) -> None:
    findings = ArpFindings()
    for _ in range(2):
        arp_probe.note(findings, packet, MAC, "10.96.128.2", "10.96.128.1")
    assert findings == expected
