# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is probed, and that every probe has its control."""

from __future__ import annotations

import ipaddress

from ansible_collections.govkiosk.site.plugins.module_utils.probe import payload
from ansible_collections.govkiosk.site.plugins.module_utils.probe.target import TUNNELS, Target
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.targets import Ports, controls, plan
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city import Canary
from hypothesis import given
from hypothesis import strategies as st

from roles.canary.files import canary as program

RUN = "0123456789ab"

BOTH = Canary(
    name="canary-a", address=ipaddress.IPv4Address("198.51.100.80"), address6=ipaddress.IPv6Address("2001:db8:51::80")
)

ONLY4 = Canary(name="canary-b", address=ipaddress.IPv4Address("203.0.113.80"))

port_lists = st.lists(st.integers(1, 65535), unique=True, max_size=5)


@given(port_lists, port_lists, port_lists)
def test_every_probe_has_its_own_nonce_and_its_control(tcp: list[int], udp: list[int], source: list[int]) -> None:
    planned = plan(RUN, "hall-01", [BOTH, ONLY4], Ports(tcp, udp, source))
    controlled = controls(RUN, planned)
    nonces = [each.nonce for each in (*planned, *controlled)]
    assert len(set(nonces)) == len(nonces)
    assert all(payload.NONCE.fullmatch(nonce) for nonce in nonces)
    assert {(t.proto, t.address, t.port) for t in planned} == {(t.proto, t.address, t.port) for t in controlled}
    assert {t.past_firewall for t in planned} == {False, True}


@given(st.sampled_from(["tcp", "udp", *TUNNELS]), st.integers(0, 65535), st.booleans())
def test_the_canary_finds_the_nonce_in_every_payload(proto: str, port: int, version6: bool) -> None:
    nonce = f"gk{RUN}-00ff"
    target = Target(nonce, proto, "2001:db8:51::80" if version6 else "198.51.100.80", port)
    data = {"tcp": payload.tcp, "udp": payload.udp}.get(proto, payload.tunnel)(target)
    found = program.NONCE.findall(data)
    assert set(found) == {nonce.encode()}
