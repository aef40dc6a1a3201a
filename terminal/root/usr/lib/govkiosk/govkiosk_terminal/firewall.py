# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The host firewall: nothing in or out but what the terminal's grants need (6.4-e, 7.3).

The second wall behind the switch. Names that other programs rely on: table `inet govkiosk`, set `probe_bypass`,
counters `dropped_in` and `dropped_out`.
"""

from __future__ import annotations

from ipaddress import IPv4Address
from typing import Iterable, List

from govkiosk_terminal.settings import Endpoint, Settings

TABLE = "govkiosk"
BYPASS = "probe_bypass"
# A probe's element of that set: a mark that dies by itself within a minute, and not 0, which packets without a mark have.
PROBE = r"0x(?!0{8})[0-9a-f]{8} timeout (?:[1-5]?\ds|1m)"


def allowed(settings: Settings) -> List[Endpoint]:
    """Return every destination that may be opened from here, sorted: grants, resolvers, time, throughput server."""
    network = settings.network
    ends = set(settings.allow)
    ends.update(Endpoint(resolver, protocol, 53) for resolver in network.resolvers for protocol in ("tcp", "udp"))
    ends.update(Endpoint(server, "udp", 123) for server in network.time_servers)
    if network.measure:
        ends.add(network.measure)
    return sorted(ends)


def _set(name: str, kind: str, elements: Iterable[object], flags: str = "") -> List[str]:
    members = ", ".join(str(element) for element in elements)
    lines = [f"\tset {name} {{", f"\t\ttype {kind}"]
    if flags:
        lines.append(f"\t\tflags {flags}")
    if members:
        lines.append(f"\t\telements = {{ {members} }}")
    return [*lines, "\t}"]


_CHAINS = """\
	counter dropped_in { }
	counter dropped_out { }

	chain input {
		type filter hook input priority filter; policy drop;
		iifname "lo" accept
		meta mark @probe_bypass accept
		ct state established,related accept
		ct state invalid drop
		ip saddr @operations tcp dport 22 accept
		ip saddr @operations icmp type echo-request limit rate 20/second accept
		ip saddr @echo icmp type echo-reply accept
		icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } ip6 hoplimit 255 accept
		limit rate 10/minute burst 5 packets log prefix "govkiosk-in "
		counter name dropped_in drop
	}

	chain forward {
		type filter hook forward priority filter; policy drop;
	}

	chain output {
		type filter hook output priority filter; policy drop;
		oifname "lo" accept
		meta mark @probe_bypass accept
		ct state established,related accept
		ip daddr @operations tcp sport 22 accept
		ip daddr . meta l4proto . th dport @granted accept
		ip daddr @echo icmp type echo-request accept
		icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } ip6 hoplimit 255 accept
		limit rate 10/minute burst 5 packets log prefix "govkiosk-out "
		counter name dropped_out reject with icmpx admin-prohibited
	}
}
"""


def ruleset(settings: Settings) -> str:
    """Return the text for `nft -f`: one transaction that replaces the table, so there is never half a policy.

    `ip daddr @operations tcp sport 22` is stateless on purpose: the SSH session that loads this table for the first time
    is not yet tracked, and its answers must not stall. A refused packet is answered at once instead of dropped, so that
    a program learns it in no time.
    """
    ends = allowed(settings)
    hosts: List[IPv4Address] = sorted({settings.network.gateway, *(end.address for end in ends)})
    lines = [
        f"# {settings.terminal}: written by govkiosk-configure, do not edit.",
        f"table inet {TABLE}",
        f"delete table inet {TABLE}",
        f"table inet {TABLE} {{",
        *_set("operations", "ipv4_addr", settings.network.operations, "interval"),
        *_set(
            "granted",
            "ipv4_addr . inet_proto . inet_service",
            (f"{end.address} . {end.protocol} . {end.port}" for end in ends),
        ),
        *_set("echo", "ipv4_addr", hosts),
        *_set(BYPASS, "mark", (), "timeout"),
        "",
    ]
    return "\n".join(lines) + "\n" + _CHAINS
