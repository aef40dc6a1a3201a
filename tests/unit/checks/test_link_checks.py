# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From what the network card shows to checks on 6.4-a to 6.4-d."""

from __future__ import annotations

import copy
import ipaddress
from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.link_checks import LinkWanted, checks

WANTED = LinkWanted(
    "hall-01", ipaddress.IPv4Interface("10.96.128.2/27"), "54:89:98:00:01:01", ipaddress.IPv4Address("10.96.128.1")
)
GOOD: dict[str, Any] = {
    "links": [
        {"index": 1, "name": "lo", "mac": "", "loopback": True, "active": True},
        {"index": 2, "name": "eth0", "mac": "54:89:98:00:01:01", "loopback": False, "active": True},
        {"index": 3, "name": "wlan0", "mac": "02:00:00:00:00:01", "loopback": False, "active": False},
    ],
    "uplink": "eth0",
    "addresses": ["10.96.128.2/27"],
    "default_routes": [{"destination": "0.0.0.0/0", "gateway": "10.96.128.1", "index": 2, "table": 254}],
    "arp": {"others": [], "gateway": "02:00:00:00:00:0a", "probe_passed": True, "request_passed": True, "problem": ""},
    "throughput": {"down_kbps": 8100, "up_kbps": 8000, "problem": ""},
}


def test_a_good_link_passes_everything() -> None:
    found = checks(WANTED, GOOD)
    assert [(check.clause, check.name, check.status) for check in found] == [
        ("6.4-a", "link/single-nic", "pass"),
        ("6.4-b", "link/address", "pass"),
        ("6.4-b", "link/route", "pass"),
        ("6.4-b", "link/duplicate", "pass"),
        ("6.4-c", "link/mac", "pass"),
        ("6.4-d", "link/throughput", "pass"),
    ]


def with_(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    seen = copy.deepcopy(GOOD)
    change(seen)
    return seen


@pytest.mark.parametrize(
    ("seen", "name", "status", "reason"),
    [
        (
            with_(lambda s: s["links"][2].update(active=True)),
            "link/single-nic",
            "fail",
            "2 network interfaces are active: eth0, wlan0",
        ),
        (
            with_(lambda s: s.update(addresses=["10.96.128.2/24"])),
            "link/address",
            "fail",
            "the terminal has 10.96.128.2/24, the ledger says 10.96.128.2/27 and nothing else",
        ),
        (
            with_(lambda s: s["addresses"].append("192.168.0.5/24")),
            "link/address",
            "fail",
            "10.96.128.2/27, 192.168.0.5/24",
        ),
        (with_(lambda s: s.update(addresses=[])), "link/address", "fail", "no IPv4 address"),
        (
            with_(
                lambda s: s["default_routes"].append(
                    {"destination": "0.0.0.0/0", "gateway": "", "index": 3, "table": 100}
                )
            ),
            "link/route",
            "fail",
            "default routes lead to 10.96.128.1, on link, not only to 10.96.128.1",
        ),
        (with_(lambda s: s.update(default_routes=[])), "link/route", "fail", "lead to nowhere"),
        (
            with_(lambda s: s["arp"].update(others=["54:89:98:00:01:09"])),
            "link/duplicate",
            "fail",
            "10.96.128.2 is claimed by 54:89:98:00:01:09 as well",
        ),
        (
            with_(lambda s: s["arp"].update(probe_passed=False)),
            "link/duplicate",
            "pass",
            "ARP requests do reach the gateway",
        ),
        (
            with_(lambda s: s["arp"].update(probe_passed=False, request_passed=False)),
            "link/duplicate",
            "error",
            "the gateway did not answer ARP either",
        ),
        (
            with_(lambda s: s["arp"].update(problem="Operation not permitted")),
            "link/duplicate",
            "error",
            "Operation not permitted",
        ),
        (
            with_(lambda s: s["links"][1].update(mac="54:89:98:00:01:02")),
            "link/mac",
            "fail",
            "hardware address 54:89:98:00:01:02, the site file says 54:89:98:00:01:01",
        ),
        (with_(lambda s: s.update(uplink="")), "link/mac", "fail", "hardware address unknown"),
        (
            with_(lambda s: s["throughput"].update(up_kbps=3999)),
            "link/throughput",
            "fail",
            "down 8.1 Mbit/s, up 4.0 Mbit/s: up below 4 Mbit/s",
        ),
        (
            with_(lambda s: s["throughput"].update(down_kbps=None, problem="the measure server is silent")),
            "link/throughput",
            "error",
            "the measure server is silent",
        ),
    ],
)
def test_a_bad_link(seen: dict[str, Any], name: str, status: str, reason: str) -> None:
    check = next(check for check in checks(WANTED, seen) if check.name == name)
    assert check.status == status
    assert reason in check.reason
    assert bool(check.fix) == (status != "pass")


def test_without_a_measure_server_the_throughput_is_not_run() -> None:
    unmeasured = LinkWanted(WANTED.terminal, WANTED.address, WANTED.mac, WANTED.gateway, measured=False)
    assert checks(unmeasured, GOOD)[-1].status == "not_run"
