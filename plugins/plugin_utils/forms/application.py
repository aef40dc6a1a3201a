# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""网络策略申请表 (7.2): the plan that is pushed, as the paper that the authority and the site's management decide on.

The rows are the plan's own permits, so that what is applied for and what is configured cannot differ. Permits that
differ in nothing but the terminal share a row. The standard gives no layout (样式为自拟).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address
from typing import TYPE_CHECKING, Any

from ..evidence.evidence import digest
from ..model.city import ExplainedPrefix
from ..policy.intent import DNS, NTP, SSH
from .form import KIND, Form, printed

if TYPE_CHECKING:
    from ..model.city import Network
    from ..model.city_folder import CityFolder
    from ..model.site import Approval, Site, Terminal
    from ..policy.intent import Permit
    from ..policy.planning import SitePlan
    from .form import Stamp

_FEW = 2  # addresses in a row that are still printed one by one
TITLE = "网络策略申请表"
_UPLINK = {"wired": "有线专线", "vpn": "VPN（加密隧道）", "apn": "APN（无线专网）"}
_PROFILE = {"public": "面向公众，不得访问互联网（6.4-e）", "police": "公安终端，按公安网络要求（6.4-f）"}
_DUTY = {
    "dns": "域名解析",
    "ntp": "时间同步",
    "measure": "带宽测量（6.4-d）",
    "ssh": "应答运维网 SSH（由运维网发起）",
    "echo-reply": "应答运维网连通性探测",
    "echo": "探测本网点网关",
}


@dataclass(frozen=True)
class Purpose:
    """What a flow is for, who granted it, and by which paper."""

    what: str
    granted_by: str
    approval: str


def application(folder: CityFolder, plan: SitePlan, stamp: Stamp) -> Form:
    """Fill the form of one site from its plan; what people decide and sign stays empty."""
    site = plan.site
    rows = list(_rows(folder, plan))
    content = {
        "header": {
            "table": "",
            "clause": "7.2",
            "project": "",
            "contract": "",
            "site": site.name,
            "address": site.address,
            "code": site.site,
        },
        "stamp": printed(stamp),
        "network": _network(folder, site),
        "terminals": [_terminal(plan, terminal) for terminal in site.terminals],
        "rules": rows,
        "permits": len(plan.rules),
        "rules_digest": digest({"rules": [_flow(row) for row in rows]}),
        # What this switch has a step for, which may be more than the city asks for.
        "rate_kbps": plan.rate_kbps,
        "frames": plan.frames.chinese,
        "proven": not plan.violations,
        "approval": _paper(site.network.approval),
        "parties": {"custodian": site.custodian, "authority": folder.city.authority},
    }
    return Form("WLSQ", TITLE, "application.typ", content)


def _flow(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what is decided on; an approval that is recorded later does not change it."""
    return {key: row[key] for key in ("sources", "source_port", "destination", "port", "protocol")}


def _paper(approval: Approval | None) -> dict[str, str]:
    return {
        "number": approval.number if approval else "",
        "date": approval.date.isoformat() if approval else "",
    }


def _network(folder: CityFolder, site: Site) -> dict[str, Any]:
    network, own = folder.network(site), site.network.own_rules
    return {
        "class": site.network.class_,
        "kind": KIND[site.network.class_],
        "uplink": _UPLINK[site.network.uplink],
        "profile": _PROFILE[site.network.profile],
        "own_rules": f"{own.number}（{own.date.isoformat()}）" if own else "",
        "vlan": site.network.vlan,
        "subnet": str(site.network.subnet),
        "netmask": str(site.network.subnet.netmask),
        "gateway": str(site.gateway),
        "switch": site.switch_name,
        "switch_model": site.switch.model,
        "switch_address": str(site.switch.address),
        "resolvers": [str(each) for each in network.resolvers],
        "time_servers": [str(each) for each in network.time_servers],
        "operations": [str(each) for each in network.operations],
        "prefixes": [
            f"{each.prefix}（{each.reason}）" if isinstance(each, ExplainedPrefix) else str(each)
            for each in network.listed
        ],
    }


def _terminal(plan: SitePlan, terminal: Terminal) -> dict[str, str]:
    address = plan.addresses.get(terminal.id)
    return {
        "id": terminal.id,
        "model": terminal.model,
        "serial": terminal.serial,
        "mac": str(terminal.mac),
        "port": terminal.port,
        "address": str(address) if address else "",
    }


def _rows(folder: CityFolder, plan: SitePlan) -> Iterator[dict[str, Any]]:
    """Give one row for each flow, in the plan's order, with every terminal that it is opened for."""
    granted = {terminal.id: _granted(folder, plan.site, terminal) for terminal in plan.site.terminals}
    duties = _Duties.of(folder, plan.site)
    rows: dict[tuple[Any, ...], list[str]] = {}
    for permit in plan.rules:
        purposes = (*_items(granted[permit.terminal], permit), *duties.purposes(permit))
        rows.setdefault((*_ends(permit), permit.clause, purposes), []).append(str(permit.source))
    for (source_port, destination, port, protocol, clause, purposes), sources in rows.items():
        yield {
            "sources": sources,
            "source_ranges": _ranges(sources),
            "source_port": source_port,
            "destination": destination,
            "port": port,
            "protocol": protocol,
            "clause": clause,
            "purposes": [
                {"what": each.what, "granted_by": each.granted_by, "approval": each.approval} for each in purposes
            ],
        }


def _ranges(sources: Sequence[str]) -> list[str]:
    """Write three or more addresses in a row as first and last, so that a large site's form stays a few pages."""
    runs: list[list[IPv4Address]] = []
    for address in sorted(map(IPv4Address, sources)):
        if runs and int(address) == int(runs[-1][-1]) + 1:
            runs[-1].append(address)
        else:
            runs.append([address])
    return [part for run in runs for part in ([f"{run[0]} 至 {run[-1]}"] if len(run) > _FEW else map(str, run))]


def _ends(permit: Permit) -> tuple[str, str, str, str]:
    """Return source port, destination, destination port and protocol as they are printed."""
    single = permit.destination.prefixlen == permit.destination.max_prefixlen
    destination = str(permit.destination.network_address if single else permit.destination)
    if permit.message:
        return "—", destination, "—", f"ICMP {permit.message}"
    protocol = permit.protocol.upper() + ("（仅应答）" if permit.established else "")
    return str(permit.source_port or "任意"), destination, str(permit.port or "任意"), protocol


def _granted(folder: CityFolder, site: Site, terminal: Terminal) -> Mapping[tuple[IPv4Address, int], list[Purpose]]:
    """Return the items that a terminal may open, by the endpoints that they have."""
    grants = folder.grants(site, terminal)
    items: dict[tuple[IPv4Address, int], list[Purpose]] = {}
    for item in folder.granted(site, terminal):
        purpose = Purpose(f"{item.code} {item.name}", item.provider, grants[item.code].approval)
        for end in {(endpoint.address, endpoint.port) for endpoint in item.endpoints}:
            items.setdefault(end, []).append(purpose)
    return items


def _items(granted: Mapping[tuple[IPv4Address, int], list[Purpose]], permit: Permit) -> Sequence[Purpose]:
    """Return the items whose endpoint a permit reaches."""
    end = (permit.destination.network_address, permit.port or 0)
    return granted.get(end, ()) if permit.protocol == "tcp" else ()


@dataclass(frozen=True)
class _Duties:
    """What every terminal of a site has to reach, or answer to (6.4-d and 7.2)."""

    network: Network
    measure: tuple[IPv4Address, int] | None
    granted_by: str
    approval: str

    @classmethod
    def of(cls, folder: CityFolder, site: Site) -> _Duties:
        network = folder.network(site)
        approval = site.network.approval.number if site.network.approval else ""
        return cls(network, network.measure_server if network.measure else None, folder.city.authority, approval)

    def purposes(self, permit: Permit) -> Iterator[Purpose]:
        """Give those that a permit is for."""
        to = permit.destination.network_address
        holds = {
            "dns": to in self.network.resolvers and permit.port == DNS,
            "ntp": to in self.network.time_servers and permit.port == NTP and permit.protocol == "udp",
            "measure": self.measure == (to, permit.port) and permit.protocol == "tcp",
            "ssh": permit.source_port == SSH and permit.established,
            "echo-reply": permit.message == "echo-reply",
            "echo": permit.message == "echo",
        }
        return (Purpose(_DUTY[duty], self.granted_by, self.approval) for duty, true in holds.items() if true)
