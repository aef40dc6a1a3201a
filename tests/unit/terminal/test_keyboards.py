# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which real keyboards the screen's compositor opens, and what they can type: what is generated for them.

No test here has a real /dev/input: that udev and libinput do what these files say stays to be seen on a terminal.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.terminal import terminal_config
from govkiosk_terminal import host_files
from govkiosk_terminal import settings as terminal_settings
from govkiosk_terminal.glass import KEYS
from govkiosk_terminal.settings import Settings

KEYMAP = Path(__file__).resolve().parents[3] / "terminal/root/usr/share/govkiosk/keymap/reader.xkb"
EVDEV = 8  # XKB counts a key's code from 8


def test_without_readers_no_keyboard_is_opened(settings: Settings) -> None:
    lines = host_files.keyboard_rules(settings).splitlines()[1:]
    assert lines == [
        'SUBSYSTEM=="input", KERNEL=="event*", ENV{ID_INPUT_KEYBOARD}=="1", ENV{LIBINPUT_IGNORE_DEVICE}="1"',
        (
            'SUBSYSTEM=="input", KERNEL=="event*", ENV{ID_INPUT_KEY}=="1", ENV{ID_INPUT_TOUCHSCREEN}!="1", '
            'ENV{LIBINPUT_IGNORE_DEVICE}="1"'
        ),
    ]
    assert "GOVKIOSK_KEYBOARDS=\n" in host_files.screen_env(settings)


def test_a_reader_that_the_site_file_names_is_opened_by_its_usb_id(settings: Settings) -> None:
    named = replace(settings, keyboards=("08ff:0009", "1a2c:0e24"))
    assert host_files.keyboard_rules(named).splitlines()[3:] == [
        f'SUBSYSTEM=="input", KERNEL=="event*", ATTRS{{id/bustype}}=="0003", ATTRS{{id/vendor}}=="{vendor}", '
        f'ATTRS{{id/product}}=="{product}", ENV{{LIBINPUT_IGNORE_DEVICE}}="0"'
        for vendor, product in (("08ff", "0009"), ("1a2c", "0e24"))
    ]
    assert "GOVKIOSK_KEYBOARDS=08ff:0009,1a2c:0e24\n" in host_files.screen_env(named)


def test_every_keyboard_has_the_readers_keymap(settings: Settings) -> None:
    inputs = [line for line in host_files.sway_config(settings).splitlines() if line.startswith("input ")]
    assert inputs == ["input type:keyboard xkb_file /usr/share/govkiosk/keymap/reader.xkb"]


@pytest.mark.parametrize("wrong", ["08FF:0009", "08ff", '08ff:0009"', "08ff:0009\n", "*:*"])
def test_what_is_no_usb_id_meets_no_rule(config: dict[str, Any], wrong: str) -> None:
    with pytest.raises(terminal_settings.SettingsError) as error:
        terminal_settings.parse(json.dumps({**config, "keyboards": [wrong]}))
    assert str(error.value) == f"keyboards: {wrong!r} is no USB id"


def test_settings_of_the_version_before_have_no_readers(config: dict[str, Any]) -> None:
    del config["keyboards"]
    assert terminal_settings.parse(terminal_config.as_text(config)).keyboards == ()


def test_the_keymap_takes_nothing_of_the_system_s_in() -> None:
    assert "include" not in KEYMAP.read_text(encoding="ascii")


def test_the_keymap_has_the_keys_that_pass_the_glass_and_shift() -> None:
    codes = {int(code) for code in re.findall(r"<\w+> = (\d+);", KEYMAP.read_text(encoding="ascii"))}
    assert codes - {50, 62} == {code + EVDEV for code in KEYS}
    assert {50, 62} <= codes  # left and right Shift
