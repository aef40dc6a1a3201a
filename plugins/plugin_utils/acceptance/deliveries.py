# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Receipt, unboxing and power-on (7.5) of one device, as people recorded them in its site's file.

A record holds for the serial numbers that it names: a device that was added or exchanged since is on none, and passes
nothing until it was inspected itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ...module_utils.check import FAIL, NOT_RUN, PASS, Check
from ...module_utils.message import Message, join, say
from ..checks.survey import ahead
from . import clauses
from .finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ..model.delivery import Delivery
    from ..model.site import Site, Terminal


class _Point(NamedTuple):
    """One point of an inspection: its clause, its place in the record, what it asks, and that as the form says it."""

    clause: str
    part: str
    field: str
    asked: Message
    chinese: str


_POINTS = (
    _Point("7.5.1-a1", "unboxing", "original", say("the device is the maker's own", id="point-original"), "原厂设备"),
    _Point("7.5.1-a2", "unboxing", "undamaged", say("the device is undamaged", id="point-undamaged"), "外观无破损"),
    _Point(
        "7.5.1-a3",
        "unboxing",
        "certificate",
        say("the certificates are complete", id="point-certificate"),
        "合格证书齐全",
    ),
    _Point("7.5.1-b1", "power_on", "runs", say("the device runs", id="point-runs"), "设备正常运行"),
    _Point("7.5.1-b2", "power_on", "lights", say("the indicator lights work", id="point-lights"), "指示灯正常"),
)
_NOTHING = Message("", {})
#: What `recorded` gives, each once: clause and name.
NAMES = (*((point.clause, f"record/{point.field}") for point in _POINTS), ("7.5.2", "record/receipt"))


@dataclass(frozen=True)
class _Record:
    """The record of one terminal's delivery, where it stands, and the day it is judged on."""

    terminal: str
    delivery: Delivery
    place: str
    today: date

    def passed(self, point: _Point) -> bool:
        inspection = getattr(self.delivery, point.part)
        return bool(inspection and getattr(inspection, point.field) == PASS and inspection.date <= self.today)


def recorded(site: Site, terminal: Terminal, today: date) -> Iterator[Finding]:
    """Give one finding for each point of both inspections, and one for the receipt."""
    file = f"sites/{site.district}/{site.site}.yml"
    delivery = site.delivery_of(terminal)
    if delivery is None:
        yield from _unrecorded(terminal, file)
        return
    place = f"delivery[{site.delivery.index(delivery) + 1}] of {file}"
    record = _Record(terminal.id, delivery, place, today)
    yield from (_inspection(record, point) for point in _POINTS)
    yield _receipt(record)


def _unrecorded(terminal: Terminal, file: str) -> Iterator[Finding]:
    """Name the device itself: its terminal may well have been accepted with another one."""
    reason = say(
        "no record of delivery names this device, serial number {serial}", id="unrecorded", serial=terminal.serial
    )
    fix = say(
        "inspect this device, then add a record with `serials: [{serial}]` to delivery of {file}",
        id="unrecorded-fix",
        serial=terminal.serial,
        file=file,
    )
    for clause, name in (*((point.clause, point.field) for point in _POINTS), ("7.5.2", "receipt")):
        check = Check(clause, terminal.id, f"record/{name}", NOT_RUN, reason, fix)
        yield Finding(clauses.RECORDS, check, f"未见序列号{terminal.serial}的到货检验记录")


def _inspection(record: _Record, point: _Point) -> Finding:
    """Judge one point of an inspection."""
    inspection, fix = getattr(record.delivery, point.part), _NOTHING
    if inspection is None:
        kind = point.part.replace("_", "-")
        status, reason = NOT_RUN, say("no {kind} inspection is recorded", id="uninspected", kind=kind)
        fix = say("inspect it and fill in {part} of {place}", id="uninspected-fix", part=point.part, place=record.place)
        chinese = "未见检验记录"
    else:
        day = inspection.date
        by = join([f"{inspection.inspector}, {day}", ahead(day, record.today)], "")
        status, chinese = PASS, point.chinese
        reason = say("recorded: {point} ({by})", id="inspected", point=point.asked, by=by)
        if getattr(inspection, point.field) != PASS:
            status, chinese = FAIL, f"检验记录：{point.chinese}一项不合格"
            reason = say("recorded: it is not so that {point} ({by})", id="rejected", point=point.asked, by=by)
            fix = say(
                "replace or repair it, inspect it again and change {part} of {place}",
                id="rejected-fix",
                part=point.part,
                place=record.place,
            )
        elif not record.passed(point):
            status, chinese = FAIL, f"检验日期{day}晚于核查当日"
            fix = say(
                "inspect it, then correct the date in {part} of {place}",
                id="inspected-ahead-fix",
                part=point.part,
                place=record.place,
            )
    check = Check(point.clause, record.terminal, f"record/{point.field}", status, reason, fix)
    return Finding(clauses.RECORDS, check, chinese)


def _receipt(record: _Record) -> Finding:
    """Judge the receipt: it may be signed only after both inspections have passed (7.5.2)."""
    receipt = record.delivery.receipt
    if receipt is None:
        status, chinese = NOT_RUN, "未见到货签收记录"
        reason = say("no receipt is recorded", id="no-receipt")
        fix = say("have the receipt signed and fill in receipt of {place}", id="no-receipt-fix", place=record.place)
    elif receipt.result != PASS:
        status, chinese = FAIL, "到货签收结论为不合格"
        reason = say(
            "receipt {number} was refused ({day})", id="receipt-refused", number=receipt.number, day=receipt.date
        )
        fix = say(
            "settle it with the vendor and change receipt of {place}", id="receipt-refused-fix", place=record.place
        )
    elif receipt.date > record.today:
        status, chinese = FAIL, f"到货日期{receipt.date}晚于核查当日"
        reason = say(
            "receipt {number} is of {day}{ahead}",
            id="receipt-ahead",
            number=receipt.number,
            day=receipt.date,
            ahead=ahead(receipt.date, record.today),
        )
        fix = say("correct the date in receipt of {place}", id="receipt-ahead-fix", place=record.place)
    elif not all(record.passed(point) for point in _POINTS):
        status, chinese = FAIL, "开箱、通电检验未全部合格即已签收"
        reason = say(
            "receipt {number} is signed although unboxing and power-on have not both passed",
            id="receipt-early",
            number=receipt.number,
        )
        fix = say("pass both inspections first, then sign the receipt", id="receipt-early-fix")
    else:
        status, fix = PASS, _NOTHING
        reason = say("receipt {number} is signed ({day})", id="receipt", number=receipt.number, day=receipt.date)
        chinese = f"签收单{receipt.number}"
    return Finding(clauses.RECORDS, Check("7.5.2", record.terminal, "record/receipt", status, reason, fix), chinese)
