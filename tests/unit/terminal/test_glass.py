# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The glass: which keys, buttons and modifiers of the compositor's stream the browser gets to see."""

from __future__ import annotations

import struct

import pytest
from govkiosk_terminal.glass import KEYS, Closed, Filter, filtered

REGISTRY, SEAT, POINTER, KEYBOARD, OTHER = 2, 3, 4, 5, 6
CTRL, SHIFT, MOD3 = 4, 1, 32


def words(*numbers: int) -> bytes:
    return struct.pack(f"={len(numbers)}I", *numbers)


def message(target: int, opcode: int, body: bytes) -> bytes:
    return struct.pack("=II", target, (8 + len(body)) << 16 | opcode) + body


def bound(interface: bytes, new: int) -> bytes:
    name = interface + b"\0" + b"\0" * (-(len(interface) + 1) % 4)
    return words(7, len(interface) + 1) + name + words(5, new)


@pytest.fixture
def pane() -> Filter:
    return watching(typing=True)


def watching(*, typing: bool) -> Filter:
    made = Filter(typing)
    made.request(1, 1, words(REGISTRY))
    made.request(REGISTRY, 0, bound(b"wl_compositor", OTHER))
    made.request(REGISTRY, 0, bound(b"wl_seat", SEAT))
    made.request(SEAT, 0, words(POINTER))
    made.request(SEAT, 1, words(KEYBOARD))
    return made


# linux/input-event-codes.h: what a person would try.
FORBIDDEN = {
    "Esc": 1, "LeftCtrl": 29, "LeftShift": 42, "RightShift": 54, "LeftAlt": 56, "CapsLock": 58, "F1": 59, "F10": 68,
    "NumLock": 69, "ScrollLock": 70, "F11": 87, "F12": 88, "RightCtrl": 97, "SysRq": 99, "RightAlt": 100, "Home": 102,
    "Up": 103, "PageUp": 104, "Left": 105, "Right": 106, "End": 107, "Down": 108, "PageDown": 109, "Insert": 110,
    "Delete": 111, "Mute": 113, "VolumeUp": 115, "Power": 116, "Pause": 119, "LeftMeta": 125, "Menu": 127, "Stop": 128,
    "Calculator": 140, "Sleep": 142, "WWW": 150, "Mail": 155, "Back": 158, "Forward": 159, "Play": 164, "HomePage": 172,
    "Refresh": 173, "F13": 183, "F24": 194, "Search": 217, "New": 181, "Print": 210, "Camera": 212, "Macro": 656,
}  # fmt: skip
ALLOWED = {"1": 2, "=": 13, "Backspace": 14, "Tab": 15, "q": 16, "Enter": 28, "a": 30, "`": 41, "\\": 43, "/": 53,
           "space": 57, "KP7": 71, "KP.": 83, "KPEnter": 96, "KP/": 98}  # fmt: skip


@pytest.mark.parametrize("name", FORBIDDEN)
def test_no_other_key_passes(pane: Filter, name: str) -> None:
    for state in (1, 0):
        assert pane.event(KEYBOARD, 3, words(1, 2, FORBIDDEN[name], state)) is None


@pytest.mark.parametrize("name", ALLOWED)
def test_what_readers_type_passes(pane: Filter, name: str) -> None:
    body = words(1, 2, ALLOWED[name], 1)
    assert pane.event(KEYBOARD, 3, body) == body


def test_of_all_codes_67_pass(pane: Filter) -> None:
    passed = {code for code in range(0x300) if pane.event(KEYBOARD, 3, words(1, 2, code, 1))}
    assert passed == KEYS
    assert len(KEYS) == 67


def test_no_modifier_passes_but_the_keymap_s_own(pane: Filter) -> None:
    assert pane.event(KEYBOARD, 4, words(9, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 3)) == words(9, MOD3, MOD3, 0, 0)
    assert pane.event(KEYBOARD, 4, words(9, CTRL | SHIFT, 0, 0, 0)) == words(9, 0, 0, 0, 0)


def test_keys_that_are_held_when_the_window_gets_the_keyboard_are_not_told(pane: Filter) -> None:
    assert pane.event(KEYBOARD, 1, words(9, 77, 8, 29, 49)) == words(9, 77, 0)


def test_only_the_first_button_passes(pane: Filter) -> None:
    passed = [code for code in range(0x100, 0x140) if pane.event(POINTER, 3, words(1, 2, code, 1))]
    assert passed == [0x110]


def test_a_terminal_without_readers_has_no_keyboard() -> None:
    pane = watching(typing=False)
    assert pane.event(SEAT, 0, words(7)) == words(5)
    assert pane.event(KEYBOARD, 3, words(1, 2, 30, 1)) is None
    assert watching(typing=True).event(SEAT, 0, words(7)) == words(7)


def test_a_number_that_is_used_again_means_the_new_object(pane: Filter) -> None:
    escape = words(1, 2, 1, 1)
    assert pane.event(KEYBOARD, 3, escape) is None
    pane.event(1, 1, words(KEYBOARD))  # wl_display.delete_id
    assert pane.event(KEYBOARD, 3, escape) == escape
    pane.request(SEAT, 1, words(KEYBOARD))
    assert pane.event(KEYBOARD, 3, escape) is None


def test_messages_are_cut_where_they_end(pane: Filter) -> None:
    data = message(OTHER, 0, b"abcd") + message(KEYBOARD, 3, words(1, 2, 1, 1)) + message(OTHER, 1, b"")
    good = message(OTHER, 0, b"abcd") + message(OTHER, 1, b"")
    for cut in range(len(data)):
        first, rest = filtered(data[:cut], pane.event)
        last, nothing = filtered(rest + data[cut:], pane.event)
        assert (first + last, nothing) == (good, b"")


@pytest.mark.parametrize("size", [0, 4, 7, 9])
def test_what_is_no_wayland_ends_the_connection(pane: Filter, size: int) -> None:
    with pytest.raises(Closed):
        filtered(struct.pack("=II", 1, size << 16), pane.event)
