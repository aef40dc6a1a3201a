# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is probed, and that every probe has its control."""

from __future__ import annotations

import ipaddress

from ansible_collections.govkiosk.site.plugins.module_utils.probe import payload
from ansible_collections.govkiosk.site.plugins.module_utils.probe.target import Target
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.targets import Ports, controls, plan
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city import Canary
from hypothesis import given
from hypothesis import strategies as st

from lab import canary as program

RUN = "0123456789ab"
BOTH = Canary(
    name="canary-a", address=ipaddress.IPv4Address("198.51.100.80"), address6=ipaddress.IPv6Address("2001:db8:51::80")
)
ONLY4 = Canary(name="canary-b", address=ipaddress.IPv4Address("203.0.113.80"))

port_lists = st.lists(st.integers(1, 65535), unique=True, max_size=5)


@given(port_lists, port_lists, port_lists)
def test_every_probe_has_its_own_nonce_and_its_control(tcp: list[int], udp: list[int], source: list[int]) -> None:
    planned = plan(RUN, [BOTH, ONLY4], Ports(tcp, udp, source))
    controlled = controls(RUN, planned)
    nonces = [each.nonce for each in (*planned, *controlled)]
    assert len(set(nonces)) == len(nonces)
    assert all(payload.NONCE.fullmatch(nonce) for nonce in nonces)
    assert {(t.proto, t.address, t.port) for t in planned} == {(t.proto, t.address, t.port) for t in controlled}
    assert {t.past_firewall for t in planned} == {False, True}


def test_each_family_and_protocol_of_each_canary_in_both_passes() -> None:
    planned = plan(RUN, [BOTH, ONLY4], Ports())
    seen = {(t.canary, t.version6, t.proto, t.past_firewall) for t in planned}
    families = (("canary-a", False), ("canary-a", True), ("canary-b", False))
    assert seen == {(*f, proto, past) for f in families for proto in ("tcp", "udp", "icmp") for past in (False, True)}
    assert {t.source_port for t in planned} == {0, 53, 80}


def test_both_passes_never_share_a_connection() -> None:
    bound = [(t.address, t.port, t.source_port) for t in plan(RUN, [BOTH], Ports()) if t.source_port]
    assert len(bound) == len(set(bound))


@given(st.sampled_from(["tcp", "udp"]), st.integers(0, 65535), st.booleans())
def test_the_canary_finds_the_nonce_in_every_payload(proto: str, port: int, version6: bool) -> None:
    nonce = f"gk{RUN}-00ff"
    target = Target(nonce, proto, "2001:db8:51::80" if version6 else "198.51.100.80", port)
    data = (payload.tcp if proto == "tcp" else payload.udp)(target)
    found = program.NONCE.findall(data)
    assert set(found) == {nonce.encode()}


def test_payloads_look_like_their_protocol() -> None:
    nonce = f"gk{RUN}-00ff"
    assert payload.tcp(Target(nonce, "tcp", "198.51.100.80", 443))[:3] == b"\x16\x03\x01"  # a TLS handshake record
    assert payload.tcp(Target(nonce, "tcp", "198.51.100.80", 80)).startswith(b"GET /gk")
    assert len(payload.udp(Target(nonce, "udp", "198.51.100.80", 123))) == 48
    assert len(payload.udp(Target(nonce, "udp", "198.51.100.80", 443))) == 1200
    assert payload.udp(Target(nonce, "udp", "198.51.100.80", 3478))[4:8] == bytes.fromhex("2112a442")
