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
    payload,
    resolver,
)
from ansible_collections.govkiosk.site.plugins.module_utils.probe.arp_probe import ArpFindings
from ansible_collections.govkiosk.site.plugins.module_utils.probe.icmp_probe import checksum
from ansible_collections.govkiosk.site.plugins.module_utils.probe.link_layer import mac_bytes, mac_text
from hypothesis import given
from hypothesis import strategies as st

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
MAC, OTHER = "54:89:98:00:01:01", "54:89:98:00:01:09"
addresses6 = st.integers(0, 2**128 - 1).map(lambda number: str(ipaddress.IPv6Address(number)))


@given(st.binary(max_size=300), st.integers(0, 65535))
def test_no_dns_answer_raises(data: bytes, txid: int) -> None:
    resolver.read(data, txid)


@given(st.binary(max_size=120))
def test_no_torn_dns_answer_raises(tail: bytes) -> None:
    query = payload.dns_query("rs.zw.test", 1, 7)
    head = query[:2] + struct.pack("!HHHHH", 0x8180, 1, 3, 0, 0) + query[12:]
    assert resolver.read(head + tail, 7).addresses == () or len(tail) >= 16


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


@given(st.binary(max_size=400), st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n\r\n", CHUNKED]))
def test_no_http_answer_raises(data: bytes, before: bytes) -> None:
    http_answer.read(before + data)


@given(st.binary(min_size=1, max_size=2000), st.integers(1, 700), st.integers(1, 700))
def test_chunks_are_put_together(body: bytes, size: int, piece: int) -> None:
    chunks = [body[start : start + size] for start in range(0, len(body), size)]
    sent = CHUNKED + b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
    assert http_answer.read(sent) == http_answer.HttpAnswer(200, body, True)
    reading = http_answer.Reading()
    for start in range(0, len(sent), piece):
        reading.feed(sent[start : start + piece])
    assert reading.over
    assert reading.answer() == http_answer.HttpAnswer(200, body, True)
    torn = http_answer.read(sent[: (len(CHUNKED) + len(sent)) // 2])
    assert torn
    assert body.startswith(torn.body)
    assert not torn.complete


@given(st.binary(max_size=500), st.integers(1, 100))
def test_a_body_of_known_length_in_pieces(body: bytes, piece: int) -> None:
    sent = b"HTTP/1.0 404 Not Found\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    reading = http_answer.Reading()
    for start in range(0, len(sent), piece):
        assert not reading.over
        reading.feed(sent[start : start + piece])
    assert reading.over
    assert reading.answer() == http_answer.HttpAnswer(404, body, True)


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


@given(addresses6, addresses6, st.binary(max_size=200), st.sampled_from([frame.TCP, frame.UDP, frame.ICMP6]))
def test_ipv6_packets_are_read_back_and_their_checksum_holds(
    source: str, destination: str, data: bytes, proto: int
) -> None:
    body = {
        frame.TCP: frame.syn(40000, 443, 7, data),
        frame.UDP: frame.udp(40000, 53, data),
        frame.ICMP6: frame.echo(1, 1, data),
    }[proto]
    packet = frame.parse(frame.ipv6(source, destination, proto, body) + b"\0\0\0")
    assert packet is not None
    assert (packet.source, packet.destination, packet.proto, len(packet.body)) == (
        source,
        destination,
        proto,
        len(body),
    )
    ends = ipaddress.IPv6Address(source).packed + ipaddress.IPv6Address(destination).packed
    # Summed with its own checksum in place, a packet gives zero.
    assert checksum(ends + struct.pack("!II", len(body), proto) + packet.body) in (0, 0xFFFF)


@given(st.binary(max_size=100))
def test_no_frame_raises(data: bytes) -> None:
    frame.parse(data)
    frame.advertised_prefix(data)


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


@given(st.binary(min_size=6, max_size=6))
def test_mac_round_trip(data: bytes) -> None:
    assert mac_bytes(mac_text(data)) == data
