# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A canary's log against a capture where it stands, with real packets: what it hides or invents is seen."""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
import time
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.probe import probing
from ansible_collections.govkiosk.site.plugins.module_utils.probe.target import Target
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import targets
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city import Canary

from lab import witness
from tests.lab.egress_network import CANARY, CANARY6, EgressNetwork

CITY = (Canary(name="canary-a", address=IPv4Address(CANARY), address6=IPv6Address(CANARY6)),)
CONTROLLER, CONTROLLER6 = "10.96.0.10", "2001:db8:a::10"
LINE = "        found = NONCE.search(payload)\n"
#: It answers, as its controls want it to, and keeps it to itself.
HIDING = '        if (proto, dst[1]) == ("udp", 443):\n            return found.group().decode() if found else ""\n'


class Witnessed(EgressNetwork):
    """The network with a witness beside its canary."""

    def start_canary(self) -> None:
        """Start the witness first: it must not miss what the canary hears."""
        self.start("inet", [sys.executable, "-m", "lab.capture", str(self.capture)], ready="captures")
        super().start_canary()

    @property
    def capture(self) -> Path:
        """What really arrived."""
        return self.folder / "internet.pcap"

    def probe(self) -> list[Target]:
        """Try, from the controller, everything that terminals try."""
        run = secrets.token_hex(6)
        aims = targets.controls(run, targets.plan(run, "hall-01", CITY, targets.Ports()))
        outcomes = self.inside("ops", lambda: asyncio.run(probing.probe_all(aims, 1.0)))
        assert {each.kind for each in outcomes.values()} == {"answered"}, "each of them is what the canary answers"
        return aims

    def differences(self, entries: list[dict[str, object]] | None = None) -> list[str]:
        """What the log and the capture do not agree in, given a moment to write it."""
        for _ in range(50):
            log = entries or [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]
            found = witness.differences("canary-a", log, self.arrived())
            if not found or entries:
                return found
            time.sleep(0.02)
        return found

    def arrived(self) -> list[witness.Packet]:
        """The packets to the canary."""
        return [each for each in witness.packets(self.capture.read_bytes()) if each.dst in (CANARY, CANARY6)]


@pytest.fixture
def network(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Witnessed]:
    made = Witnessed("gkwitness", tmp_path)
    if planted := getattr(request, "param", ""):
        text = made.program.read_text(encoding="utf-8")
        assert text.count(LINE) == 1
        made.program = tmp_path / "canary.py"
        made.program.write_text(text.replace(LINE, LINE + planted), encoding="utf-8")
    try:
        made.up()
        yield made
    finally:
        made.down()


def test_an_honest_log_is_what_arrived(network: Witnessed) -> None:
    """Each probe of each protocol is in both, and a line that nothing stands for is seen."""
    aims = network.probe()
    assert network.differences() == []
    arrived = {each.nonce for each in network.arrived()}
    assert {each.nonce for each in aims} <= arrived
    assert {each.proto for each in network.arrived()} == {"tcp-syn", "tcp", "udp", "icmp", "gre", "esp", "6in4"}
    log = [json.loads(line) for line in network.log.read_text(encoding="utf-8").splitlines()]
    assert network.differences([*log, {**log[-1], "nonce": "gk000000000000-0000"}])[0].startswith("canary-a invents ")


@pytest.mark.parametrize("network", [HIDING], indirect=True)
def test_a_canary_that_hides_what_it_answers_is_seen(network: Witnessed) -> None:
    hidden = [each for each in network.probe() if (each.proto, each.port) == ("udp", 443)]
    assert len(hidden) == 2
    told = sorted(network.differences())
    assert [line.split(" port ")[0] for line in told] == [
        f"canary-a hides udp {CONTROLLER}",
        f"canary-a hides udp {CONTROLLER6}",
    ]
    assert {line.split()[-1] for line in told} == {each.nonce for each in hidden}
