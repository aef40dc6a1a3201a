# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The manners of IOS and RGOS: prompts, errors, what a configuration prints around itself, reboots, questions, ports."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.device import dialogs, log_lines
from ansible_collections.govkiosk.site.plugins.plugin_utils.device.port_state import PortState
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms import IDENTITIES
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.cisco_ios.session import CiscoIosSession
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.ios.port_states import (
    port_states as ios_port_states,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.log_forms import LOG_LINE
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.ruijie_os.session import RuijieOsSession
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import SESSIONS

BOTH = (CiscoIosSession, RuijieOsSession)
PRIVILEGED = {"show privilege": "Current privilege level is 15"}
Session = type[CiscoIosSession | RuijieOsSession]


def offline(kind: Session, answer: str = "", prompt: str = "hall-sw#") -> CiscoIosSession | RuijieOsSession:
    """A session that was never connected, to a device that always says the same."""
    session = object.__new__(kind)
    session.device = SimpleNamespace(host="hall-sw", user="govkiosk", password="secret", any_name=False)  # type: ignore[assignment]
    session._recognise = lambda: None  # type: ignore[method-assign] - no file names it
    session.prompt = prompt
    session.ask = lambda command, **_rest: PRIVILEGED.get(command, answer)  # type: ignore[method-assign]
    return session


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize(
    "text",
    [
        "hall-sw#",
        "\nhall-sw(config)#",
        "\nhall-sw(config-if-GigabitEthernet 0/1)#",
        "hall-sw(config-ext-nacl)# ",
        "hall-sw>",
    ],
)
def test_prompts(kind: Session, text: str) -> None:
    session = offline(kind)
    session.session_preparation()
    assert session._prompt_pattern.search(text)


def test_a_long_name_is_cut_off_in_configuration_modes() -> None:
    session = offline(CiscoIosSession, prompt="futian-lianhua-hall-switch-1#")
    session.session_preparation()
    for prompt in ("futian-lianhua-hall-switch-1#", "futian-lianhua-hall-(config-if)#"):
        found = session._prompt_pattern.search(f"\n{prompt}")
        assert found
        assert found["prompt"] == prompt
    assert not session._prompt_pattern.search("\nanother-switch#")


@pytest.mark.parametrize("kind", BOTH)
def test_an_account_that_may_only_look_is_told(kind: Session) -> None:
    with pytest.raises(DeviceError, match="without the privilege to change anything: the prompt is hall-sw>") as caught:
        offline(kind, prompt="hall-sw>").session_preparation()
    assert caught.value.kind is Kind.LOGIN


@pytest.mark.parametrize(
    "text",
    [
        "                ^\n% Invalid input detected at '^' marker.\n",
        "% Incomplete command.",
        '% Ambiguous command:  "sh"',
        "Command rejected: GigabitEthernet1/0/1 is a dynamic port.",
        "% Policy map GOVKIOSK-4096 is already attached",
        "%Invalid interface type and number",
        "startup-config is not present",
        "%Error opening nvram:/startup-config (No such file or directory)",
        "% Unknown command.",
    ],
)
def test_refusals(text: str) -> None:
    assert CiscoIosSession.error.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "%Warning: portfast should only be enabled on ports connected to a single\n host. Connecting hubs\n",
        "%Portfast has been configured on GigabitEthernet1/0/1 but will only\n have effect\n",
        "% Access VLAN does not exist. Creating vlan 110",
        "%SYS-5-CONFIG_I: Configured from console by govkiosk on vty0",
        "*Nov 25 09:00:00.123: %LINK-3-UPDOWN: Interface GigabitEthernet1/0/1, changed state to up",
        "Enter configuration commands, one per line.  End with CNTL/Z.",
        "Building configuration...\n[OK]",
    ],
)
def test_what_is_no_refusal(text: str) -> None:
    assert not CiscoIosSession.error.search(text)


def test_running_and_saved_are_compared_by_what_they_mean() -> None:
    session = offline(CiscoIosSession)
    running = (
        "Building configuration...\n\nCurrent configuration : 1302 bytes\n!\n! Last configuration change at 08:00:00\n"
        "version 15.2\n!\nhostname hall-sw\nntp clock-period 36029056\nend\n"
    )
    saved = "Using 1290 out of 524288 bytes\n!\nversion 15.2\nhostname hall-sw\nntp clock-period 36029012\n!\nend\n"
    assert session.significant(running) == session.significant(saved) == ["version 15.2", "hostname hall-sw", "end"]
    assert session.significant(saved.replace("15.2", "15.3")) != session.significant(running)


@pytest.mark.parametrize("line", ["*** --- SHUTDOWN in 0:01:00 ---", "*Nov 25 09:00:00.123: %SYS-5-CONFIG_I: by x"])
def test_lines_that_do_not_belong_into_a_configuration(line: str) -> None:
    assert list(log_lines.strangers(["version 15.2", line, "end"], LOG_LINE, CiscoIosSession.sections)) == [line]


@pytest.mark.parametrize(
    ("answer", "minutes"),
    [
        ("No reload is scheduled.", None),
        ("Reload scheduled for 15:09:50 CST Wed Nov 25 2026 (in 9 minutes and 58 seconds) by govkiosk on vty0", 10),
        ("Reload scheduled for 15:09:50 CST Wed Nov 25 2026 (in 1 hour and 5 minutes) by govkiosk on vty0", 65),
        ("Reload scheduled for 15:09:50 CST Wed Nov 25 2026 (in 10 minutes) by govkiosk on vty0", 10),
        ("System will reload in 598 seconds.", 10),
    ],
)
@pytest.mark.parametrize("kind", BOTH)
def test_scheduled_reboot(kind: Session, answer: str, minutes: int | None) -> None:
    assert offline(kind, answer).scheduled_reboot() == minutes


def test_a_reboot_that_is_not_understood_is_not_taken_for_none() -> None:
    with pytest.raises(DeviceError, match="does not say when it reboots: soon"):
        offline(RuijieOsSession, "soon").scheduled_reboot()


@pytest.mark.parametrize(
    ("table", "command", "question", "answer"),
    [
        (
            SESSIONS["cisco_ios"].known_dialogs,
            "reload in 10",
            "\nSystem configuration has been modified. Save? [yes/no]: ",
            "no",
        ),
        (
            SESSIONS["cisco_ios"].known_dialogs,
            "reload in 10",
            "Reload reason: Reload Command\nProceed with reload? [confirm]",
            "",
        ),
        (
            SESSIONS["cisco_ios"].known_dialogs,
            "write memory",
            "Overwrite the previous NVRAM configuration?[confirm]",
            "",
        ),
        (SESSIONS["ruijie_os"].known_dialogs, "reload in 10", "Reload system in 10 minutes?(Y/N)", "y"),
        (SESSIONS["ruijie_os"].known_dialogs, "", "Do you want to change the password? [Y/N]:", "n"),
        (SESSIONS["cisco_ios"].known_dialogs, "reload", "Proceed with reload? [confirm]", None),
        (SESSIONS["cisco_ios"].known_dialogs, "reload in 10", "Erase everything? [confirm]", None),
        (SESSIONS["ruijie_os"].known_dialogs, "reload", "Reload system?(Y/N)", None),
    ],
)
def test_questions(table: tuple[dialogs.Dialog, ...], command: str, question: str, answer: str | None) -> None:
    assert dialogs.may_wait(question)
    assert dialogs.answer(table, command, question) == answer


IOS_STATUS = """
Port      Name               Status       Vlan       Duplex  Speed Type
Gi1/0/1   lianhua-hall-01    connected    110        a-full a-1000 10/100/1000BaseTX
Gi1/0/2   connected 5 spare  disabled     110          auto   auto 10/100/1000BaseTX
Gi1/0/3                      notconnect   1            auto   auto 10/100/1000BaseTX
Gi1/0/4   lianhua-hall-02    err-disabled 110          auto   auto 10/100/1000BaseTX
Te1/1/1   uplink             connected    trunk      a-full a-1000 10GBase-SR
Po1                          connected    trunk      a-full a-1000
"""
IOS_MACS = """          Mac Address Table
-------------------------------------------

Vlan    Mac Address       Type        Ports
----    -----------       --------    -----
 All    0100.0ccc.cccc    STATIC      CPU
 110    5489.9800.0101    STATIC      Gi1/0/1
 110    5489.9800.0FFF    DYNAMIC     Te1/1/1
Total Mac Addresses for this criterion: 3
"""
RGOS_STATUS = """Interface                Status   Vlan   Duplex  Speed     Type
------------------------ -------- ------ ------- --------- ------
GigabitEthernet 0/1      up       110    Full    1000M     copper
GigabitEthernet 0/2      disabled 110    Unknown Unknown   copper
GigabitEthernet 0/3      down     1      Unknown Unknown   copper
"""
RGOS_MACS = """Vlan       MAC Address          Type     Interface
---------- -------------------- -------- -------------------
110        5489.9800.0101       STATIC   GigabitEthernet 0/1
"""


def test_ports_of_ios() -> None:
    assert ios_port_states(IDENTITIES["cisco_ios"].port_names, IOS_STATUS, IOS_MACS) == {
        "GigabitEthernet1/0/1": PortState(True, macs=("54:89:98:00:01:01",)),
        "GigabitEthernet1/0/2": PortState(False, shut=True),
        "GigabitEthernet1/0/3": PortState(False),
        "GigabitEthernet1/0/4": PortState(False, tripped=True),
        "TenGigabitEthernet1/1/1": PortState(True, macs=("54:89:98:00:0f:ff",)),
    }


def test_ports_of_rgos() -> None:
    assert ios_port_states(IDENTITIES["ruijie_os"].port_names, RGOS_STATUS, RGOS_MACS) == {
        "GigabitEthernet 0/1": PortState(True, macs=("54:89:98:00:01:01",)),
        "GigabitEthernet 0/2": PortState(False, shut=True),
        "GigabitEthernet 0/3": PortState(False),
    }
