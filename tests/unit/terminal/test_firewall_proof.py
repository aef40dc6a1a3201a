# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The terminal's own firewall is proven from its text; every fault is refused with its line and an example packet."""

from __future__ import annotations

from ipaddress import IPv4Interface
from typing import TYPE_CHECKING, NamedTuple

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import host_firewall, host_proof, intent
from ansible_collections.govkiosk.site.plugins.plugin_utils.terminal import terminal_config, terminal_firewall

from tests.unit.terminal.terminal_values import ADDRESS

if TYPE_CHECKING:
    from typing import Any

    from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city_folder import CityFolder

GRANTED = "10.96.8.11 . tcp . 443, "
NEIGHBOURS = "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } ip6 hoplimit 255 accept"
OUT = "\t\tip daddr . meta l4proto . th dport @granted accept\n"
IN = "\t\tip saddr @operations tcp dport 22 accept\n"
ANSWERS = "\t\tct state established,related accept\n"
INVALID = "\t\tct state invalid drop\n"
PROBES = "\t\tmeta mark @probe_bypass accept\n"
MARKS = "\t\tflags timeout\n"
FORWARD = "hook forward priority filter; policy drop;\n"


def marks(elements: str) -> str:
    return f"{MARKS}\t\telements = {{ {elements} }}\n"


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
        'line 50 "10.96.9.9 . tcp . 80" of the firewall lets tcp 10.96.128.2:40000 -> 10.96.9.9:80 out, not covered by '
        "any grant or required service [DB4403/T 503.5 7.3]",
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
    "a mark whose comment speaks of its end": Fault(
        MARKS,
        marks('0x00000007 comment "expires never"'),
        'mark 0x00000007 comment "expires never" passes the firewall for ever: the probes\' marks die by themselves '
        "[DB4403/T 503.5 6.4-e]",
    ),
    "a mark that dies in ten years": Fault(
        MARKS,
        marks("0x00000007 timeout 3650d expires 3649d23h59m"),
        "mark 0x00000007 timeout 3650d expires 3649d23h59m passes the firewall for longer than the 60 s that a probe may "
        "take [DB4403/T 503.5 6.4-e]",
    ),
    "a mark whose life was made longer": Fault(
        MARKS,
        marks("0x00000007 timeout 20s expires 1h"),
        "mark 0x00000007 timeout 20s expires 1h passes the firewall for longer than the 60 s that a probe may take "
        "[DB4403/T 503.5 6.4-e]",
    ),
    "the mark of packets that have none": Fault(
        MARKS,
        marks("0x00000000 timeout 20s expires 19s"),
        "mark 0x00000000 timeout 20s expires 19s is the mark of every packet that has none [DB4403/T 503.5 6.4-e]",
    ),
    "marks that live for long by themselves": Fault(
        MARKS,
        "\t\tflags timeout\n\t\ttimeout 3650d\n",
        '"timeout 3650d" of the firewall is not understood, so nothing can be proven of it [DB4403/T 503.5 6.4-e]',
    ),
    "everything is forwarded": Fault(
        FORWARD,
        f"{FORWARD}\t\taccept\n",
        'line 42 "accept" of the firewall forwards packets: a terminal is no router [DB4403/T 503.5 6.4-e]',
    ),
    "what comes in is dropped first": Fault(
        "hook input priority filter; policy drop;\n",
        "hook input priority filter; policy drop;\n\t\tcounter name dropped_in drop\n",
        'line 28 "counter name dropped_in drop" of the firewall drops everything, so line 29 "iifname "lo" accept" never '
        "acts [DB4403/T 503.5 7.2]",
    ),
    "what goes out is dropped first": Fault(
        "hook output priority filter; policy drop;\n",
        "hook output priority filter; policy drop;\n\t\tcounter name dropped_out reject with icmpx admin-prohibited\n",
        "the firewall stops tcp 10.96.128.2:40000 -> 10.96.8.13:9001, which is needed for: MZ-001 婚姻登记预约, "
        "granted by 市民政局, approval YW-2026-0007 [DB4403/T 503.5 7.3]",
    ),
    "the screen's own page is not let in": Fault(
        '\t\tiifname "lo" accept\n',
        "",
        "the firewall's chain for input does not accept loopback: the screen cannot reach its own home page "
        "[DB4403/T 503.5 7.6]",
    ),
    "loopback by the wrong side": Fault(
        '\t\toifname "lo" accept\n',
        '\t\tiifname "lo" accept\n',
        "the firewall's chain for output does not accept loopback: the screen cannot reach its own home page "
        "[DB4403/T 503.5 7.6]",
    ),
    "answers of items are not let in": Fault(
        ANSWERS + INVALID,
        INVALID,
        "the firewall's chain for input does not accept answers to what the terminal asks: no item can be used "
        "[DB4403/T 503.5 7.3]",
    ),
    "answers to operations are not let out": Fault(
        ANSWERS + "\t\tip daddr",
        "\t\tip daddr",
        "the firewall's chain for output does not accept answers to the operations network [DB4403/T 503.5 7.2]",
    ),
    "probes are stopped": Fault(
        PROBES + ANSWERS + "\t\tip daddr",
        ANSWERS + "\t\tip daddr",
        "the firewall's chain for output does not accept the probes' mark: they stop here, so nothing is proven of the "
        "network [DB4403/T 503.5 6.4-e]",
    ),
    "operations cannot log in": Fault(
        IN,
        "",
        "the firewall stops tcp 10.96.0.0:40000 -> 10.96.128.2:22, which is needed for: answer the operations network's "
        "SSH, approval WL-2026-0101 [DB4403/T 503.5 7.2]",
    ),
    "items are slowed down": Fault(
        "@granted accept",
        "@granted limit rate 1/second accept",
        'line 50 "ip daddr . meta l4proto . th dport @granted limit rate 1/second accept" of the firewall is not '
        "understood, so nothing can be proven of it [DB4403/T 503.5 6.4-e]",
    ),
    "operations are slowed down": Fault(
        "tcp dport 22 accept",
        "tcp dport 22 limit rate 1/second accept",
        'line 32 "ip saddr @operations tcp dport 22 limit rate 1/second accept" of the firewall is not understood, so '
        "nothing can be proven of it [DB4403/T 503.5 6.4-e]",
    ),
    "one item is dropped by a line of its own": Fault(
        OUT,
        f"\t\tip daddr 10.96.8.11 drop\n{OUT}",
        'line 50 "ip daddr 10.96.8.11 drop" of the firewall is not understood, so nothing can be proven of it '
        "[DB4403/T 503.5 6.4-e]",
    ),
    "a second table of the same name": Fault(
        "\tchain forward {",
        "}\ntable inet govkiosk {\n\tchain forward {",
        "of the terminal's table inet govkiosk can change, mark or copy packets beside the firewall "
        "[DB4403/T 503.5 6.4-e]",
    ),
    "a table that sleeps": Fault(
        "table inet govkiosk {\n",
        "table inet govkiosk {\n\tflags dormant\n",
        'line 5 "flags dormant" of the firewall is not understood, so nothing can be proven of it [DB4403/T 503.5 6.4-e]',
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


OTHER_TABLES = {
    "marks as probes": "table inet other {\n\tchain c {\n\t\ttype filter hook output priority mangle; policy accept;\n"
    "\t\tmeta mark set 0x00000007\n\t}\n}\n",
    "marks by routing": "table ip other {\n\tchain c {\n\t\ttype route hook output priority mangle; policy accept;\n"
    "\t\tmeta skuid 1000 meta mark set ct mark\n\t}\n}\n",
    "another destination": "table ip nat {\n\tchain c {\n\t\ttype nat hook output priority dstnat; policy accept;\n"
    "\t\tip daddr 10.96.8.11 dnat to 198.51.100.80\n\t}\n}\n",
    "a copy": 'table netdev other {\n\tchain c {\n\t\ttype filter hook egress device "eth0" priority filter; policy '
    'accept;\n\t\tdup to "eth1"\n\t}\n}\n',
    "answers that are not tracked": "table inet raw {\n\tchain c {\n\t\ttype filter hook prerouting priority raw; policy "
    "accept;\n\t\tnotrack\n\t}\n}\n",
    "everything dropped": "table inet other {\n\tchain c {\n\t\ttype filter hook input priority filter; policy "
    "drop;\n\t}\n}\n",
    "in one line": 'table inet other { comment "}"; chain c { type filter hook input priority 0; policy drop; }; }\n',
}


@pytest.mark.parametrize("table", OTHER_TABLES)
@pytest.mark.parametrize("before", [True, False])
def test_a_table_beside_the_package_s_is_refused(city: CityFolder, text: str, table: str, before: bool) -> None:
    other = OTHER_TABLES[table]
    # A listing begins with the block itself.
    listed = text[text.index("table inet govkiosk {") :]
    assert violations(city, other + listed if before else listed + other) != []


def test_a_table_beside_the_package_s_is_named(city: CityFolder, text: str) -> None:
    told = (
        'lianhua-hall-01: line 4 "meta mark set 0x00000007" of the terminal\'s table inet other can change, mark or copy '
        "packets beside the firewall [DB4403/T 503.5 6.4-e]\n"
        "    fix: run `nft delete table inet other` on the terminal, and take away what loads it"
    )
    assert violations(city, OTHER_TABLES["marks as probes"] + text) == [told]


def test_an_empty_table_beside_it_is_no_fault(city: CityFolder, text: str) -> None:
    empty = "table inet filter {\n\tchain input {\n\t\ttype filter hook input priority filter; policy accept;\n\t}\n}\n"
    assert violations(city, empty + text) == []
    assert violations(city, text + empty) == []


def test_what_stands_behind_the_table_is_refused(city: CityFolder, text: str) -> None:
    assert "is not understood" in violations(city, text + "delete table inet govkiosk\n")[0]


def test_a_probe_s_mark_may_live_for_its_time(city: CityFolder, text: str) -> None:
    used = text.replace(MARKS, marks("0x1a2b3c4d timeout 20s expires 19s996ms, 0x000006b1 timeout 1m expires 59s"))
    assert violations(city, used) == []


@pytest.mark.parametrize("answer", [None, "", 5, ["table inet govkiosk {"], "#" * (256 * 1024 + 1)])
def test_an_answer_without_its_ruleset_closes(city: CityFolder, answer: object) -> None:
    site = city.sites["lianhua-hall"]
    with pytest.raises(KioskError) as error:
        terminal_firewall.require_loaded(answer, city, site, site.terminals[0], IPv4Interface(ADDRESS))
    assert str(error.value) == (
        "lianhua-hall-01: the terminal's answer does not hold the ruleset of its kernel, so nothing is proven of its "
        "firewall [DB4403/T 503.5 6.4-e]\n    fix: run again; if it stays so, look at `nft list ruleset` on the terminal"
    )


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
