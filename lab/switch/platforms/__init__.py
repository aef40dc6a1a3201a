# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The platforms that the lab's switch speaks, by netmiko's names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.platforms.cisco_ios import CiscoIos
from lab.switch.platforms.hp_comware import HpComware
from lab.switch.platforms.huawei_vrp import HuaweiVrp
from lab.switch.platforms.huawei_vrpv8 import HuaweiVrpv8
from lab.switch.platforms.ruijie_os import RuijieOs

if TYPE_CHECKING:
    from collections.abc import Callable

    from lab.switch.platform import Platform

PLATFORMS: dict[str, Callable[[], Platform]] = {
    CiscoIos.name: CiscoIos,
    HpComware.name: HpComware,
    HuaweiVrp.name: HuaweiVrp,
    HuaweiVrpv8.name: HuaweiVrpv8,
    RuijieOs.name: RuijieOs,
}


def get(name: str) -> Platform:
    """The platform of that name.

    Raises:
        ValueError: there is none.
    """
    if name not in PLATFORMS:
        raise ValueError(f"the lab's switch does not speak {name!r}, only {', '.join(sorted(PLATFORMS))}")
    return PLATFORMS[name]()
