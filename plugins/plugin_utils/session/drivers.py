# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which class speaks which dialect, and guards it. A dialect is added here and in a file of its own beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.govkiosk.site.plugins.plugin_utils.session.cisco_ios import CiscoIosSession
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.commit_delay_guard import CommitDelayGuard
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.hp_comware import HpComwareSession
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.huawei_vrp import HuaweiVrpSession
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.huawei_vrpv8 import HuaweiVrpv8Session
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.reboot_guard import RebootGuard
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.revert_timer_guard import (
    RevertTimerGuard,
    has_local_archive,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.ruijie_os import RuijieOsSession
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.trial_guard import TrialGuard

if TYPE_CHECKING:
    from ansible_collections.govkiosk.site.plugins.plugin_utils.session.device import Device
    from ansible_collections.govkiosk.site.plugins.plugin_utils.session.guard import Guard
    from ansible_collections.govkiosk.site.plugins.plugin_utils.session.switch_session import SwitchSession

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
    return DRIVERS[device.dialect](device)


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
