# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Receipt, unboxing and power-on inspection (7.5), as people recorded them."""

from __future__ import annotations

from typing import Literal

from .record import Record, key
from .scalars import Date, Serial, Text

Result = Literal["pass", "fail"]


class Receipt(Record):
    """到货签收."""

    number: Text = key("The number of the receipt.", "签收单号。", clause="7.5.2")
    date: Date = key("The day of delivery.", "到货日期。", clause="7.5.2")
    result: Result = key("`pass` or `fail`.", "签收结果。", clause="7.5.2")


class Unboxing(Record):
    """开箱检验."""

    original: Result = key("The maker's own device.", "是否原厂设备。", clause="7.5.1-a1")
    undamaged: Result = key("No damage.", "外观是否完好。", clause="7.5.1-a2")
    certificate: Result = key("Certificates complete.", "合格证书是否齐全。", clause="7.5.1-a3")
    inspector: Text = key("Who looked.", "检验人。", clause="7.5.2")
    date: Date = key("When.", "检验日期。", clause="7.5.2")


class PowerOn(Record):
    """通电检验."""

    runs: Result = key("The device runs.", "能否正常运行。", clause="7.5.1-b1")
    lights: Result = key("The indicator lights work.", "指示灯是否正常。", clause="7.5.1-b2")
    inspector: Text = key("Who looked.", "检验人。", clause="7.5.2")
    date: Date = key("When.", "检验日期。", clause="7.5.2")


class Delivery(Record):
    """One delivery, or the part of it that fared alike; what is left out has not happened yet.

    It names the devices that it holds for: one that came later or in another's place is on no record until it was
    inspected itself.
    """

    serials: tuple[Serial, ...] = key(
        "The serial numbers of the terminals that it holds for.",
        "适用终端的出厂序列号。",
        clause="7.5.2",
        min_length=1,
    )
    receipt: Receipt | None = key("Receipt.", "到货签收。", clause="7.5.2", default=None)
    unboxing: Unboxing | None = key("Unboxing.", "开箱检验。", clause="7.5.1-a1", default=None)
    power_on: PowerOn | None = key("Power-on.", "通电检验。", clause="7.5.1-b1", default=None)
