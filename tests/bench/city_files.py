# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A city of any number of sites, written as the files that an engineer would have written.

`python tests/bench/city_files.py FOLDER SITES` writes one to look at.
"""

from __future__ import annotations

import shutil
import sys
from ipaddress import IPv4Address
from pathlib import Path

LAB = Path(__file__).resolve().parents[2] / "tests" / "one_site"
DISTRICTS = 10
FIRST_SUBNET = IPv4Address("10.128.0.0")
FIRST_SWITCH = IPv4Address("10.112.0.0")
PLATFORMS = (
    ("huawei_vrp", "GigabitEthernet0/0/"),
    ("hp_comware", "GigabitEthernet1/0/"),
    ("ruijie_os", "GigabitEthernet 0/"),
    ("cisco_ios", "GigabitEthernet0/"),
)

_SITE = """---
site: {code}
name: 第{at}号行政服务大厅
address: 第{district}区红荔路（实验地址）{at}号
venue: a1
owner: 区政务服务和数据管理局
custodian: 街道办事处
vendor: 实验终端设备有限公司
service:
  mode: 7x24

network:
  class: extranet
  profile: public
  uplink: wired
  vlan: 110
  subnet: {subnet}/28
  approval: {{number: WL-2026-{at:05}, date: 2026-11-02}}

switch:
  platform: {platform}
  model: S5700-28C-EI
  address: {switch}

terminals:
{terminals}
grants:
  - {{items: all, approval: YW-2026-0007, date: 2026-11-03}}

survey:
  date: 2026-11-01
  indoor: true
  floor_mm: 1200x1300
  socket: true
  supply_v: 221
  supply_a: 10
  ups: none
  wall_ports: 4
  power_on: true
  network_on: true
  cctv: true
  gbt_18789: true
  entry: [id_card, ishenzhen_qr]

delivery:
  - serials: [{serials}]
    receipt: {{number: DH-2026-{at:05}, date: 2026-11-05, result: pass}}
    unboxing: {{original: pass, undamaged: pass, certificate: pass, inspector: 张三, date: 2026-11-05}}
    power_on: {{runs: pass, lights: pass, inspector: 张三, date: 2026-11-05}}
"""
_TERMINAL = """  - id: {code}-{number:02}
    model: ZW-T100
    serial: ZW{at:06}-{number:02}
    mac: 5489-{high:04x}-{low:04x}
    port: {port}{number}
    screen: 1080x1920
    base_mm: 700x600
"""


def code(at: int) -> str:
    """Give the code of site number `at`."""
    return f"hall-{at:05}"


def site_file(folder: Path, at: int) -> Path:
    """Give the file of site number `at`."""
    return folder / "sites" / f"district-{at % DISTRICTS}" / f"{code(at)}.yml"


def terminals(at: int) -> int:
    """Give how many terminals site number `at` has: two or three in turn, 25,000 at 10,000 sites."""
    return 2 + at % 2


def site_text(at: int) -> str:
    """Write the file of site number `at`."""
    platform, port = PLATFORMS[at % 4]
    each = (
        _TERMINAL.format(code=code(at), at=at, number=number, port=port, high=at >> 8, low=(at & 0xFF) << 8 | number)
        for number in range(1, terminals(at) + 1)
    )
    return _SITE.format(
        code=code(at),
        at=at,
        district=at % DISTRICTS,
        subnet=FIRST_SUBNET + 2**16 * (at % DISTRICTS) + 16 * (at // DISTRICTS),
        platform=platform,
        switch=FIRST_SWITCH + at + 1,
        terminals="".join(each),
        serials=", ".join(f"ZW{at:06}-{number:02}" for number in range(1, terminals(at) + 1)),
    )


def write_city(folder: Path, sites: int) -> None:
    """Write a whole inventory of so many sites, at most 40,000; its address ledger is empty."""
    for at in range(DISTRICTS):
        (folder / "sites" / f"district-{at}").mkdir(parents=True)
    for name in ("catalogue.yml", "govkiosk.yml"):
        shutil.copy(LAB / name, folder / name)
    text = (LAB / "city.yml").read_text(encoding="utf-8")
    for old, new in (
        ("prefixes: [10.96.0.0/16]", "prefixes: [10.96.0.0/16, 10.112.0.0/16, 10.128.0.0/12]"),
        ("  futian:\n    name: 福田区\n    pools:\n      extranet: [10.96.128.0/20]\n", _districts()),
    ):
        if old not in text:
            raise ValueError(f"{old!r} does not stand in {LAB / 'city.yml'} any more")
        text = text.replace(old, new)
    (folder / "city.yml").write_text(text, encoding="utf-8")
    for at in range(sites):
        site_file(folder, at).write_text(site_text(at), encoding="utf-8")


def _districts() -> str:
    return "".join(
        f"  district-{at}:\n    name: 第{at}区\n    pools:\n      extranet: [{FIRST_SUBNET + 2**16 * at}/16]\n"
        for at in range(DISTRICTS)
    )


if __name__ == "__main__":
    write_city(Path(sys.argv[1]), int(sys.argv[2]))
