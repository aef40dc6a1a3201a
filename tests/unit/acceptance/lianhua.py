# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The lab's site with results as a run registers them: all good, to be spoilt by each test in its own way."""

from __future__ import annotations

import zlib
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance import (
    acceptance,
    clauses,
    expectation,
    step_results,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms import acceptance_run as handover
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder

if TYPE_CHECKING:
    from ansible_collections.govkiosk.site.plugins.plugin_utils.model.site import Site

INVENTORY = Path(__file__).resolve().parents[3] / "tests" / "one_site"
TODAY = date(2026, 11, 23)
ONE, TWO = "lianhua-hall-01", "lianhua-hall-02"
ADDRESS = {ONE: "10.96.128.2", TWO: "10.96.128.3"}

_LINK = (
    ("6.4-a", "link/single-nic"), ("6.4-b", "link/address"), ("6.4-b", "link/route"), ("6.4-b", "link/duplicate"),
    ("6.4-c", "link/mac"), ("6.4-d", "link/throughput"),
)  # fmt: skip
_SWITCH = (
    ("6.4-a", "switch/vlan"), ("6.4-b", "switch/binding"), ("6.4-c", "switch/port"), ("6.4-d", "switch/rate"),
    ("6.4-e", "switch/proof"), ("6.4-b", "switch/source_check"), ("6.4-b", "switch/arp_check"),
    ("6.4-c", "switch/port_security"), ("6.4-e", "switch/isolation"), ("6.4-c", "switch/bpdu"),
)  # fmt: skip
_HOME = (
    ("7.6-a", "screen/geometry"), ("7.6-a", "screen/content"), ("7.6-b", "app/services"), ("7.6-b", "app/heartbeat"),
)  # fmt: skip
#: What is probed on each canary: protocol, ports, and for TCP those with a source port of their own.
_CANARIES = {"canary-a": ("198.51.100.80", "2001:db8:51::80"), "canary-b": ("203.0.113.80", "2001:db8:113::80")}
_TCP, _UDP, _SOURCE = (80, 443, 53, 853, 22, 8080), (53, 123, 443, 3478), (53, 80)
#: The lists that terminals take turns with, and whose turn it is on the first canary; on the second it is the next one's.
_LISTS = (
    ((25, 110, 143, 465, 587, 993), (69, 514, 1812, 5060)),
    ((21, 23, 3389, 5900, 5938, 8443), (161, 3389, 5938, 8443)),
    ((1080, 1194, 1723, 3128, 8888, 9001), (500, 1194, 1701, 4500)),
    ((1024, 10000, 32768, 49152, 60000, 65535), (1024, 33434, 51820, 65535)),
)
_FIRST = {ONE: 1, TWO: 3}


def _first(terminal: str) -> int:
    """Which list a terminal tries on the first canary: written out for these two, as documented for all others."""
    return _FIRST.get(terminal, zlib.crc32(terminal.encode()))


@cache
def folder() -> city_folder.CityFolder:
    return city_folder.load(INVENTORY)


def site(**delivery: Any) -> Site:
    """The lab's site, with parts of its record of delivery replaced."""
    found = folder().sites["lianhua-hall"]
    (record,) = found.delivery
    return found.model_copy(update={"delivery": (record.model_copy(update=delivery),)}) if delivery else found


def judge(which: Site, said: step_results.Heard) -> acceptance.Verdict:
    """What acceptance says on the day of these tests."""
    return acceptance.judge(which, said, TODAY)


def check(
    clause: str, name: str, subject: str = ONE, status: str = "pass", reason: str = "as it should be", **more: Any
) -> dict[str, Any]:
    return {
        "clause": clause,
        "subject": subject,
        "name": name,
        "status": status,
        "reason": reason,
        "fix": "",
        "data": {},
        **more,
    }


def results(terminal: str = ONE) -> dict[str, dict[str, Any]]:
    """What every step registers when all is well."""
    codes = [item.code for item in folder().catalogue.items]
    return {
        clauses.TERMINAL_HOST: {
            "changed": False,
            "version": "0.1.0",
            "os": "Debian GNU/Linux 12",
            "browser": "Chromium 140.0",
        },
        clauses.HOME_PAGE: {"changed": False, "version": "0.1.0", "checks": [check(c, n, terminal) for c, n in _HOME]},
        clauses.LINK_CHECK: {"checks": [check(c, n, terminal) for c, n in _LINK]},
        clauses.EGRESS_CHECK: {"checks": egress(terminal)},
        clauses.SERVICE_CHECK: {
            "checks": [
                check("7.3", "grants", terminal),
                *(
                    check("7.7", f"item/{code}", terminal, data={"latency_ms": 12.5, "method": "http"})
                    for code in codes
                ),
            ]
        },
    }


def egress(terminal: str) -> list[dict[str, Any]]:
    """What the egress check says if every probe of the plan was blocked, IPv6 through its own firewall left out."""
    found = [check("6.4-e", name, terminal) for name in ("egress/path-control", "egress/ipv6/terminal")]
    for past in (False, True):
        for number, (canary, addresses) in enumerate(_CANARIES.items()):
            more_tcp, more_udp = _LISTS[(_first(terminal) + number) % 4]
            for six, address in enumerate(addresses):
                if six and not past:
                    continue
                aims = {
                    "tcp": [(port, 0) for port in _TCP + more_tcp] + [(_TCP[past], source) for source in _SOURCE],
                    "udp": [(port, 0) for port in _UDP + more_udp],
                    **{proto: [(0, 0)] for proto in ("icmp", "gre", "esp", *(() if six else ("6in4",)))},
                }
                for proto, probes in aims.items():
                    name = f"egress/{'past-firewall/' if past else ''}{proto}{'6' if six else ''}/{canary}"
                    rows = [
                        {"address": address, "port": port, "source_port": source, "verdict": "BLOCKED_PROVEN"}
                        for port, source in probes
                    ]
                    found.append(check("6.4-e", name, terminal, data={"verdict": "BLOCKED_PROVEN", "probes": rows}))
    # Each server that it is let to passes nothing on: a finding of the city, whose subject is the item.
    servers = [
        (item.code, f"{each.address}:{each.port}") for item in folder().catalogue.items for each in item.endpoints
    ]
    for subject, server in dict.fromkeys((*servers, ("measure", "10.96.4.80:8080"), ("10.96.4.53", "10.96.4.53:53"))):
        found.append(check("6.4-e", f"egress/relay/{server}", subject))
    return found


def switch() -> dict[str, Any]:
    return {"changed": True, "guard": "armed", "checks": [check(c, n, t) for t in (ONE, TWO) for c, n in _SWITCH]}


def confirm() -> dict[str, Any]:
    return {"changed": True, "confirmed": True, "checks": []}


def heard(
    steps: dict[str, Any] | None = None,
    *,
    terminal: str = ONE,
    switch_result: Any = None,
    confirm_result: Any = None,
    held: str = "",
) -> step_results.Heard:
    found = folder().sites["lianhua-hall"]
    which = next(entry for entry in found.terminals if entry.id == terminal)
    steps = results(terminal) if steps is None else steps
    return step_results.Heard(
        terminal=terminal,
        site="lianhua-hall",
        items={item.code: item.name for item in folder().granted(found, which)},
        expectation=expectation.of(folder(), found, which),
        steps={source: step_results.read(source, raw) for source, raw in steps.items()},
        switch=step_results.read(clauses.NETWORK_POLICY, switch() if switch_result is None else switch_result),
        confirm=step_results.read("confirm", confirm() if confirm_result is None else confirm_result),
        survey=handover.surveyed(found, which, TODAY),
        **dict(zip(("held", "held_fix"), step_results.trouble({"msg": held}), strict=True)),
        address=ADDRESS[terminal],
    )
