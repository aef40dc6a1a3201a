# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is probed, and that every probe has its control."""

from __future__ import annotations

import ipaddress

from ansible_collections.govkiosk.site.plugins.module_utils.probe import payload
from ansible_collections.govkiosk.site.plugins.module_utils.probe.target import TUNNELS, Target
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import canary_log
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.targets import LISTS, Ports, controls, plan
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city import Canary

from roles.canary.files import canary as program

RUN = "0123456789ab"
BOTH = Canary(
    name="canary-a", address=ipaddress.IPv4Address("198.51.100.80"), address6=ipaddress.IPv6Address("2001:db8:51::80")
)
ONLY4 = Canary(name="canary-b", address=ipaddress.IPv4Address("203.0.113.80"))


def test_each_family_and_protocol_of_each_canary_in_both_passes() -> None:
    planned = plan(RUN, "hall-01", [BOTH, ONLY4], Ports())
    seen = {(t.canary, t.version6, t.proto, t.past_firewall) for t in planned}
    families = (("canary-a", False), ("canary-a", True), ("canary-b", False))
    protos = ("tcp", "udp", "icmp", "gre", "esp")
    inside4 = {(c, False, "6in4", past) for c in ("canary-a", "canary-b") for past in (False, True)}
    assert seen == inside4 | {(*f, proto, past) for f in families for proto in protos for past in (False, True)}
    assert {t.source_port for t in planned} == {0, 53, 80}


def test_both_passes_never_share_a_connection() -> None:
    bound = [(t.address, t.port, t.source_port) for t in plan(RUN, "hall-01", [BOTH], Ports()) if t.source_port]
    assert len(bound) == len(set(bound))


def test_every_probe_has_its_own_initial_sequence_number() -> None:
    planned = plan(RUN, "hall-01", [BOTH, ONLY4], Ports())
    numbers = [each.isn for each in (*planned, *controls(RUN, planned))]
    assert len(set(numbers)) == len(numbers)
    assert all(0 < number < 1 << 32 for number in numbers)


def test_each_terminal_tries_one_list_on_each_canary_always_the_same() -> None:
    def tried(terminal: str) -> list[set[int]]:
        planned = plan(RUN, terminal, [BOTH, ONLY4], Ports())
        usual = {*Ports().tcp}
        return [
            {t.port for t in planned if (t.proto, t.canary) == ("tcp", canary.name)} - usual for canary in (BOTH, ONLY4)
        ]

    kinds = [set(each.tcp) for each in LISTS]
    # Its CRC-32 is 0xdb471775: list 1 of 0 to 3 on the first canary, the next on the second.
    assert [kinds.index(each) for each in tried("lianhua-hall-01")] == [1, 2]
    assert tried("lianhua-hall-01") == tried("lianhua-hall-01")
    seen = {kinds.index(each) for number in range(12) for each in tried(f"hall-{number:02}")}
    assert seen == set(range(len(LISTS)))


def test_the_canary_listens_on_all_that_is_probed() -> None:
    assert {*Ports().tcp, *(port for each in LISTS for port in each.tcp)} <= set(program.TCP_PORTS)
    assert {*Ports().udp, *(port for each in LISTS for port in each.udp)} <= set(program.UDP_PORTS)
    assert TUNNELS == program.TUNNELS
    assert canary_log.LEVEL == program.LEVEL
    assert program.QUERY_PORT not in program.TCP_PORTS


def test_payloads_look_like_their_protocol() -> None:
    nonce = f"gk{RUN}-00ff"
    assert payload.tcp(Target(nonce, "tcp", "198.51.100.80", 443))[:3] == b"\x16\x03\x01"  # a TLS handshake record
    assert payload.tcp(Target(nonce, "tcp", "198.51.100.80", 80)).startswith(b"GET /gk")
    assert len(payload.udp(Target(nonce, "udp", "198.51.100.80", 123))) == 48
    assert len(payload.udp(Target(nonce, "udp", "198.51.100.80", 443))) == 1200
    assert payload.udp(Target(nonce, "udp", "198.51.100.80", 3478))[4:8] == bytes.fromhex("2112a442")
    gre, esp, inner = (payload.tunnel(Target(nonce, proto, "198.51.100.80")) for proto in ("gre", "esp", "6in4"))
    assert gre == b"\0\0\x86\xdd" + inner
    assert (inner[0] >> 4, inner[6], inner[7], len(inner) - 40) == (6, 59, 1, int.from_bytes(inner[4:6], "big"))
    assert int.from_bytes(esp[:4], "big") > 255
