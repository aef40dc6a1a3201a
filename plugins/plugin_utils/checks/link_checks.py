# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From what the terminal's network card shows to checks on 6.4-a, 6.4-b, 6.4-c and 6.4-d. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...module_utils.check import ERROR, FAIL, NOT_RUN, PASS, Check

if TYPE_CHECKING:
    from collections.abc import Mapping
    from ipaddress import IPv4Address, IPv4Interface

#: What `checks` gives, each once: clause and name.
NAMES = (
    ("6.4-a", "link/single-nic"),
    ("6.4-b", "link/address"),
    ("6.4-b", "link/route"),
    ("6.4-b", "link/duplicate"),
    ("6.4-c", "link/mac"),
    ("6.4-d", "link/throughput"),
)


@dataclass(frozen=True)
class LinkWanted:
    """What site file and ledger say.

    Attributes:
        terminal: its id.
        address: address and mask, from the ledger.
        mac: hardware address, from the site file, as `54:89:98:00:01:01`.
        gateway: the subnet's gateway.
        minimum_kbps: the least throughput in each direction.
        measured: whether the city has a measure server.
    """

    terminal: str
    address: IPv4Interface
    mac: str
    gateway: IPv4Address
    minimum_kbps: int = 4000
    measured: bool = True


def checks(wanted: LinkWanted, seen: Mapping[str, Any]) -> list[Check]:
    """Judge the module's answer (`module_utils/probe/link.py`)."""
    link = next((each for each in seen["links"] if each["name"] == seen["uplink"]), None)
    return [
        _single_nic(wanted, seen),
        _address(wanted, seen),
        _route(wanted, seen),
        _duplicate(wanted, seen["arp"]),
        _mac(wanted, link),
        _throughput(wanted, seen["throughput"]),
    ]


def _single_nic(wanted: LinkWanted, seen: Mapping[str, Any]) -> Check:
    """Judge that the terminal is on one network only: a second card that is up is a way around every filter."""
    active = [each["name"] for each in seen["links"] if each["active"] and not each["loopback"]]
    good, data = len(active) == 1, {"active": active}
    if good:
        reason = f"{active[0]} is the only active network interface"
        return Check("6.4-a", wanted.terminal, "link/single-nic", PASS, reason, data=data)
    reason = f"{len(active)} network interfaces are active: {', '.join(active) or 'none'}"
    fix = "take every other interface (USB, wireless, second port, tunnel) out of service"
    return Check("6.4-a", wanted.terminal, "link/single-nic", FAIL, reason, fix, data)


def _address(wanted: LinkWanted, seen: Mapping[str, Any]) -> Check:
    have = list(seen["addresses"])
    data = {"wanted": str(wanted.address), "addresses": have}
    if have == [str(wanted.address)]:
        reason = f"{seen['uplink']} has {wanted.address}, as the ledger says"
        return Check("6.4-b", wanted.terminal, "link/address", PASS, reason, data=data)
    reason = (
        f"the terminal has {', '.join(have) or 'no IPv4 address'}, the ledger says {wanted.address} and nothing else"
    )
    fix = f"set {wanted.address} and remove every other address (terminal_host writes the interface's configuration)"
    return Check("6.4-b", wanted.terminal, "link/address", FAIL, reason, fix, data)


def _route(wanted: LinkWanted, seen: Mapping[str, Any]) -> Check:
    ways = [route["gateway"] or "on link" for route in seen["default_routes"]]
    data = {"default_routes": list(seen["default_routes"])}
    if ways == [str(wanted.gateway)]:
        reason = f"the only default route leads to {wanted.gateway}"
        return Check("6.4-b", wanted.terminal, "link/route", PASS, reason, data=data)
    reason = f"default routes lead to {', '.join(ways) or 'nowhere'}, not only to {wanted.gateway}"
    return Check("6.4-b", wanted.terminal, "link/route", FAIL, reason, "remove every other default route", data)


def _duplicate(wanted: LinkWanted, arp: Mapping[str, Any]) -> Check:
    name, address = "link/duplicate", wanted.address.ip
    if arp["problem"]:
        fix = "mend the interface, then run the check again"
        return Check("6.4-b", wanted.terminal, name, ERROR, f"could not ask the link: {arp['problem']}", fix, dict(arp))
    if arp["others"]:
        reason = f"{address} is claimed by {', '.join(arp['others'])} as well"
        fix = "find that device by its hardware address on the switch, and take the address from it"
        return Check("6.4-b", wanted.terminal, name, FAIL, reason, fix, dict(arp))
    if not arp["probe_passed"] and not arp["request_passed"]:
        reason = (
            f"nobody claims {address}, but the gateway did not answer ARP either: the question may not have got out"
        )
        fix = f"look at why the gateway {wanted.gateway} does not answer ARP"
        return Check("6.4-b", wanted.terminal, name, ERROR, reason, fix, dict(arp))
    forms = [
        text
        for passed, text in ((arp["probe_passed"], "ARP probes"), (arp["request_passed"], "ARP requests"))
        if passed
    ]
    reason = f"nobody else on the link claims {address}; {' and '.join(forms)} do reach the gateway"
    return Check("6.4-b", wanted.terminal, name, PASS, reason, data=dict(arp))


def _mac(wanted: LinkWanted, link: Mapping[str, Any] | None) -> Check:
    mac = link["mac"] if link else ""
    if mac == wanted.mac:
        return Check("6.4-c", wanted.terminal, "link/mac", PASS, f"hardware address {mac}, as the site file says")
    reason = f"hardware address {mac or 'unknown'}, the site file says {wanted.mac}"
    fix = "put the right terminal on this port, or correct `mac` in the site file"
    return Check("6.4-c", wanted.terminal, "link/mac", FAIL, reason, fix, {"mac": mac, "wanted": wanted.mac})


def _throughput(wanted: LinkWanted, measured: Mapping[str, Any]) -> Check:
    name, least = "link/throughput", wanted.minimum_kbps
    if not wanted.measured:
        fix = "give the network class a measure server (networks.<class>.measure in city.yml)"
        return Check("6.4-d", wanted.terminal, name, NOT_RUN, "the city has no measure server", fix)
    data = {"down_kbps": measured["down_kbps"], "up_kbps": measured["up_kbps"], "minimum_kbps": least}
    rates = [("down", measured["down_kbps"]), ("up", measured["up_kbps"])]
    if None in (measured["down_kbps"], measured["up_kbps"]):
        fix = "make the measure server answer this terminal"
        return Check("6.4-d", wanted.terminal, name, ERROR, str(measured["problem"]), fix, data)
    text = ", ".join(f"{direction} {rate / 1000:.1f} Mbit/s" for direction, rate in rates)
    slow = [direction for direction, rate in rates if rate < least]
    if slow:
        reason = f"{text}: {' and '.join(slow)} below {least / 1000:g} Mbit/s"
        fix = "look at the rate limit of the switch port, at its duplex mode and at the uplink's load"
        return Check("6.4-d", wanted.terminal, name, FAIL, reason, fix, data)
    return Check("6.4-d", wanted.terminal, name, PASS, text, data=data)
