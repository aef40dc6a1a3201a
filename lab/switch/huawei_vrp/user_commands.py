# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands of the user view: saving, rebooting, the terminal's page length."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from lab.switch.context import Answer, Context, Dialog, confirm
from lab.switch.huawei_vrp.words import STYLE, command
from lab.switch.vrp_style import reboot_time
from lab.switch.vrp_style.reboot_time import hours_text
from lab.switch.vrp_style.saving import write_flash

if TYPE_CHECKING:
    from lab.switch.device import Device
    from lab.switch.matcher import Match


@command("user", "screen-length <0-512:lines> temporary", "undo screen-length temporary")
def _screen_length(context: Context, match: Match) -> Answer:
    context.screen_length = match.get("lines", 24)
    return "Info: The configuration takes effect on the current user terminal interface only."


@command("user", "save")
def _save(context: Context, _: Match) -> Dialog:
    text = "The current configuration will be written to flash:/vrpcfg.zip.\nAre you sure to continue?[Y/N]"
    if not (yield from confirm(text)):
        return ""
    return _write_flash(context.box)


def _write_flash(device: Device) -> str:
    start, done = "Now saving the current configuration to the slot 0....", "Save the configuration successfully."
    return write_flash(device, start, done)


@command("user", "reboot")
def _reboot(context: Context, _: Match) -> Dialog:
    device = context.box
    text = "Info: The system is now comparing the configuration, please wait.\n"
    if device.modified:
        question = (
            "Warning: The configuration has been modified, and it will be saved to the next startup "
            "saved-configuration file flash:/vrpcfg.zip. Continue? [Y/N]:"
        )
        saving = yield from confirm(text + question)
        text = _write_flash(device) if saving else ""
    text += (
        "Info: If want to reboot with saving diagnostic information, input 'N' and then execute "
        "'reboot save diagnostic-information'.\n"
    )
    if (yield from confirm(text + "System will reboot! Continue?[Y/N]:")):
        device.reboot()
    return ""


@command("user", "schedule reboot delay <word:delay> [ force ]", "schedule reboot at <word:time> [ <word:date> ]")
def _schedule_reboot(context: Context, match: Match) -> Dialog:
    device = context.box
    minutes = reboot_time.minutes(STYLE, match, device.now())
    if device.modified and not match.has("force"):
        question = "Warning: The current configuration will be saved to the next startup saved-configuration file. "
        saving = yield from confirm(question + "Continue? [Y/N]:")
        note = _write_flash(device) if saving else ""
    else:
        note = ""
    due = device.now() + dt.timedelta(minutes=minutes)
    text = f"{note}Info: Reboot system at {_when(due)} (in {hours_text(minutes)}).\nconfirm?[Y/N]:"
    if (yield from confirm(text)):
        device.schedule_reboot(minutes)
    return ""


def _when(moment: dt.datetime) -> str:
    return f"{moment:%H:%M:%S} {moment:%Y/%m/%d} UTC+08:00"


@command("user", "undo schedule reboot")
def _undo_schedule_reboot(context: Context, _: Match) -> Answer:
    return "Info: The scheduled reboot is cancelled." if context.box.cancel_reboot() else None


@command("any", "display schedule reboot")
def _display_schedule_reboot(context: Context, _: Match) -> Answer:
    minutes = context.box.minutes_to_reboot
    if minutes is None:
        return "Info: There is no scheduled reboot."
    due = context.box.now() + dt.timedelta(minutes=minutes)
    return f"Info: System will reboot at {_when(due)} (in {hours_text(minutes)})."
