# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which real keyboards the screen's compositor opens, and what they can type: what is generated for them.

No test here has a real /dev/input: that udev and libinput do what these files say stays to be seen on a terminal.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from pathlib import Path

import pytest
from govkiosk_terminal.glass import KEYS, MOD3

KEYMAP = Path(__file__).resolve().parents[3] / "terminal/root/usr/share/govkiosk/keymap/reader.xkb"

EVDEV = 8  # XKB counts a key's code from 8


class Xkb:
    """The keymap as the compositor's own library reads it."""

    def __init__(self, library: ctypes.CDLL) -> None:
        for name in ("xkb_context_new", "xkb_keymap_new_from_string", "xkb_state_new"):
            getattr(library, name).restype = ctypes.c_void_p
        context = library.xkb_context_new(1)
        text = KEYMAP.read_bytes()
        self._keymap = library.xkb_keymap_new_from_string(ctypes.c_void_p(context), text, 1, 0)
        assert self._keymap, "the keymap does not compile"
        self._library = library
        self._state = ctypes.c_void_p(library.xkb_state_new(ctypes.c_void_p(self._keymap)))

    def press(self, code: int) -> int:
        """Hold a key; return all modifiers that hold now."""
        self._library.xkb_state_update_key(self._state, code + EVDEV, 1)
        return int(self._library.xkb_state_serialize_mods(self._state, 8))

    def name(self, code: int) -> str:
        """Return the name of what a key gives now."""
        symbol, name = (
            self._library.xkb_state_key_get_one_sym(self._state, code + EVDEV),
            ctypes.create_string_buffer(64),
        )
        self._library.xkb_keysym_get_name(symbol, name, 64)
        return name.value.decode()


def test_the_keymap_gives_characters_and_no_modifier_but_its_own() -> None:
    library = ctypes.util.find_library("xkbcommon")
    if library is None:
        pytest.skip("needs libxkbcommon; tests/lab sees the same in the real browser")
    xkb = Xkb(ctypes.CDLL(library))
    plain = {code: name for code in range(0x300 - EVDEV) if (name := xkb.name(code)) != "NoSymbol"}
    assert plain.keys() == KEYS
    assert {name for name in plain.values() if len(name) > 1 and name[0].isupper()} == {"BackSpace", "Tab", "Return"}
    assert xkb.press(42) == MOD3
    assert (xkb.name(30), xkb.name(2)) == ("A", "exclam")
    assert {xkb.press(code) for code in range(0x300 - EVDEV)} == {MOD3}
