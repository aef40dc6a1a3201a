# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What stands in a running configuration and is none of it, and what is no interruption however it looks."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.banners import without_banners
from ansible_collections.govkiosk.site.plugins.plugin_utils.device.log_lines import strangers
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.log_forms import LOG_FORMS, LOG_LINE
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import SESSIONS

from tests.helpers.policy.policy_platforms import CASES
from tests.unit.device.log_examples import LOGS

VOICE = {
    "cisco_ios": " switchport voice vlan 20",
    "hp_comware": " voice-vlan 20 enable",
    "huawei_vrp": " voice-vlan 20 enable",
    "huawei_vrpv8": " voice-vlan 20 enable",
    "ruijie_os": " switchport voice vlan 20",
}


@pytest.mark.parametrize("form", LOG_FORMS, ids=lambda form: form.example[:40])
def test_every_form_is_known_by_its_example(form: object) -> None:
    assert LOG_LINE.match(form.example)  # type: ignore[attr-defined]


@pytest.mark.parametrize("line", LOGS)
@pytest.mark.parametrize("name", sorted(CASES))
def test_line_that_a_device_prints_of_its_own_accord(name: str, line: str) -> None:
    assert line in found(name, interrupted(name, line))


@pytest.mark.parametrize("name", sorted(CASES))
def test_line_of_unknown_form_between_a_port_and_its_lines(name: str) -> None:
    line = "SW1 sagt: jemand hat sich angemeldet"
    assert found(name, interrupted(name, line)) == [line]


MESSAGES = [
    ["Operator notice from vty1", "please log out"],
    ["Operator notice from vty1", ""],
    ["", "Operator notice from vty1", "", "please log out", ""],
    # They begin as a section does, or as a separator.
    ["line protocol on Interface GigabitEthernet1/0/9 changed state to up"],
    ["vlan 20 is down"],
    ["interface GigabitEthernet9 went down"],
    ["no carrier on port 9"],
    ["ip conflict detected on 10.96.128.9"],
    ["mac flapping between Gi1/0/1 and Gi1/0/2", "acl 3901 is full"],
    ["aaa server 10.96.0.9 is dead"],
    ["end of message"],
    ["# please log out"],
    ["!! please log out !!"],
    # White space that indents nothing.
    ["\N{IDEOGRAPHIC SPACE}please log out"],
]


@pytest.mark.parametrize("lines", MESSAGES, ids=" / ".join)
@pytest.mark.parametrize("name", sorted(CASES))
def test_message_of_several_lines_or_in_words_of_a_configuration(name: str, lines: list[str]) -> None:
    said = [line.strip() for line in lines if line]
    assert found(name, interrupted(name, "\n".join(lines))) == said


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("huawei_vrp", "vlan 110"),
        ("hp_comware", "vlan 110"),
        ("cisco_ios", "vlan 110"),
        ("ruijie_os", "vlan range 110,120"),
        ("huawei_vrp", "interface Vlanif110"),
        ("huawei_vrpv8", "interface 10GE1/0/1"),
        ("ruijie_os", "interface GigabitEthernet 0/1"),
        ("huawei_vrpv8", "interface Eth-Trunk1.110 mode l2"),
        ("huawei_vrp", "acl number 3901"),
        ("hp_comware", "acl ipv6 advanced name hall"),
        ("cisco_ios", "ip access-list extended HALL"),
    ],
)
def test_message_inside_another_section(name: str, header: str) -> None:
    text = f"{header}\n description hall\nvlan 20 is down\n shutdown\n#\nreturn"
    assert found(name, text) == ["vlan 20 is down"]


@pytest.mark.parametrize(
    "file", sorted((Path(__file__).parents[1] / "policy/ordinary").glob("*.cfg")), ids=lambda file: file.stem
)
def test_ordinary_switch_has_no_such_line(file: Path) -> None:
    lines = [line for _number, line in without_banners(file.read_text(encoding="utf-8"))]
    name = max((name for name in SESSIONS if file.stem.startswith(name)), key=len)
    assert found(name, "\n".join(lines)) == []


@pytest.mark.parametrize("name", sorted(CASES))
def test_configuration_has_no_such_line(name: str) -> None:
    assert found(name, CASES[name].startup) == []


def test_sections_that_follow_without_a_separator() -> None:
    text = "interface Vlan1\n no ip address\ninterface Vlan2\n shutdown\nline con 0\n login\nline vty 0 4\n login\nend"
    assert found("cisco_ios", text) == []


def found(name: str, text: str) -> list[str]:
    """Return what is none of a configuration of this platform."""
    return list(strangers(text.splitlines(), LOG_LINE, SESSIONS[name].sections))


def interrupted(name: str, line: str) -> str:
    """Return a configuration with a line between those of the first terminal's port, the last of which matters."""
    first, *rest = CASES[name].startup.split(f"interface {CASES[name].ports[1]}\n")
    head, separator = first.rstrip().rsplit("\n", 1)
    return f"{head}\n{line}\n{VOICE[name]}\n{separator}\ninterface {CASES[name].ports[1]}\n{''.join(rest)}"
