# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What stands in a running configuration and is none of it, and what is no interruption however it looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import SESSIONS, connect

from tests.helpers.policy.policy_platforms import CASES
from tests.integration.device.scripted_device import ScriptedDevice, Talk, scripted_ios, serve

if TYPE_CHECKING:
    from tests.integration.device.fixture_types import Reach
from tests.unit.device.log_examples import LOGS

VOICE = {
    "cisco_ios": " switchport voice vlan 20",
    "hp_comware": " voice-vlan 20 enable",
    "huawei_vrp": " voice-vlan 20 enable",
    "huawei_vrpv8": " voice-vlan 20 enable",
    "ruijie_os": " switchport voice vlan 20",
}


def interrupted(name: str, line: str) -> str:
    """Return a configuration with a line between those of the first terminal's port, the last of which matters."""
    first, *rest = CASES[name].startup.split(f"interface {CASES[name].ports[1]}\n")
    head, separator = first.rstrip().rsplit("\n", 1)
    return f"{head}\n{line}\n{VOICE[name]}\n{separator}\ninterface {CASES[name].ports[1]}\n{''.join(rest)}"


def scripted(name: str, show: object) -> ScriptedDevice:
    answers = {SESSIONS[name].show_running: show}
    if name in ("cisco_ios", "ruijie_os"):
        return scripted_ios(**answers)  # type: ignore[arg-type]
    return ScriptedDevice(banner="", answers=answers)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", sorted(CASES))
def test_it_is_read_again_and_told_when_it_stays(reach: Reach, name: str) -> None:
    good, bad = CASES[name].startup.strip(), interrupted(name, LOGS[-6]).strip()
    times = iter([bad, good, bad, bad, bad])

    async def show(talk: Talk) -> None:
        talk.say(next(times) + "\n")

    with serve(scripted(name, show)) as switch, connect(reach(switch, platform=name)) as session:
        assert session.running() == good
        with pytest.raises(DeviceError) as caught:
            session.running()
    assert caught.value.kind is Kind.GARBLED
    assert str(caught.value) == (
        "lianhua-hall-sw: the device could not be read in one piece: the answer to "
        f"'{SESSIONS[name].show_running}' has other lines in it, such as '{LOGS[-6]}'\n"
        "    fix: run again when the device is quieter"
    )


GREETINGS = {
    "cisco_ios": (
        "banner login ^C\n%%%%%%%%%%%%%%%%\n%  Warning: {name}# only  %\n{name}#\n*Nov 25 09:00:00: %X-1-Y: z\n^C",
        "line vty",
    ),
    "hp_comware": (
        "header login %\nWarning: authorized staff only.\n<{name}>\n*** Nov 25 09:00:00 2026 %",
        "interface",
    ),
    "huawei_vrp": (
        'header login information "\nWarning: authorized staff only.\nError: none\n<{name}>\n%Nov 25 09:00:00 2026"',
        "vlan",
    ),
    "huawei_vrpv8": (
        'header shell information "\nInfo: authorized staff only.\n[{name}]\n2026-11-25 09:00:00\n"',
        "vlan",
    ),
    "ruijie_os": ("banner motd ^C\n% authorized only %\n% Invalid input\n{name}#\n^C", "line vty"),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_words_in_a_greeting_are_no_interruption(reach: Reach, name: str) -> None:
    greeting, before = GREETINGS[name]
    separator = "#" if "#\n" in CASES[name].startup else "!"
    text = (
        CASES[name].startup.replace(f"\n{before}", f"\n{greeting.format(name='SW1')}\n{separator}\n{before}", 1).strip()
    )
    assert "only" in text
    with serve(scripted(name, text)) as switch, connect(reach(switch, platform=name)) as session:
        assert session.running() == text


@pytest.mark.parametrize("name", sorted(CASES))
def test_configuration_without_a_port_is_no_whole_one(reach: Reach, name: str) -> None:
    last = SESSIONS[name].last_line
    part = f"Building configuration...\n\nCurrent configuration : 152 bytes\n!\nboot-start-marker\n!\n{last}"
    if last == "return":
        part = "#\n sysname SW1\n#\nreturn"
    with (
        serve(scripted(name, part)) as switch,
        connect(reach(switch, platform=name)) as session,
        pytest.raises(DeviceError, match="shows no interface") as caught,
    ):
        session.running()
    assert caught.value.kind is Kind.LOGIN
    assert switch.typed.count(SESSIONS[name].show_running) == 1


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("cisco_ios", "startup-config is not present"),
        ("cisco_ios", "%% Non-volatile configuration memory is not present"),
        ("cisco_ios", "%% Non-volatile configuration memory invalid or not present"),
        ("cisco_ios", "%Error opening nvram:/startup-config (No such file or directory)"),
        ("ruijie_os", "startup-config is not present"),
        ("huawei_vrp", "  There is no correct configuration file in FLASH"),
        ("huawei_vrp", "Error: There is no correct configuration file."),
        ("huawei_vrp", "Info: There is no configuration file."),
        ("huawei_vrpv8", "Error: The configuration file does not exist."),
        ("hp_comware", "The configuration file does not exist."),
        ("hp_comware", ""),
    ],
)
def test_switch_that_was_never_saved(reach: Reach, name: str, answer: str) -> None:
    device = scripted(name, CASES[name].startup.strip())
    device.answers[SESSIONS[name].show_saved] = answer
    with serve(device) as switch, connect(reach(switch, platform=name)) as session:
        assert session.saved() == ""
        assert not session.is_saved()


@pytest.mark.parametrize("name", sorted(CASES))
def test_saved_configuration_that_is_denied_is_not_taken_for_none(reach: Reach, name: str) -> None:
    device = scripted(name, CASES[name].startup.strip())
    device.answers[SESSIONS[name].show_saved] = "Permission denied."
    with (
        serve(device) as switch,
        connect(reach(switch, platform=name)) as session,
        pytest.raises(DeviceError, match=r"refused '.*': Permission denied\."),
    ):
        session.saved()


@pytest.mark.parametrize(
    ("name", "stamp"),
    [
        ("huawei_vrp", "2026-11-30 10:11:12.345 +08:00"),
        ("huawei_vrpv8", "2026-11-30 10:11:12.345 +08:00"),
        ("huawei_vrpv8", "2026-11-30 10:11:12+08:00 DST"),
        ("huawei_vrpv8", "2026-11-30 10:11:12.345"),
        ("hp_comware", "2026-11-30 10:11:12"),
        (
            "cisco_ios",
            "Load for five secs: 5%/0%; one minute: 6%; five minutes: 6%\nTime source is NTP, 10:11:12.345 CST Mon Nov 30 2026\n",
        ),
        (
            "ruijie_os",
            "Load for five secs: 5%/0%; one minute: 6%; five minutes: 6%\nNo time source, *10:11:12.345 CST Mon Nov 30 2026",
        ),
    ],
)
def test_time_before_each_display(reach: Reach, name: str, stamp: str) -> None:
    text = CASES[name].startup.strip()
    driver = SESSIONS[name]
    device = scripted(name, f"{stamp}\n{text}")
    device.answers[driver.show_saved] = f"{stamp}\n{text}"
    device.answers[driver.show_reboot] = (
        f"{stamp}\nNo reload is scheduled." if name in ("cisco_ios", "ruijie_os") else stamp
    )
    if "show privilege" in device.answers:
        device.answers["show privilege"] = f"{stamp}\nCurrent privilege level is 15"
    with serve(device) as switch, connect(reach(switch, platform=name)) as session:
        assert session.running() == text
        assert session.is_saved()
        assert session.scheduled_reboot() is None


TABLES = {
    "cisco_ios": (
        "show interfaces status",
        "Port      Name  Status       Vlan\n{}   hall  connected    110\n",
        "Gi1/0/9",
    ),
    "hp_comware": (
        "display interface brief",
        "Interface Link Speed Duplex Type PVID\n{} UP 1G(a) F(a) A 110\n",
        "GE1/0/9",
    ),
    "huawei_vrp": (
        "display interface brief",
        "Interface  PHY  Protocol\n{}  up  up  0%  0%  0  0\n",
        "GigabitEthernet0/0/9",
    ),
    "huawei_vrpv8": ("display interface brief", "Interface  PHY  Protocol\n{}  up  up  0%  0%  0  0\n", "GE1/0/9"),
    "ruijie_os": ("show interfaces status", "Interface            Status\n{} up       110\n", "GigabitEthernet 0/9 "),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_port_that_is_up_and_not_shown(reach: Reach, name: str) -> None:
    """A switch prints every port it has: what is up and not there is hidden from the account."""
    show, table, hidden = TABLES[name]
    text = CASES[name].startup.strip()
    device = scripted(name, text)
    with serve(device) as switch, connect(reach(switch, platform=name)) as session:
        device.answers[show] = table.format(hidden.replace("9", "3"))
        assert len(session.ports_of(text)) == 1
        device.answers[show] = table.format(hidden)
        with pytest.raises(DeviceError, match=r"shows nothing of .*9, which is up, so that parts") as caught:
            session.ports_of(text)
        device.answers[show] = (
            table.format(hidden).replace("connected  ", "notconnect ").replace("up", "down").replace("UP", "DOWN")
        )
        assert len(session.ports_of(text)) == 1
    assert caught.value.kind is Kind.LOGIN
