# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`sites/<district>/<site>.yml`: the file an engineer writes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import IPv4Address
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from ...module_utils.message import say
from ..config.port_names import NUMBER, without_zeros
from ..platforms import IDENTITIES
from .city import NetworkClass
from .delivery import Delivery
from .opening_hours import Days, Spans
from .record import Record, key
from .scalars import (
    Address,
    Allowed,
    Code,
    Date,
    FloorSize,
    ItemCode,
    MacAddress,
    PixelSize,
    Prefix,
    Serial,
    Text,
    UsbId,
    parsed,
    whole,
)
from .survey_facts import SurveyFacts, Waiver

Venue = Literal["a1", "a2", "b1", "b2", "b3", "c1", "c2", "c3", "c4", "d", "other"]
Profile = Literal["public", "police"]
Uplink = Literal["wired", "vpn", "apn"]
Wave = Literal["canary", "rest"]
if TYPE_CHECKING:
    Platform = str
else:
    Platform = Literal[tuple(IDENTITIES)]

_PORT_NAME = f"([1-9][0-9]{{0,2}})?[A-Za-z]([A-Za-z0-9 -]{{0,29}}[A-Za-z -])?{NUMBER}(/{NUMBER}){{0,3}}"


def _port_name(text: str) -> str:
    """Keep the name to what every platform's names have in common; `site_rules` knows each platform's own."""
    if not re.fullmatch(_PORT_NAME, text, re.ASCII):
        plain = without_zeros(text)
        if re.fullmatch(_PORT_NAME, plain, re.ASCII):
            raise ValueError(say("has a number with a leading 0"), say("write {plain}", plain=plain))
        raise ValueError(say("is no port name"))
    return text


PortName = Annotated[
    str,
    parsed(_port_name),
    Allowed(
        say("the port's full name, such as GigabitEthernet0/0/1"),
        pattern=_PORT_NAME,
        examples=("GigabitEthernet0/0/1",),
    ),
]


class Service(Record):
    """How the site is attended (6.5)."""

    mode: Literal["7x24", "staffed"] = key(
        "`7x24`: open day and night; `staffed`: attended in office hours.", "服务方式。", clause="6.5.1-a"
    )
    hours: dict[Days, Spans] = key(
        "Opening hours of a staffed site, by day of the week; each day once.",
        "有人值守网点的开放时间（按星期；每天只写一次）。",
        clause="6.5.2-b",
        default={},
        examples=[{"mon-fri": "09:00-12:00,14:00-17:30"}],
    )


class Approval(Record):
    """A paper that allows something."""

    number: Text = key("Its number.", "文号。")
    date: Date = key("Its date.", "日期。")


class SiteNetwork(Record):
    """Where the site is on the government's networks (6.4)."""

    class_: NetworkClass = key("The network class, one of `city.yml`.", "网络类别。", clause="6.4-a", alias="class")
    profile: Profile = key("Who may talk to whom.", "策略档。", clause="6.4-f", default="public")
    uplink: Uplink = key("How the site reaches the network.", "上联方式。", clause="6.4-a", default="wired")
    vlan: Annotated[int, whole(2, 4094)] = key("The terminals' VLAN.", "终端 VLAN。", clause="6.4-a")
    subnet: Prefix = key("The terminals' subnet, inside a pool of the district.", "终端网段。", clause="6.4-b")
    gateway: Address = key(
        "The subnet's gateway; its first host unless said otherwise.",
        "网关（默认为首个地址）。",
        clause="6.4-b",
        examples=["10.96.128.1"],
        default_factory=lambda data: data["subnet"].network_address + 1,
    )
    approval: Approval | None = key(
        "The approval of the network policy application.", "网络策略申请批复。", clause="7.2", default=None
    )
    own_rules: Approval | None = key(
        "The police network's document that takes the place of 6.4.", "公安网络要求文件。", clause="6.4-f", default=None
    )


class Switch(Record):
    """The access switch."""

    renamed: ClassVar[Mapping[str, str]] = {"dialect": "platform"}

    platform: Platform = key("The language it is configured in.", "设备配置语言。")
    model: Text = key("Its model.", "型号。", default="")
    address: Address = key("Its management address.", "管理地址。", examples=["10.96.192.11"])
    spare_ports: tuple[PortName, ...] = key(
        "The site's ports that no terminal uses: they are shut. Never the uplink.",
        "网点未使用的端口（将被关闭；不得填写上联口）。",
        clause="6.4-c",
        default=(),
    )


class Terminal(Record):
    """One kiosk."""

    id: Code = key(
        "Its id, unique city-wide: number on forms, host name.",
        "终端编号。",
        clause="6.4-b",
        examples=["lianhua-hall-01"],
    )
    formerly: Code | None = key(
        "Its id before it was renamed, so that it keeps its address.",
        "更名前的终端编号（保留原地址）。",
        clause="6.4-b",
        default=None,
    )
    model: Text = key("Its model.", "型号。", clause="7.5.1-a1")
    serial: Serial = key("Its serial number, unique city-wide.", "序列号。", clause="7.5.1-a1")
    mac: MacAddress = key("The MAC address of its network card, unique city-wide.", "网卡 MAC 地址。", clause="6.4-c")
    port: PortName = key("The switch port of its wall socket.", "交换机端口。", clause="6.4-c")
    screen: PixelSize = key(
        "Its screen in pixels.", "屏幕分辨率。", clause="7.6-a", default="1080x1920", validate_default=True
    )
    keyboards: Annotated[
        tuple[UsbId, ...],
        Allowed(say('a list of USB ids such as ["08ff:0009"]'), say("lsusb on the terminal lists them")),
    ] = key(
        "USB ids of its card readers, code readers and PIN pads that type: characters, digits, Enter, Tab and Backspace "
        "reach the browser from them, no other key and no other keyboard does.",
        "以键盘方式输入的读卡器、扫码器、密码键盘的 USB 编号：仅这些设备的字符、数字、回车、Tab、退格键可到达浏览器。",
        clause="7.6-a",
        default=(),
        examples=[["08ff:0009"]],
    )
    base_mm: FloorSize = key("Its base, width x depth in millimetres.", "底座宽×深（毫米）。", clause="6.2-b")
    floor_mm: FloorSize | None = key(
        "Its own floor, if it differs from the survey's.",
        "占地宽×深（毫米）。",
        clause="6.2-b",
        default=None,
        examples=["1200x1300"],
    )


def _items_kind(value: Any) -> str:
    return "list" if isinstance(value, (list, tuple)) else "all"


class Grant(Record):
    """The providers' permission for items (7.3)."""

    items: Annotated[
        Annotated[Literal["all"], Tag("all")] | Annotated[tuple[ItemCode, ...], Field(min_length=1), Tag("list")],
        Discriminator(_items_kind),
        Allowed(say("all, or a list of item codes of the catalogue")),
    ] = key("`all`, or item codes.", "全部事项（all）或事项编码列表。", clause="7.3")
    terminals: tuple[Code, ...] | None = key(
        "The terminals it holds for; all of the site unless said.", "适用终端（默认全部）。", clause="7.3", default=None
    )
    approval: Text = key("The number of the permission.", "授权文号。", clause="7.3")
    date: Date = key("Its date.", "授权日期。", clause="7.3")

    def covers(self, terminal: str, item: str) -> bool:
        """Tell whether this grant opens the item on the terminal."""
        return (self.terminals is None or terminal in self.terminals) and (self.items == "all" or item in self.items)


class Site(Record):
    """One site."""

    site: Code = key("Its code, unique city-wide: the file's name.", "网点代码（与文件名一致）。", clause="5")
    formerly: Code | None = key(
        "Its code before it was renamed, so that its policy on the switch is known as its own.",
        "更名前的网点代码（据此认定交换机上的策略属于本网点）。",
        clause="7.2",
        default=None,
    )
    district: Code = key(
        "Its district: the folder's name.", "行政区（与目录名一致）。", clause="5", examples=["futian"]
    )
    name: Text = key("Its name, as forms and the home page print it.", "网点名称。", clause="5")
    address: Text = key("Its street address.", "网点地址。", clause="5")
    venue: Venue = key("The kind of place, as 6.1 numbers them, or `other`.", "场所类型。", clause="6.1")
    venue_note: Text | None = key("For `other`: which, and why.", "其他场所的说明。", clause="6.1", default=None)
    wave: Wave = key(
        "When it is deployed: canaries first, and the rest only if they are accepted; also a group, `wave_canary`.",
        "部署批次：先行网点验收通过后才部署其余网点；同时为分组（`wave_canary`／`wave_rest`）。",
        default="rest",
    )
    owner: Text = key("The unit that owns the terminals.", "设备资产所有权方。", clause="7.5.2")
    custodian: Text = key("The unit that keeps them and manages the site.", "设备保管责任方。", clause="7.7.1")
    vendor: Text = key("The terminals' maker.", "设备厂家。", clause="7.5.2")
    service: Service = key("How the site is attended.", "服务方式。", clause="6.5.1-a")
    network: SiteNetwork = key("Where it is on the network.", "网络。", clause="6.4-a")
    switch: Switch = key("Its access switch.", "接入交换机。", clause="6.4-c")
    terminals: tuple[Terminal, ...] = key("Its terminals.", "终端。", clause="5", min_length=1)
    grants: tuple[Grant, ...] = key("Permissions for items.", "业务权限。", clause="7.3", default=())
    survey: SurveyFacts = key("What was seen at the place.", "现场勘察。", clause="7.1", default=SurveyFacts())
    waivers: tuple[Waiver, ...] = key(
        "Requirements of the survey that do not hold here, by whose leave.", "豁免。", default=()
    )
    delivery: Annotated[
        tuple[Delivery, ...],
        Allowed(
            say("a list, each a mapping of {model_fields}", model_fields=", ".join(Delivery.model_fields)),
            say("begin it with `- serials: [...]`, the serial numbers of the terminals that it holds for"),
        ),
    ] = key(
        "Receipt, unboxing and power-on: each terminal's serial number stands in one record.",
        "到货、开箱、通电检验（每台终端的序列号列入一条记录）。",
        clause="7.5.1-a1",
        default=(),
    )

    @property
    def switch_name(self) -> str:
        """Give the switch's host name."""
        return f"{self.site}-sw"

    @property
    def gateway(self) -> IPv4Address:
        """Give the subnet's gateway."""
        return self.network.gateway

    def delivery_of(self, terminal: Terminal) -> Delivery | None:
        """Give the record of the delivery of a terminal's device; there is never more than one."""
        return next((delivery for delivery in self.delivery if terminal.serial in delivery.serials), None)
