# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands of the privileged mode: saving and the terminal's page.

Source: Cisco IOS Configuration Fundamentals Command Reference, `copy`, `write memory`; RGOS prints `[OK]` too (netmiko's
example).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.context import Answer, Context, Dialog, Question, RefusedError
from lab.switch.flash import FlashFullError
from lab.switch.ios_style.words import command

if TYPE_CHECKING:
    from lab.switch.device import Device
    from lab.switch.matcher import Match

_HOUR = 60
_MAX_MINUTES = 24 * 24 * _HOUR
_DEFAULT_LINES = 24


@command("exec", "terminal length <0-512:lines>", "terminal no length")
def _length(context: Context, match: Match) -> Answer:
    context.screen_length = match.get("lines", _DEFAULT_LINES)
    return None


@command("exec", "terminal width <0-512:columns>", "terminal no width", "terminal [ no ] monitor")
def _width(context: Context, _: Match) -> Answer:
    """Lines are never wrapped here, so there is nothing to set."""
    del context
    return None


@command("exec", "write [ memory ]")
def _write(context: Context, _: Match) -> Answer:
    return save(context.box)


@command("exec", "copy running-config startup-config")
def _copy(context: Context, _: Match) -> Dialog:
    yield Question("Destination filename [startup-config]? ")
    return save(context.box)


def save(device: Device) -> str:
    """Write the configuration to the flash, and tell so."""
    try:
        device.save()
    except FlashFullError:
        raise RefusedError(f"Building configuration...\n{device.platform.flash_full()}") from None
    return "Building configuration...\n[OK]\n"


def delay_minutes(text: str) -> int:
    """Minutes of `mmm` or `hhh:mm`."""
    hours, colon, minutes = text.rpartition(":")
    if not minutes.isdigit() or (colon and not hours.isdigit()):
        raise RefusedError("%Invalid reload time\n")
    total = int(minutes) + _HOUR * int(hours or 0)
    if not 0 < total <= _MAX_MINUTES:
        raise RefusedError("%Invalid reload time\n")
    return total
