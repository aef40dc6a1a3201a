# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`city.yml`: what holds for all sites of one installation."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Discriminator, Tag

from ...module_utils.message import say
from .record import Record, key
from .scalars import IPV4, Address, Address6, Allowed, Code, FileName, HostName, Prefix, Text, parsed, whole

NetworkClass = Literal["extranet", "intranet", "police"]


_URL = rf"[hH][tT][tT][pP]://{IPV4}(:[0-9]{{1,5}})?/([A-Za-z0-9._~!$&'()+,;=:@%*-]+/)*"


def _url(text: str) -> str:
    if not re.fullmatch(_URL, text):
        raise ValueError(say("is no URL of that form"))
    port = urlsplit(text).netloc.partition(":")[2]
    if port and not 1 <= int(port) <= 65535:
        raise ValueError(say("has {port} for a port", port=port), say("write a port from 1 to 65535"))
    return text


MeasureUrl = Annotated[
    str,
    parsed(_url),
    Allowed(
        say("http://ADDRESS:PORT/, such as http://10.96.4.80:8080/"),
        pattern=_URL,
        examples=("http://10.96.4.80:8080/",),
    ),
]


def _range(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    if "/" in text:
        network = IPv4Network(text)
        return int(network[0]), int(network[-1])
    low, high = int(IPv4Address(first)), int(IPv4Address(last or first))
    if high < low:
        raise ValueError(say("ends before it begins"))
    return low, high


AddressRange = Annotated[
    tuple[int, int],
    parsed(_range),
    Allowed(
        say("an address, a prefix, or two addresses such as 10.96.128.20-10.96.128.30"),
        pattern=rf"{IPV4}(/[0-9.]+|-({IPV4})?)?",
        examples=("10.96.128.20-10.96.128.30",),
    ),
]


class ExplainedPrefix(Record):
    """A prefix of the internet's numbers that a government network uses all the same."""

    prefix: Prefix = key("The prefix.", "地址段。", clause="6.4-e")
    reason: Text = key(
        "Why it is no way to the internet, as the application form prints it.",
        "该地址段不通互联网的依据（印在申请表上）。",
        clause="6.4-e",
    )


def _prefix_kind(value: Any) -> str:
    return "explained" if isinstance(value, (dict, ExplainedPrefix)) else "plain"


class Network(Record):
    """One network class: all that may ever be reached from a terminal on it."""

    listed: tuple[
        Annotated[
            Annotated[Prefix, Tag("plain")] | Annotated[ExplainedPrefix, Tag("explained")],
            Discriminator(_prefix_kind),
            Allowed(say("an IPv4 prefix such as 10.96.128.0/27, host bits zero, or a mapping of prefix, reason")),
        ],
        ...,
    ] = key(
        "All that may ever be reached from a terminal lies inside these prefixes; one that is neither private nor "
        "59.192.0.0/10 or 19.0.0.0/8 needs a reason.",
        "终端可访问的全部地址段；私有地址、59.192.0.0/10、19.0.0.0/8 以外的须写明 reason。",
        clause="6.4-e",
        min_length=1,
        alias="prefixes",
    )
    resolvers: tuple[Address, ...] = key("DNS servers.", "域名解析服务器。", min_length=1)
    time_servers: tuple[Address, ...] = key("NTP servers.", "时间服务器。", min_length=1)
    operations: tuple[Prefix, ...] = key(
        "Where terminals and switches are managed from.", "运维管理地址段。", min_length=1
    )
    measure: MeasureUrl | None = key(
        "The server that terminals measure their bandwidth against.", "带宽测试服务器。", clause="6.4-d", default=None
    )

    @property
    def prefixes(self) -> tuple[IPv4Network, ...]:
        """Give the prefixes without their reasons."""
        return tuple(each.prefix if isinstance(each, ExplainedPrefix) else each for each in self.listed)

    @property
    def explained(self) -> tuple[ExplainedPrefix, ...]:
        """Give the prefixes that have a reason."""
        return tuple(each for each in self.listed if isinstance(each, ExplainedPrefix))

    @property
    def measure_server(self) -> tuple[IPv4Address, int]:
        """Give the address and TCP port of `measure`.

        Raises:
            ValueError: there is none.
        """
        parts = urlsplit(self.measure or "")
        return IPv4Address(parts.hostname or ""), parts.port or 80

    def holds(self, address: IPv4Address) -> bool:
        """Tell whether `address` is on this network."""
        return any(address in prefix for prefix in self.prefixes)


class District(Record):
    """One district and the pools that its terminals' addresses come from."""

    name: Text = key("Its name, as forms print it.", "区名称。")
    pools: dict[NetworkClass, tuple[Prefix, ...]] = key(
        "Address pools per network class; sites' subnets lie inside them.",
        "按网络类别划分的地址池。",
        clause="6.4-b",
        min_length=1,
    )


#: The tunnels that a canary may be out of operations' reach by, as the checks' names write them; 6: inside IPv6.
TUNNELS = ("gre", "gre6", "esp", "esp6", "6in4")
#: As a key beside them: no zone is delegated to it, so no resolver can be shown to keep its questions.
DNS = "dns"
#: Characters of a zone, so that a name with a nonce before it is one (RFC 1035 2.3.4).
LONGEST_ZONE = 233


def _tunnel(text: str) -> str:
    if text.rstrip("6") in ("tcp", "udp", "icmp"):
        raise ValueError(
            say("is what the proof rests on: without it nothing at all is shown"),
            say("have operations' way out pass it"),
        )
    if text not in (*TUNNELS, DNS):
        raise ValueError(say("is no tunnel that is probed"))
    return text


TunnelName = Annotated[str, parsed(_tunnel), Allowed(", ".join((*TUNNELS, DNS)), pattern="|".join((*TUNNELS, DNS)))]


def _user(text: str) -> str:
    if not re.fullmatch(_USER, text):
        raise ValueError(say("is no user's name"))
    return text


_USER = "[a-z_][a-z0-9_-]{0,31}"
UserName = Annotated[
    str,
    parsed(_user),
    Allowed(
        say("lower-case letters, digits, - and _, at most 32, such as debian"), pattern=_USER, examples=("debian",)
    ),
]


class CanaryLogin(Record):
    """How `playbooks/canary.yml` logs in to a canary's host."""

    user: UserName = key(
        "Who logs in, by key; where it is not root, sudo asks it for no password.",
        "登录用户（密钥登录）；不是 root 的，sudo 不得要求密码。",
    )
    port: Annotated[int, whole(1, 65535)] = key(
        "The port of its sshd, none that the canary itself listens on.", "sshd 端口，不得与探针主机自身监听的端口相同。"
    )


class Canary(Record):
    """A host beyond the network's exit, run by the project, that logs whatever reaches it."""

    name: HostName = key("Its name.", "名称。")
    address: Address = key(
        "Its address, outside all networks' prefixes.", "地址（应在全部地址段之外）。", clause="6.4-e"
    )
    address6: Address6 | None = key("Its IPv6 address.", "IPv6 地址。", clause="6.4-e", default=None)
    zone: HostName | None = key(
        "A domain of at least two labels whose only name server is this canary: names below it show whether a resolver asks "
        "the internet. One canary of the city needs one, or `dns` in `unreachable`.",
        "委派给该主机的域名（至少两级，其唯一权威服务器即该主机），用于检测域名解析服务器是否向互联网递归；"
        "全市至少一台填写，否则在 `unreachable` 中以 `dns` 写明原因。",
        clause="6.4-e",
        default=None,
    )
    unreachable: dict[TunnelName, Text] = key(
        "Tunnels (`gre`, `gre6`, `esp`, `esp6`, `6in4`; with 6 inside IPv6) that operations cannot reach it by, and `dns` if no "
        "zone can be delegated to it, each with its reason, which the acceptance form prints; what arrives all the same is "
        "still a leak.",
        "运维网络出口不放行、无法作对照的隧道协议（`gre`、`gre6`、`esp`、`esp6`、`6in4`，带 6 的为 IPv6），"
        "以及无法委派域名时的 `dns`，各写明原因（印在验收单上）；探测到达的仍按泄漏处理。",
        clause="6.4-e",
        default={},
    )
    ssh: CanaryLogin | None = key(
        "How `playbooks/canary.yml` logs in to install, update and check it: a host of the group `canaries` then.",
        "`playbooks/canary.yml` 安装、更新和检查时的登录方式；填写后该主机属于分组 `canaries`。",
        default=None,
    )


class Policy(Record):
    """Figures of the city's own choice."""

    rate_kbps: Annotated[int, whole(4096, 1_000_000)] = key(
        "Bandwidth of each terminal in kbit/s; a switch that takes rates in steps gets the next step, never less.",
        "每台终端带宽（kbit/s）；交换机限速有步长时向上取整，不低于此值。",
        clause="6.4-d",
        default=8192,
    )
    quarantine_days: Annotated[int, whole(0, 3650)] = key(
        "Days before an address given up is given to another terminal.",
        "地址回收隔离天数。",
        clause="6.4-b",
        default=180,
    )
    guard_minutes: Annotated[int, whole(2, 60)] = key(
        "Minutes until a switch undoes a change that nobody confirmed.", "回退保护时间（分钟）。", default=10
    )
    evidence_days: Annotated[int, whole(1, 365)] = key(
        "Days that a terminal's last whole check may be old when acceptance is decided again without a new one.",
        "不重新检测而再次判定验收时，最近一次完整检测证据的有效天数。",
        clause="7.7.1",
        default=7,
    )
    other_ethertypes: Literal["filter", "leave"] = key(
        "What becomes of a terminal's frames that carry neither IPv4, IPv6 nor ARP: PPPoE, MPLS, two tags.",
        "终端发出的 IPv4、IPv6、ARP 以外类型的以太网帧（PPPoE、MPLS、双层标签等）如何处理。",
        clause="6.4-e",
        default="leave",
    )
    excluded: tuple[AddressRange, ...] = key(
        "Addresses never given to a terminal.", "不分配给终端的地址。", clause="6.4-b", default=()
    )


class Rollout(Record):
    """How a deployment of many sites goes on from wave to wave."""

    sites_per_wave: Annotated[int, whole(1, 1000)] = key(
        "Sites in each wave after the canaries.", "先行网点之后每批的网点数。", default=20
    )
    max_failed_percent: Annotated[int, whole(0, 100)] = key(
        "Percent of a wave's sites that may fail before the next wave is not begun.",
        "每批失败网点占比上限（%），超过则不开始下一批。",
        default=10,
    )
    canary_max_failed_percent: Annotated[int, whole(0, 100)] = key(
        "The same for the wave of canaries.", "先行批次失败网点占比上限（%）。", default=0
    )


class City(Record):
    """One installation."""

    city: Code = key("Its code.", "城市代码。")
    name: Text = key("Its name, as forms and the home page print it.", "城市名称。")
    hotline: Text = key("The telephone number on the home page.", "首页显示的服务热线。", default="12345")
    authority: Text = key("The authority for government services.", "政务服务主管部门。", clause="7.2")
    networks: dict[NetworkClass, Network] = key(
        "The networks that sites are on.", "网络类别。", clause="6.4-a", min_length=1
    )
    districts: dict[Code, District] = key(
        "The districts; each has a folder under sites/.", "行政区。", clause="6.4-b", min_length=1
    )
    canaries: tuple[Canary, ...] = key(
        "Hosts that prove that no packet leaves.", "互联网侧探测主机。", clause="6.4-e", min_length=1
    )
    ca_file: FileName = key(
        "The authority that signed the service items' certificates: a file beside this one.",
        "服务事项证书的签发机构证书文件。",
        clause="7.7",
        default="ca.pem",
    )
    policy: Policy = key("Figures of the city's own choice.", "策略参数。", default=Policy())
    rollout: Rollout = key("How a deployment goes on from wave to wave.", "分批部署参数。", default=Rollout())
    anchors: Literal["city", "records"] = key(
        "Where the log of anchors and the keys that sign them lie.",
        "锚定日志及其签名公钥的位置。",
        default="city",
    )

    @property
    def prefixes(self) -> tuple[IPv4Network, ...]:
        """Give all that is this city's own: operations and pools lie inside some network's prefixes."""
        return tuple(dict.fromkeys(prefix for network in self.networks.values() for prefix in network.prefixes))


__all__ = ["Canary", "CanaryLogin", "City", "District", "Network", "NetworkClass", "Policy", "Rollout"]
