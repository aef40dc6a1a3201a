# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How each platform writes the name of an Ethernet port in full."""

from __future__ import annotations

from collections.abc import Mapping

from ..config.port_names import PortNames
from .cisco_ios import port_names as cisco_ios
from .hp_comware import port_names as hp_comware
from .huawei_vrp import port_names as huawei_vrp
from .huawei_vrpv8 import port_names as huawei_vrpv8
from .ruijie_os import port_names as ruijie_os

PORT_NAMES: Mapping[str, PortNames] = {
    "huawei_vrp": huawei_vrp.PORT_NAMES,
    "huawei_vrpv8": huawei_vrpv8.PORT_NAMES,
    "hp_comware": hp_comware.PORT_NAMES,
    "ruijie_os": ruijie_os.PORT_NAMES,
    "cisco_ios": cisco_ios.PORT_NAMES,
}
