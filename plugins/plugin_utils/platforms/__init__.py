# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The vendors' configuration languages, one file each, by netmiko's names."""

from __future__ import annotations

from ...module_utils.message import say
from ..base.errors import KioskError
from ..config.steps import Platform
from .cisco_ios.language import CiscoIos
from .hp_comware.language import HpComware
from .huawei_vrp.language import HuaweiVrp
from .huawei_vrpv8.language import HuaweiVrpv8
from .ruijie_os.language import RuijieOs

PLATFORMS: dict[str, Platform] = {
    one.name: one for one in (HuaweiVrp(), HuaweiVrpv8(), HpComware(), CiscoIos(), RuijieOs())
}


def get(name: str) -> Platform:
    """Return the platform of that name.

    Raises:
        KioskError: there is none.
    """
    if name not in PLATFORMS:
        known = ", ".join(sorted(PLATFORMS))
        raise KioskError(
            say("platform {name!r} is not known; known are: {known}", name=name, known=known),
            fix=say("write one of them as switch.platform in the site file"),
            id="platform-unknown",
        )
    return PLATFORMS[name]
