# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a person saw at the place (6.1 to 6.5, 7.1).

What is left out was not seen, and passes nothing; `survey.py` judges.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Discriminator, Tag, WithJsonSchema

from .record import Record, key
from .scalars import Allowed, Date, FloorSize, Text, YesNo, whole

Entry = Literal["id_card", "ishenzhen_qr", "key", "other"]
Protection = Literal["overload", "single_unit", "surge", "short_circuit"]
Clause = Literal[
    "6.1",
    "6.2-a",
    "6.2-b",
    "6.3-a",
    "6.3-b",
    "6.4-c",
    "6.4-f",
    "6.5.1-a",
    "6.5.1-b",
    "6.5.1-c",
    "6.5.2-a",
    "6.5.2-b",
    "6.5.2-c",
    "7.1",
    "7.2",
    "7.3",
]

_NUMBERS = [float(clause) for clause in get_args(Clause) if clause.count(".") == 1 and "-" not in clause]


class Ups(Record):
    """An uninterruptible power supply and what GB/T 14715-2017 wants of it."""

    model: Text = key("Its model.", "型号。", clause="6.3-b")
    protections: tuple[Protection, ...] = key(
        "The protections its certificate names.", "具备的保护功能。", clause="6.3-b"
    )


def _number_too(value: Any) -> Any:
    """Take `clause: 6.1` for what it says; YAML has it as a number."""
    return str(value) if isinstance(value, float) else value


def _ups_kind(value: Any) -> str:
    return "ups" if isinstance(value, (dict, Ups)) else "none"


class SurveyFacts(Record):
    """What was seen."""

    date: Date | None = key("The day of the survey.", "勘察日期。", clause="5", default=None)
    indoor: YesNo | None = key("Indoors.", "是否室内。", clause="6.2-a", default=None)
    floor_mm: FloorSize | None = key(
        "The floor kept free for each terminal, width x depth in millimetres.",
        "每台终端占地宽×深（毫米）。",
        clause="6.2-b",
        default=None,
        examples=["1200x1300"],
    )
    socket: YesNo | None = key(
        "A three-hole wall socket for each terminal.", "每台终端一个三孔墙面插座。", clause="6.3-a", default=None
    )
    supply_v: Annotated[int, whole(0, 1000)] | None = key(
        "Voltage measured at the sockets, in volts.", "实测电压（V）。", clause="6.3-a", default=None
    )
    supply_a: Annotated[int, whole(0, 1000)] | None = key(
        "Current each socket is rated for, in amperes.", "插座额定电流（A）。", clause="6.3-a", default=None
    )
    ups: (
        Annotated[
            Annotated[Literal["none"], Tag("none")] | Annotated[Ups, Tag("ups")],
            Discriminator(_ups_kind),
            Allowed("none, or a mapping of model and protections"),
        ]
        | None
    ) = key("`none`, or the UPS.", "不间断电源（无则写 none）。", clause="6.3-b", default=None)
    wall_ports: Annotated[int, whole(0, 1000)] | None = key(
        "RJ45 wall ports kept for terminals.", "专用 RJ45 墙面网口数量。", clause="6.4-c", default=None
    )
    cctv: YesNo | None = key("Video surveillance.", "是否有视频监控。", clause="6.5.1-c", default=None)
    gbt_18789: YesNo | None = key(
        "A 7x24 site: GB/T 18789.1-2013 is met.", "是否符合 GB/T 18789.1—2013。", clause="6.5.1-a", default=None
    )
    entry: tuple[Entry, ...] | None = key(
        "A 7x24 site: an enclosed room, and what opens it.", "封闭环境的验证方式。", clause="6.5.1-b", default=None
    )
    office_safe: YesNo | None = key(
        "A staffed site: safe in office hours.", "办公时间安全防护。", clause="6.5.2-a", default=None
    )
    gate: YesNo | None = key(
        "A staffed site: its gate is shut outside office hours.",
        "非办公时间紧闭安全闸门。",
        clause="6.5.2-b",
        default=None,
    )
    power_off: YesNo | None = key(
        "A staffed site: terminals are off outside office hours.",
        "非办公时间终端断电。",
        clause="6.5.2-b",
        default=None,
    )
    power_on: YesNo | None = key("The power is on.", "是否已通电。", clause="7.1", default=None)
    network_on: YesNo | None = key("The network is on.", "是否已通网。", clause="7.1", default=None)


class Waiver(Record):
    """A requirement that does not hold here, by whose leave and how long."""

    clause: Annotated[
        Clause,
        BeforeValidator(_number_too),
        Allowed("one of " + ", ".join(get_args(Clause))),
        WithJsonSchema({"enum": [*get_args(Clause), *_NUMBERS]}),
    ] = key("The clause.", "条款。")
    reason: Text = key("Why.", "理由。")
    approver: Text = key("Who allowed it.", "批准人。")
    expires: Date = key("The last day it holds.", "有效期至。")
