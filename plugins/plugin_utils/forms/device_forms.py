# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The forms that 7.5.2 has signed, for one device: 表二 设备到货签收单 and 表三 设备检验单.

They are needed on paper before anything is deployed, so planning issues them; what was recorded by then is on them, and
all else is left to be written in. The standard gives no layout (样式为自拟).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .form import TICK, Form, header, joined, printed

if TYPE_CHECKING:
    from ..model.delivery import Delivery, PowerOn, Unboxing
    from ..model.site import Site, Terminal
    from .form import Stamp

UNBOXING = ("original", "undamaged", "certificate")
POWER_ON = ("runs", "lights")


def inspection_form(site: Site, terminal: Terminal, stamp: Stamp) -> Form:
    """表三: what the unboxing and the power-on of the device showed (7.5.1)."""
    delivery = site.delivery_of(terminal)
    content = {
        "header": header(site, terminal, "表三", "7.5.1、7.5.2"),
        "stamp": printed(stamp),
        "device": _device(site, terminal),
        **_inspections(delivery),
        "parties": _parties(site),
    }
    return Form("SBJY", "设备检验单", "inspection.typ", content)


def receipt_form(site: Site, terminal: Terminal, stamp: Stamp, inspection_number: str) -> Form:
    """表二: that the device arrived and was taken over, which may be signed only after both inspections passed (7.5.2)."""
    delivery = site.delivery_of(terminal)
    receipt = delivery.receipt if delivery else None
    inspections = _inspections(delivery)
    content = {
        "header": header(site, terminal, "表二", "7.5.1、7.5.2"),
        "stamp": printed(stamp),
        "device": _device(site, terminal),
        "receipt": {
            "number": receipt.number if receipt else "",
            "date": receipt.date.isoformat() if receipt else "",
            "result": TICK[receipt.result] if receipt else "",
        },
        "inspection": inspection_number,
        **{part: {"result": found["result"], "date": found["date"]} for part, found in inspections.items()},
        "ready": all(found["result"] == "yes" for found in inspections.values()),
        "parties": _parties(site),
    }
    return Form("DHQS", "设备到货签收单", "receipt.typ", content)


def _device(site: Site, terminal: Terminal) -> dict[str, str]:
    return {"model": terminal.model, "serial": terminal.serial, "mac": str(terminal.mac), "maker": site.vendor}


def _parties(site: Site) -> dict[str, str]:
    return {"owner": site.owner, "custodian": site.custodian, "vendor": site.vendor}


def _inspections(delivery: Delivery | None) -> dict[str, dict[str, Any]]:
    unboxing, power_on = (delivery.unboxing, delivery.power_on) if delivery else (None, None)
    return {"unboxing": _inspected(unboxing, UNBOXING), "power_on": _inspected(power_on, POWER_ON)}


def _inspected(inspection: Unboxing | PowerOn | None, points: tuple[str, ...]) -> dict[str, Any]:
    """Say what was recorded of each point, and what follows from all of them."""
    ticks = {point: TICK[getattr(inspection, point)] if inspection else "" for point in points}
    return {
        "points": ticks,
        "result": joined(ticks.values()),
        "inspector": inspection.inspector if inspection else "",
        "date": inspection.date.isoformat() if inspection else "",
    }
