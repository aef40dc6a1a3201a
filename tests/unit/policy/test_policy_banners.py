# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a greeting says is not configured, and one without an end is refused: nobody could tell the rest from it."""

from __future__ import annotations

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.banners import EndlessTextError, without_banners
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

from tests.helpers.policy.policy_platforms import TAUGHT, PlatformCase
from tests.unit.policy.policy_faults import planned_in

# How a greeting begins and ends, and lines of the plan that it may quote, with what is wrong without them.
GREETINGS = {
    "cisco_ios": ("banner motd ^C", "^C", "ip source binding ", "binding"),
    "hp_comware": (" header shell %", "%", "stp bpdu-protection", "bpdu"),
    "huawei_vrp": ('header shell information "', '"', "user-bind static ", "binding"),
    "huawei_vrpv8": ('header shell information "', '"', "user-bind static ", "binding"),
    "ruijie_os": ("banner login #", "#", "ip source binding ", "binding"),
}


@pytest.mark.parametrize("case", TAUGHT, ids=lambda case: case.name)
@pytest.mark.parametrize("closed", ["\n{}", " welcome{}"])
def test_what_a_greeting_quotes_is_not_there(case: PlatformCase, closed: str) -> None:
    good, (opening, mark, quoted, kind) = planned_in(case.name), GREETINGS[case.name]
    lines = good.text.splitlines()
    found = [line.strip() for line in lines if line.strip().startswith(quoted)]
    assert found
    greeting = "\n".join([f"{opening}For example:", *found]) + closed.format(mark)
    rest = "\n".join(line for line in lines if line.strip() not in found)
    assert {one.kind for one in planning.prove_running(good, f"{greeting}\n{rest}\n")} == {kind}
    # What stands behind it is read, and has the number of its own line.
    assert planning.prove_running(good, f"{greeting}\n{good.text}") == ()
    config = case.platform.parse(f"{greeting}\n{good.text}")
    ports = [f"interface {port.name}" for port in config.ports]
    text = f"{greeting}\n{good.text}".splitlines()
    assert [text[port.line.number - 1] for port in config.ports] == ports


@pytest.mark.parametrize("case", TAUGHT, ids=lambda case: case.name)
def test_a_greeting_that_never_ends_is_refused(case: PlatformCase) -> None:
    good, (opening, mark, _, _) = planned_in(case.name), GREETINGS[case.name]
    # The same character far below, which has nothing to do with it.
    last = f"description {mark}\n" if mark != "#" else ""
    with pytest.raises(KioskError) as caught:
        planning.prove_running(good, f"hostname x\n{opening}Welcome\n{good.text.replace('#', '!')}{last}")
    assert str(caught.value) == (
        f'line 2 "{opening.strip()}Welcome" opens a text of which nobody can tell where it ends\n'
        "    fix: begin it with a character that is in no word of it, end a line with the same character, and leave out "
        'lines that are "#" or "!" alone, or take the text off the switch'
    )


@pytest.mark.parametrize(
    "text",
    [
        'header login information "Welcome to the hall"',
        "header motd %a%",
        "header legal\nWelcome\nto the hall%",
        "banner exec ^CWelcome^C",
        "aaa authentication banner ^C\nWelcome\n^C",
        "banner motd \x03\nWelcome\n\x03",
        # As IOS prints a text that begins with the letter C, and one with a frame of exclamation marks.
        "menu ops title ^CCCCCC\nWelcome\n^C",
        "menu ops prompt ^CChoose:^C",
        "banner motd ^C\n!\n! Welcome\n!\n^C",
        "macro name hall\n# for the hall\n!\ninterface Vlan1\n@",
        "macro auto execute HALL ACCESS_VLAN=70 {\nif [[ $LINKUP == YES ]]\nthen conf t\nfi\n}",
        "macro auto execute HALL ACCESS_VLAN=70{if [[ $LINKUP == YES ]]; then\nconf t\n interface ${INTERFACE}\nfi }",
        "ip admission auth-proxy-banner http ^CWelcome^C",
        "macro  name  hall\nvlan 2\n@",
        "Banner motd ^C\nWelcome\n^C",
        'HEADER SHELL information "\nWelcome\n"',
        "menu ops title #\nWelcome\n#",
        "ip admission consent-banner text $\nWelcome\n$",
        " refuse-message @\nvlan 2\n@",
        "set-the-mood ^C\nWelcome\n^C",
    ],
)
def test_greetings_are_left_out(text: str) -> None:
    assert [line for _, line in without_banners(f"sysname a\n{text}\nvlan 1")] == ["sysname a", "vlan 1"]


@pytest.mark.parametrize(
    "text",
    [
        "header login information Welcome to the hall",
        "banner motd ^CWelcome",
        "header shell %50% off% today",
        'header shell information "\nsay "hello" to it\n"',
        "header legal\nWelcome",
        "macro name hall\nswitchport mode access",
        "macro auto execute HALL {\nswitchport mode access",
        "menu ops title ^C\nWelcome\n!\ninterface Vlan1\n shutdown\n!\n^C",
        "set-the-mood ^C\nWelcome\n!\n^C",
    ],
)
def test_greetings_without_a_certain_end(text: str) -> None:
    with pytest.raises(EndlessTextError):
        list(without_banners(f"{text}\n#\nvlan 1"))


@pytest.mark.parametrize(
    "line",
    [
        "header login file flash:/hall.txt",
        "description banner motd of the hall",
        "description ^C is what ends it",
        "key 6 ^CGZH",
        "tacacs-server key 6 ^CGZH",
        "menu ops text 1 ^C leaves",
        "macro global description hall",
        "macro description hall",
        "macro auto execute HALL builtin CISCO_PHONE_AUTO_SMARTPORT",
        "macro auto execute HALL {no shutdown}",
        " banner title Hall",
        " banner file flash:hall.html",
        "username hall secret 9 $9$a^Cb",
    ],
)
def test_what_is_no_greeting(line: str) -> None:
    assert list(without_banners(line)) == [(1, line)]


# What `str.splitlines` takes for the end of a line, and no device does.
NO_LINE_ENDS = ("\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")


@pytest.mark.parametrize("case", TAUGHT, ids=lambda case: case.name)
def test_what_a_description_says_behind_another_control_character_is_not_configured(case: PlatformCase) -> None:
    good, (_, _, quoted, kind) = planned_in(case.name), GREETINGS[case.name]
    lines = good.text.splitlines()
    found = [line.strip() for line in lines if line.strip().startswith(quoted)]
    rest = "\n".join(line for line in lines if line.strip() not in found)
    for character in NO_LINE_ENDS:
        text = f"interface LoopBack1\n description hall{character}{character.join(found)}\n{rest}\n"
        assert {one.kind for one in planning.prove_running(good, text)} == {kind}


@pytest.mark.parametrize("case", TAUGHT, ids=lambda case: case.name)
@pytest.mark.parametrize("end", ["\r\n", "\r\r\n", "\n\n", " \t\n"])
def test_lines_end_as_devices_end_them(case: PlatformCase, end: str) -> None:
    good = planned_in(case.name)
    assert planning.prove_running(good, good.text.replace("\n", end)) == ()


# How texts begin and end that IOS and RGOS keep, with the names of what may be quoted in them.
KEPT = {
    "cisco_ios": (
        ("macro name hall", "@"),
        ("macro auto execute HALL {", "}"),
        ("macro auto execute HALL {if [[ $LINKUP -eq YES ]]; then", "fi}"),
        ("menu ops title ^C", "^C"),
        ("menu ops prompt ^C", "^C"),
        ("ip admission auth-proxy-banner http ^C", "^C"),
        ("ip admission consent-banner text ^C", "^C"),
        ("ip auth-proxy auth-proxy-banner telnet ^C", "^C"),
        ("aaa authentication fail-message ^C", "^C"),
        ("banner config-save ^C", "^C"),
        ("parameter-map type webauth global\n banner text ^C", "^C"),
        ("parameter-map type consent hall\n banner text ^C", "^C"),
        ("crypto isakmp client configuration group hall\n banner ^C", "^C"),
        ("line vty 0 4\n refuse-message ^C", "^C"),
        ("line vty 0 4\n vacant-message ^C", "^C"),
        ("what-nobody-knows ^C", "^C"),
    ),
    "ruijie_os": (("banner exec ^C", "^C"), ("banner incoming $", "$"), ("banner prompt-timeout #", "#")),
}
QUOTED = {
    "cisco_ios": (
        ("ip access-list extended GOVKIOSK-3901", "leak"),
        ("ipv6 access-list GOVKIOSK6-3961", "leak"),
        ("interface GigabitEthernet1/0/1", "port"),
        ("ip dhcp snooping", "arp_check"),
        ("ip arp inspection vlan 110", "arp_check"),
    ),
    "ruijie_os": (
        ("ip access-list extended 2601", "leak"),
        ("ipv6 access-list GOVKIOSK6-3961", "leak"),
        ("interface GigabitEthernet 0/2", "port"),
    ),
}


@pytest.mark.parametrize(
    ("name", "opening", "end", "quoted", "kind"),
    [
        (name, opening, end, quoted, kind)
        for name, texts in KEPT.items()
        for opening, end in texts
        for quoted, kind in QUOTED[name]
    ],
)
def test_what_a_text_quotes_is_not_configured(name: str, opening: str, end: str, quoted: str, kind: str) -> None:
    good = planned_in(name)
    lines = good.text.splitlines()
    first = lines.index(quoted)
    last = next(place for place in range(first + 1, len(lines)) if not lines[place].startswith(" "))
    text = "\n".join([*lines[:first], "!", opening, *lines[first:last], end, "!", *lines[last:]])
    found = planning.prove_running(good, text + "\n")
    assert kind in {one.kind for one in found}
    assert planning.prove_running(good, "\n".join([opening, *lines[first:last], end, *lines]) + "\n") == ()
