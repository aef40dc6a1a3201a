# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The terminal's own firewall is proven from its text; every fault is refused with its line and an example packet."""

from __future__ import annotations

import os
import shutil
import subprocess
from ipaddress import IPv4Interface
from typing import TYPE_CHECKING, NamedTuple

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import host_firewall, host_proof, intent
from ansible_collections.govkiosk.site.plugins.plugin_utils.terminal import terminal_config, terminal_firewall
from terminal_values import ADDRESS

if TYPE_CHECKING:
    from typing import Any

    from ansible_collections.govkiosk.site.plugins.plugin_utils.city_folder import CityFolder

GRANTED = "10.96.8.11 . tcp . 443, "
NEIGHBOURS = "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } ip6 hoplimit 255 accept"
OUT = "\t\tip daddr . meta l4proto . th dport @granted accept\n"
IN = "\t\tip saddr @operations tcp dport 22 accept\n"


class Fault(NamedTuple):
    """What stands in the text, what is put in its place, and what is told of it."""

    good: str
    bad: str
    told: str


FAULTS = {
    "an element reaches the internet": Fault(
        GRANTED,
        f"{GRANTED}198.51.100.80 . tcp . 443, ",
        'line 50 "198.51.100.80 . tcp . 443" of the firewall lets tcp 10.96.128.2:40000 -> 198.51.100.80:443 out, which '
        "leaves the allowed prefixes [DB4403/T 503.5 6.4-e]",
    ),
    "everything is let out": Fault(
        OUT,
        f"{OUT}\t\taccept\n",
        'line 51 "accept" of the firewall lets tcp 10.96.128.2:40000 -> 198.51.100.80:443 out, which leaves the allowed '
        "prefixes [DB4403/T 503.5 6.4-e]",
    ),
    "a wide prefix is let out": Fault(
        OUT,
        f"{OUT}\t\tip daddr 10.0.0.0/8 accept\n",
        'line 51 "ip daddr 10.0.0.0/8 accept" of the firewall lets tcp 10.96.128.2:40000 -> 10.0.0.0:443 out, which '
        "leaves the allowed prefixes [DB4403/T 503.5 6.4-e]",
    ),
    "IPv6 is let out": Fault(
        OUT,
        f"{OUT}\t\tip6 daddr 2001:db8::/32 accept\n",
        'line 51 "ip6 daddr 2001:db8::/32 accept" of the firewall lets tcp [::]:40000 -> [2001:db8:51::80]:443 out, which '
        "leaves the allowed prefixes [DB4403/T 503.5 6.4-e]",
    ),
    "a host of the extranet that nobody granted": Fault(
        GRANTED,
        f"{GRANTED}10.96.9.9 . tcp . 80, ",
        'line 50 "10.96.9.9 . tcp . 80" of the firewall lets tcp 10.96.128.2:40000 -> 10.96.9.9:80 out, which no grant '
        "and no duty of the terminal needs [DB4403/T 503.5 7.3]",
    ),
    "an item is forgotten": Fault(
        "10.96.8.13 . tcp . 9001",
        "10.96.8.13 . tcp . 8080",
        "the firewall stops tcp 10.96.128.2:40000 -> 10.96.8.13:9001, which is needed for: MZ-001 婚姻登记预约, "
        "granted by 市民政局, approval YW-2026-0007 [DB4403/T 503.5 7.3]",
    ),
    "the output chain accepts": Fault(
        "hook output priority filter; policy drop;",
        "hook output priority filter; policy accept;",
        "the firewall's chain for output has policy accept: what no rule accepts has to be dropped "
        "[DB4403/T 503.5 6.4-e]",
    ),
    "forwarding is not there": Fault(
        "\tchain forward {\n\t\ttype filter hook forward priority filter; policy drop;\n\t}\n",
        "",
        "the firewall's chain for forward is missing: what no rule accepts has to be dropped [DB4403/T 503.5 6.4-e]",
    ),
    "a mark that never dies": Fault(
        "\t\tflags timeout\n",
        "\t\tflags timeout\n\t\telements = { 0x00000007 }\n",
        "mark 0x00000007 passes the firewall for ever: the probes' marks die by themselves [DB4403/T 503.5 6.4-e]",
    ),
    "SSH from everywhere": Fault(
        IN,
        "\t\tip saddr 0.0.0.0/0 tcp dport 22 accept\n",
        "only the operations network may begin anything [DB4403/T 503.5 6.4-e]",
    ),
    "neighbour discovery without its hop limit": Fault(
        NEIGHBOURS,
        NEIGHBOURS.replace(" ip6 hoplimit 255", ""),
        'line 35 "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept" of the firewall is not understood, so '
        "nothing can be proven of it [DB4403/T 503.5 6.4-e]",
    ),
    "a line of another program": Fault(
        OUT,
        f"{OUT}\t\tmeta skuid 1000 accept\n",
        'line 51 "meta skuid 1000 accept" of the firewall is not understood, so nothing can be proven of it '
        "[DB4403/T 503.5 6.4-e]",
    ),
    "a line that is there twice": Fault(
        OUT,
        OUT + "\t\tip daddr @operations tcp sport 22 accept\n",
        'line 51 "ip daddr @operations tcp sport 22 accept" of the firewall accepts nothing that another line does not '
        "accept already [DB4403/T 503.5 7.2]",
    ),
}


@pytest.fixture
def text(config: dict[str, Any]) -> str:
    return terminal_firewall.ruleset(terminal_config.as_text(config))


def violations(city: CityFolder, text: str) -> list[str]:
    wanted = intent.of_site(city, city.sites["lianhua-hall"], {"lianhua-hall-01": ADDRESS})
    return [str(one) for one in host_proof.prove(host_firewall.read(text), wanted, wanted.terminals[0])]


def test_the_package_s_own_text_is_proven(city: CityFolder, text: str) -> None:
    assert violations(city, text) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_refused(city: CityFolder, text: str, fault: str) -> None:
    good, bad, told = FAULTS[fault]
    assert good in text
    broken = text.replace(good, bad)
    found = violations(city, broken)
    assert any(told in one for one in found), "\n".join(found)


def test_a_host_without_names_of_protocols_lists_numbers(city: CityFolder, text: str) -> None:
    assert violations(city, text.replace(" . tcp . ", " . 6 . ").replace(" . udp . ", " . 17 . ")) == []
    assert "is not understood" in violations(city, text.replace(GRANTED, GRANTED.replace("tcp", "sctp")))[0]


def test_what_cannot_be_proven_is_an_error_of_the_terminal(city: CityFolder, text: str) -> None:
    site = city.sites["lianhua-hall"]
    arguments = (city, site, site.terminals[0], IPv4Interface(ADDRESS))
    terminal_firewall.require_proof(text, *arguments)
    with pytest.raises(KioskError) as error:
        terminal_firewall.require_proof(text.replace(OUT, f"{OUT}\t\taccept\n"), *arguments)
    assert str(error.value).startswith(
        "lianhua-hall-01: the terminal's own firewall cannot be proven:\nlianhua-hall-01: "
    )


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("nft"), reason="needs root and nftables")
def test_what_the_kernel_lists_reads_the_same(text: str) -> None:
    namespace = f"gknft{os.getpid()}"
    inside = ["ip", "netns", "exec", namespace, "nft"]
    subprocess.run(["ip", "netns", "add", namespace], check=True)
    try:
        subprocess.run([*inside, "-f", "-"], input=text, text=True, check=True)
        listed = subprocess.run(
            [*inside, "list", "table", "inet", "govkiosk"], capture_output=True, text=True, check=True
        ).stdout
    finally:
        subprocess.run(["ip", "netns", "del", namespace], check=True)
    written, loaded = host_firewall.read(text), host_firewall.read(listed)
    assert loaded.unknown == ()
    for hook in host_proof.HOOKS:
        one, other = written.chains[hook], loaded.chains[hook]
        assert one.policy == other.policy
        # The kernel lists a set's elements in an order of its own.
        assert {_key(rule) for rule in one.accepts} == {_key(rule) for rule in other.accepts}


def _key(rule: host_firewall.Rule) -> tuple[object, ...]:
    return (rule.source, rule.destination, rule.protocol, rule.source_ports, rule.destination_ports, rule.icmp)
