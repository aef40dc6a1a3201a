# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A device that refuses in words of its own: a TACACS+ server may have any text shown (RFC 8907, section 6.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.push import push_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import SESSIONS, connect

from tests.integration.device.guard_cases import CHANGED, GUARDS, GuardCase, confirmed, told
from tests.integration.device.scripted_device import ScriptedDevice, scripted_ios, serve

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.device.fixture_types import Reach

DENIALS = [
    "Command authorization failed.",
    "Authorization failed",
    "Authorization denied for this command",
    "Permission denied.",
    "Access denied.",
    "Error: Failed to pass the authorization.",
    "Info: You have no permission to run this command.",
    "Warning: The operation is not permitted.",
    "% User doesn't have sufficient privilege to execute this command.",
    "%Error: no right",
    "Unauthorized command",
    "Dieser Befehl ist nicht erlaubt",
    "Call extension 4711 before you touch this switch",
    "此命令未授权",
]


def scripted(name: str, line: str, answer: str) -> ScriptedDevice:
    if name in ("cisco_ios", "ruijie_os"):
        return scripted_ios(**{line: answer})
    device = ScriptedDevice(banner="", answers={line: answer})
    if name == "huawei_vrpv8":
        device.prompts = ("<SW1>", "[~SW1]")
    return device


@pytest.mark.parametrize("denial", DENIALS)
@pytest.mark.parametrize("name", sorted(SESSIONS))
def test_nothing_is_typed_after_a_line_that_was_not_taken(reach: Reach, name: str, denial: str) -> None:
    with serve(scripted(name, "second line", denial)) as switch:
        with connect(reach(switch, platform=name)) as session:
            done = []
            with pytest.raises(DeviceError) as caught:
                done.extend(session.configure(["first line", "second line", "no shutdown"]))
        assert done == [("first line", "")]
        assert caught.value.kind is Kind.REFUSED
        assert str(caught.value) == f"lianhua-hall-sw: the device refused 'second line': {denial}"
    assert "no shutdown" not in switch.typed


@pytest.mark.parametrize(
    ("name", "example"),
    [(name, row.example) for name in sorted(SESSIONS) for row in SESSIONS[name].harmless],
    ids=lambda value: value[:40],
)
def test_what_a_device_says_of_a_line_that_it_carries_out(reach: Reach, name: str, example: str) -> None:
    with serve(scripted(name, "first line", example)) as switch, connect(reach(switch, platform=name)) as session:
        assert [line for line, _answer in session.configure(["first line", "second line"])] == [
            "first line",
            "second line",
        ]


@pytest.mark.parametrize("name", sorted(SESSIONS))
def test_harmless_words_do_not_hide_a_refusal_beside_them(reach: Reach, name: str) -> None:
    example = SESSIONS[name].harmless[0].example
    with (
        serve(scripted(name, "first line", f"{example}\nCommand authorization failed.")) as switch,
        connect(reach(switch, platform=name)) as session,
        pytest.raises(DeviceError, match=r"refused 'first line': .*Command authorization failed\."),
    ):
        list(session.configure(["first line"]))


@pytest.mark.parametrize(
    "denial", [text for text in DENIALS if text.isascii() and "4711" not in text and "ist" not in text]
)
@pytest.mark.parametrize("name", sorted(SESSIONS))
def test_display_that_is_denied(reach: Reach, name: str, denial: str) -> None:
    show = SESSIONS[name].show_running
    with (
        serve(scripted(name, show, denial)) as switch,
        connect(reach(switch, platform=name)) as session,
        pytest.raises(DeviceError) as caught,
    ):
        session.running()
    assert caught.value.kind is Kind.REFUSED
    assert str(caught.value) == f"lianhua-hall-sw: the device refused '{show}': {denial}"
    assert switch.typed.count(show) == 1


@pytest.mark.parametrize("name", sorted(SESSIONS))
def test_view_that_is_not_left_is_told(reach: Reach, name: str) -> None:
    if name == "huawei_vrpv8":
        pytest.skip("its session stays in the view until the commit")
    device = scripted(name, "first line", "")

    async def stay(talk: object) -> None:
        talk.configuring = True  # type: ignore[attr-defined]
        talk.say("Command authorization failed.\n")  # type: ignore[attr-defined]

    device.answers[SESSIONS[name].leave_configuration] = stay
    with (
        serve(device) as switch,
        connect(reach(switch, platform=name)) as session,
        pytest.raises(DeviceError, match=r"refused '(?:end|return)': Command authorization failed\."),
    ):
        list(session.configure(["first line"]))


# What makes a change last, under each guard; denied, it must not be told as confirmed.
LASTS = {
    "commit delay": ["^configuration commit$"],
    "commit trial": ["^commit persist", "^save"],
    "revert timer": ["^configure confirm", "^write"],
    "scheduled reboot": ["^(save|write)", "^(undo sched|reload cancel)"],
}


@pytest.mark.parametrize("denial", ["Command authorization failed.", "Call extension 4711", ""])
@pytest.mark.parametrize(("case", "match"), [(case, match) for case in GUARDS for match in LASTS[case.guard]], ids=str)
def test_confirmation_that_the_device_denies_is_none(case: GuardCase, match: str, denial: str, tmp_path: Path) -> None:
    if case.guard == "commit delay" and not denial:
        pytest.skip("Comware has no display for its timer: silence is consent")
    with case.switch(tmp_path) as switch:
        job = case.job(switch, tmp_path)
        assert push_one(job).error is None
        switch.fault("refuse", match=match, text=denial)
        done = confirmed(job)
        assert not done.confirmed
        assert done.error is not None
        assert isinstance(done.error, DeviceError)
        # What the message says is what happens.
        case.clear(switch)
        said = told(done.error)
        if case.waits(switch):
            assert (
                "unconfirmed, so" in said
                or "unless it is, the device" in said
                or "reboot" in said
                or "rolls back" in said
            )
            case.time_is_over(switch)
        else:
            assert "kept, but not known to be saved" in said
        assert (CHANGED in switch.running) == ("the change is saved" in said or "the change is kept" in said)
