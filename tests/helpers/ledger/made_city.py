# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Cities made in memory, so that a test says what it is about and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses.ledger import Ledger
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses.ledger_lines import HEADER, parse
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.catalogue import Catalogue
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city import City
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city_folder import CityFolder
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.site import Site

CITY = {
    "city": "test",
    "name": "测试市",
    "authority": "测试市政务服务和数据管理局",
    "networks": {
        "extranet": {
            "prefixes": ["10.0.0.0/8"],
            "resolvers": ["10.0.0.53"],
            "time_servers": ["10.0.0.123"],
            "operations": ["10.0.0.0/24"],
        }
    },
    "districts": {
        "east": {"name": "东区", "pools": {"extranet": ["10.1.0.0/16", "10.3.0.0/16"]}},
        "west": {"name": "西区", "pools": {"extranet": ["10.2.0.0/16"]}},
    },
    "canaries": [{"name": "canary", "address": "198.51.100.80"}],
}
CATALOGUE = {
    "version": "1",
    "published": "2026-01-01",
    "items": [
        {
            "code": "A",
            "name": "事项",
            "provider": "单位",
            "endpoints": [{"name": "a.test", "address": "10.0.0.80", "port": 80}],
        }
    ],
}


def site(code: str, district: str, subnet: str, terminals: list[str], **changes: Any) -> Site:
    """Make a site with these terminals' ids."""
    number = sum(ord(mark) * 257**at for at, mark in enumerate(code)) % 2**24
    return Site.model_validate(
        {
            "site": code,
            "district": district,
            "name": code,
            "address": code,
            "venue": "a1",
            "owner": "甲",
            "custodian": "乙",
            "vendor": "丙",
            "service": {"mode": "7x24"},
            "network": {"class": "extranet", "vlan": 110, "subnet": subnet},
            "switch": {"platform": "huawei_vrp", "address": "10.0.1.1"},
            "terminals": [
                {
                    "id": name,
                    "model": "M",
                    "serial": f"S{number}-{at}",
                    "mac": f"02{number:06x}{at:04x}",
                    "port": f"GigabitEthernet0/0/{at + 1}",
                    "base_mm": "700x600",
                }
                for at, name in enumerate(terminals)
            ],
            **changes,
        }
    )


def city(*sites: Site, path: Path = Path("city"), **policy: Any) -> CityFolder:
    """Make a city of these sites."""
    return CityFolder(
        path,
        City.model_validate({**CITY, "policy": policy}),
        Catalogue.model_validate(CATALOGUE),
        {each.site: each for each in sites},
    )


def ledger(*rows: str, district: str = "east") -> Ledger:
    """Read a ledger of one district."""
    lines, broken = parse("\n".join([HEADER, *rows, ""]), district)
    return Ledger(tuple(lines), tuple(broken), "addresses", (district,))
