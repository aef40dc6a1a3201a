# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which guard a device gets, and how its answers about a timer are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.cisco_ios.guard import (
    PendingRevert,
    has_local_archive,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.cisco_ios.session import CiscoIosSession
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import connect

from tests.integration.device.scripted_device import ScriptedDevice, serve

if TYPE_CHECKING:
    from tests.integration.device.fixture_types import Reach

IOS = "version 15.2\n!\n{}vlan 110\n!\nend\n"
TIMER = "Time configured(or reconfigured): {}\nTimer type: absolute timer\nTimer value: 10 min\nUser: engineer\n"


@pytest.mark.parametrize(
    ("archive", "local"),
    [
        ("", False),
        ("archive\n log config\n  logging enable\n!\n", False),
        ("archive\n path flash:copy\n!\n", True),
        ("archive\n log config\n  hidekeys\n path flash:/$h-\n write-memory\n!\n", True),
        ("archive\n path bootflash:copy\n maximum 5\n!\n", True),
        ("archive\n path flash-1:copy\n!\n", True),
        ("archive\n path tftp://10.96.192.200/copy\n!\n", False),
        ("archive\n path scp://backup@10.96.192.200/copy\n!\n", False),
        ("archive\n path usbflash0:copy\n!\n", False),
        ("ip sla 1\n path flash:copy\n!\n", False),
    ],
)
def test_only_an_archive_on_the_device_itself_counts(archive: str, local: bool) -> None:
    assert has_local_archive(IOS.format(archive)) is local


@pytest.mark.parametrize(
    ("answer", "guard"),
    [
        ("             ^\n % Incomplete command found at '^' position.", "commit delay"),
        ("             ^\n % Unrecognized command found at '^' position.", "scheduled reboot"),
    ],
)
def test_comware_is_asked_once_whether_it_has_a_commit_timer(reach: Reach, answer: str, guard: str) -> None:
    device = ScriptedDevice(banner="", answers={"configuration commit delay": answer})
    with serve(device) as switch, connect(reach(switch, platform="hp_comware")) as session:
        assert session.guard("").name == guard
    assert switch.typed == [
        "screen-length disable", "system-view", "configuration commit delay", "return", "quit",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("Permission denied.", "the device refused 'configuration commit delay': Permission denied."),
        ("", "it carries 'configuration commit delay' out without a time"),
    ],
)
def test_comware_that_answers_something_else_is_left_alone(reach: Reach, answer: str, said: str) -> None:
    device = ScriptedDevice(banner="", answers={"configuration commit delay": answer})
    with (
        serve(device) as switch,
        connect(reach(switch, platform="hp_comware")) as session,
        pytest.raises(DeviceError) as caught,
    ):
        session.guard("")
    assert caught.value.kind is Kind.GUARD
    assert str(caught.value) == (
        f"lianhua-hall-sw: nobody can tell whether the device has a commit timer: {said}\n"
        "    fix: permit the commands of docs/device-account.md to the account"
    )


def offline(**answers: str) -> CiscoIosSession:
    """Return a session that asks nobody."""
    session = CiscoIosSession.__new__(CiscoIosSession)

    def ask(command: str, *, timeout: float = 0.0) -> str:
        del timeout
        return answers[command.split()[1]]

    session.ask = ask  # type: ignore[method-assign]
    return session


@pytest.mark.parametrize(
    ("since", "now", "minutes"),
    [
        ("22:50:48 UTC Sat Feb 21 2009", "22:50:48.000 UTC Sat Feb 21 2009", 10),
        ("22:50:48 UTC Sat Feb 21 2009", "22:50:49.312 UTC Sat Feb 21 2009", 10),
        ("22:50:48 UTC Sat Feb 21 2009", "*22:57:00.312 UTC Sat Feb 21 2009", 4),
        ("23:55:00 CST Wed Nov  4 2026", "00:01:00.000 CST Thu Nov 5 2026", 4),
        # Clocks that were put forward or back while the timer ran: never less than nothing, never more than its time.
        ("22:50:48 UTC Sat Feb 21 2009", "03:00:00.000 CST Thu Nov 5 2026", 0),
        ("22:50:48 UTC Sat Feb 21 2009", "22:00:00.000 UTC Sat Feb 21 2009", 10),
        ("some day", "22:50:48.000 UTC Sat Feb 21 2009", 10),
        ("22:50:48 UTC Sat Xyz 21 2009", "22:50:48.000 UTC Sat Feb 21 2009", 10),
    ],
)
def test_time_left_of_a_revert_timer(since: str, now: str, minutes: int) -> None:
    session = offline(archive=TIMER.format(since), clock=now)
    assert session.pending_revert() == PendingRevert(minutes, "engineer")
