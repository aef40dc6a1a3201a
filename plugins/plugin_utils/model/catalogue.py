# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`catalogue.yml`: the online list of service items, 已上线事项清单 (7.7)."""

from __future__ import annotations

from typing import Literal

from .record import Record, key
from .scalars import Address, Date, HostName, ItemCode, Port, Text, UrlPath, YesNo

CheckKind = Literal["tcp", "tls", "http"]


class Endpoint(Record):
    """One server of an item: what the policy opens and the check talks to."""

    name: HostName = key("Its host name: in DNS, in its certificate.", "主机名。")
    address: Address = key("Its address.", "地址。", clause="6.4-e")
    port: Port = key("Its TCP port.", "TCP 端口。")
    check: CheckKind = key(
        "How it is checked: `tcp` connects, `tls` greets, `http` fetches `path`.",
        "检查方式。",
        clause="7.7",
        default="tcp",
    )
    tls: YesNo = key("Whether it speaks TLS.", "是否使用 TLS。", default=False)
    path: UrlPath = key("What `http` fetches.", "访问路径。", clause="7.7", default="/")
    expect: Text | None = key("Text that the answer must hold.", "应答应包含的文字。", clause="7.7", default=None)


class Item(Record):
    """One service item."""

    code: ItemCode = key("Its code, unique in the catalogue.", "事项编码。", clause="7.7")
    name: Text = key("Its name.", "事项名称。", clause="7.7")
    provider: Text = key("The unit that provides it and grants access to it.", "事项提供单位。", clause="7.3")
    category: Text = key("The heading it stands under on the home page.", "首页分类。", default="其他")
    endpoints: tuple[Endpoint, ...] = key("Its servers.", "服务地址。", clause="7.7", min_length=1)


class Catalogue(Record):
    """The online item list."""

    version: Text = key("Its version.", "清单版本。", clause="7.7")
    published: Date = key("The day it was published.", "发布日期。", clause="7.7")
    items: tuple[Item, ...] = key("The items, in the order of the home page.", "服务事项。", clause="7.7", min_length=1)
