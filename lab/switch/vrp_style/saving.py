# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Writing the flash, between what a platform says before and after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.context import RefusedError
from lab.switch.flash import FlashFullError

if TYPE_CHECKING:
    from lab.switch.device import Device


def write_flash(device: Device, start: str, done: str) -> str:
    """Save what runs; the answer to it.

    Raises:
        RefusedError: there is no room.
    """
    try:
        device.save()
    except FlashFullError:
        raise RefusedError(f"{start}\n{device.platform.flash_full()}") from None
    return f"{start}\n{done}\n"
