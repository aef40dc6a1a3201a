# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Bytes made and read by hand: DNS, HTTP, IPv6, ARP."""

from __future__ import annotations

import ipaddress
import struct

from ansible_collections.govkiosk.site.plugins.module_utils.probe import (
    frame,
    http_answer,
    payload,
    resolver,
)
from ansible_collections.govkiosk.site.plugins.module_utils.probe.icmp_probe import checksum
from ansible_collections.govkiosk.site.plugins.module_utils.probe.link_layer import mac_bytes, mac_text
from hypothesis import given
from hypothesis import strategies as st

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

addresses6 = st.integers(0, 2**128 - 1).map(lambda number: str(ipaddress.IPv6Address(number)))


@given(st.binary(max_size=300), st.integers(0, 65535))
def test_no_dns_answer_raises(data: bytes, txid: int) -> None:
    resolver.read(data, txid)


@given(st.binary(max_size=120))
def test_no_torn_dns_answer_raises(tail: bytes) -> None:
    query = payload.dns_query("rs.zw.test", 1, 7)
    head = query[:2] + struct.pack("!HHHHH", 0x8180, 1, 3, 0, 0) + query[12:]
    assert resolver.read(head + tail, 7).addresses == () or len(tail) >= 16


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


@given(st.binary(min_size=6, max_size=6))
def test_mac_round_trip(data: bytes) -> None:
    assert mac_bytes(mac_text(data)) == data
