# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From what the terminal's network card shows to checks on 6.4-a, 6.4-b, 6.4-c and 6.4-d. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...module_utils.check import ERROR, FAIL, NOT_RUN, PASS, Check
from ...module_utils.message import Message, join, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
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
        reason = say("{name} is the only active network interface", id="link-single", name=active[0])
        return Check("6.4-a", wanted.terminal, "link/single-nic", PASS, reason, data=data)
    names = ", ".join(active) or say("none", id="none")
    reason = say("{count} network interfaces are active: {names}", id="link-several", count=len(active), names=names)
    fix = say("take every other interface (USB, wireless, second port, tunnel) out of service", id="link-several-fix")
    return Check("6.4-a", wanted.terminal, "link/single-nic", FAIL, reason, fix, data)


def _address(wanted: LinkWanted, seen: Mapping[str, Any]) -> Check:
    have = list(seen["addresses"])
    data = {"wanted": str(wanted.address), "addresses": have}
    if have == [str(wanted.address)]:
        reason = say(
            "{name} has {address}, as the ledger says",
            id="link-address-good",
            name=seen["uplink"],
            address=str(wanted.address),
        )
        return Check("6.4-b", wanted.terminal, "link/address", PASS, reason, data=data)
    reason = say(
        "the terminal has {have}, the ledger says {address} and nothing else",
        id="link-address",
        have=", ".join(have) or say("no IPv4 address", id="no-ipv4"),
        address=str(wanted.address),
    )
    fix = say(
        "set {address} and remove every other address (terminal_host writes the interface's configuration)",
        id="link-address-fix",
        address=str(wanted.address),
    )
    return Check("6.4-b", wanted.terminal, "link/address", FAIL, reason, fix, data)


def _route(wanted: LinkWanted, seen: Mapping[str, Any]) -> Check:
    ways = [route["gateway"] for route in seen["default_routes"]]
    data = {"default_routes": list(seen["default_routes"])}
    if ways == [str(wanted.gateway)]:
        reason = say("the only default route leads to {gateway}", id="link-route-good", gateway=str(wanted.gateway))
        return Check("6.4-b", wanted.terminal, "link/route", PASS, reason, data=data)
    on_link, nowhere = say("on link", id="on-link"), say("nowhere", id="nowhere")
    reason = say(
        "default routes lead to {ways}, not only to {gateway}",
        id="link-route",
        ways=join(way or on_link for way in ways) if ways else nowhere,
        gateway=str(wanted.gateway),
    )
    fix = say("remove every other default route", id="link-route-fix")
    return Check("6.4-b", wanted.terminal, "link/route", FAIL, reason, fix, data)


def _duplicate(wanted: LinkWanted, arp: Mapping[str, Any]) -> Check:
    name, address = "link/duplicate", str(wanted.address.ip)
    data = {**arp, "problem": str(arp["problem"])}
    if arp["problem"]:
        fix = say("mend the interface, then run the check again", id="link-unasked-fix")
        reason = say("could not ask the link: {problem}", id="link-unasked", problem=arp["problem"])
        return Check("6.4-b", wanted.terminal, name, ERROR, reason, fix, data)
    if arp["others"]:
        reason = say(
            "{address} is claimed by {others} as well",
            id="link-duplicate",
            address=address,
            others=", ".join(arp["others"]),
        )
        fix = say(
            "find that device by its hardware address on the switch, and take the address from it",
            id="link-duplicate-fix",
        )
        return Check("6.4-b", wanted.terminal, name, FAIL, reason, fix, data)
    if not arp["probe_passed"] and not arp["request_passed"]:
        reason = say(
            "nobody claims {address}, but the gateway did not answer ARP either: the question may not have got out",
            id="link-no-arp",
            address=address,
        )
        fix = say(
            "look at why the gateway {gateway} does not answer ARP", id="link-no-arp-fix", gateway=str(wanted.gateway)
        )
        return Check("6.4-b", wanted.terminal, name, ERROR, reason, fix, data)
    probes, requests = say("ARP probes", id="arp-probes"), say("ARP requests", id="arp-requests")
    both = ((probes, arp["probe_passed"]), (requests, arp["request_passed"]))
    forms = _all_of([form for form, passed in both if passed])
    reason = say(
        "nobody else on the link claims {address}; {forms} do reach the gateway",
        id="link-own",
        address=address,
        forms=forms,
    )
    return Check("6.4-b", wanted.terminal, name, PASS, reason, data=data)


def _mac(wanted: LinkWanted, link: Mapping[str, Any] | None) -> Check:
    mac = link["mac"] if link else ""
    if mac == wanted.mac:
        reason = say("hardware address {mac}, as the site file says", id="link-mac-good", mac=mac)
        return Check("6.4-c", wanted.terminal, "link/mac", PASS, reason)
    reason = say(
        "hardware address {mac}, the site file says {wanted}",
        id="link-mac",
        mac=mac or say("unknown", id="unknown"),
        wanted=wanted.mac,
    )
    fix = say("put the right terminal on this port, or correct `mac` in the site file", id="link-mac-fix")
    return Check("6.4-c", wanted.terminal, "link/mac", FAIL, reason, fix, {"mac": mac, "wanted": wanted.mac})


def _throughput(wanted: LinkWanted, measured: Mapping[str, Any]) -> Check:
    name, least = "link/throughput", wanted.minimum_kbps
    if not wanted.measured:
        fix = say("give the network class a measure server (networks.<class>.measure in city.yml)", id="no-measure-fix")
        reason = say("the city has no measure server", id="no-measure")
        return Check("6.4-d", wanted.terminal, name, NOT_RUN, reason, fix)
    data = {"down_kbps": measured["down_kbps"], "up_kbps": measured["up_kbps"], "minimum_kbps": least}
    if None in (measured["down_kbps"], measured["up_kbps"]):
        fix = say("make the measure server answer this terminal", id="unmeasured-fix")
        return Check("6.4-d", wanted.terminal, name, ERROR, measured["problem"], fix, data)
    rates = {"down": measured["down_kbps"], "up": measured["up_kbps"]}
    seen = say(
        "down {down:.1f} Mbit/s, up {up:.1f} Mbit/s", id="rates", down=rates["down"] / 1000, up=rates["up"] / 1000
    )
    words = {"down": say("down", id="down"), "up": say("up", id="up")}
    slow = [words[direction] for direction, rate in rates.items() if rate < least]
    if slow:
        reason = say(
            "{rates}: {which} below {least:g} Mbit/s",
            id="link-slow",
            rates=seen,
            which=_all_of(slow),
            least=least / 1000,
        )
        fix = say(
            "look at the rate limit of the switch port, at its duplex mode and at the uplink's load", id="link-slow-fix"
        )
        return Check("6.4-d", wanted.terminal, name, FAIL, reason, fix, data)
    return Check("6.4-d", wanted.terminal, name, PASS, seen, data=data)


def _all_of(words: Sequence[Message]) -> Message:
    first, *more = words
    return say("{first} and {second}", id="both", first=first, second=more[0]) if more else first
