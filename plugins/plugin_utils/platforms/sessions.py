# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which class speaks which platform, and guards it. A platform is added here and in a file of its own beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..device.reboot_guard import RebootGuard
from .cisco_ios.guard import RevertTimerGuard, has_local_archive
from .cisco_ios.session import CiscoIosSession
from .hp_comware.guard import CommitDelayGuard
from .hp_comware.session import HpComwareSession
from .huawei_vrp.session import HuaweiVrpSession
from .huawei_vrpv8.guard import TrialGuard
from .huawei_vrpv8.session import HuaweiVrpv8Session
from .ruijie_os.session import RuijieOsSession

if TYPE_CHECKING:
    from ..base.device import Device
    from ..device.guard import Guard
    from ..device.switch_session import SwitchSession

DRIVERS: dict[str, type[SwitchSession]] = {
    "cisco_ios": CiscoIosSession,
    "hp_comware": HpComwareSession,
    "huawei_vrp": HuaweiVrpSession,
    "huawei_vrpv8": HuaweiVrpv8Session,
    "ruijie_os": RuijieOsSession,
}


def connect(device: Device) -> SwitchSession:
    """Log in to the device.

    Raises:
        DeviceError: it cannot be reached, shows a wrong host key, refuses the log-in or asks something unknown.
    """
    return DRIVERS[device.platform](device)


def guard_of(session: SwitchSession, running: str) -> Guard:
    """Return the best guard that the device offers, as its release and its running configuration have it."""
    host = session.device.host
    match session:
        case HpComwareSession() if session.has_commit_delay():
            return CommitDelayGuard(session, host)
        case CiscoIosSession() if has_local_archive(running):
            return RevertTimerGuard(session, host)
        case HuaweiVrpv8Session():
            return TrialGuard(session, host)
        case _:
            return RebootGuard(session, host)
