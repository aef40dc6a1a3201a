# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Saving, rebooting, and how many lines are shown at a time.

Sources: H3C Comware 7 command references, device management and configuration file management; transcripts of `save` and
`reboot`.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from lab.switch.context import Answer, Context, Dialog, Question, confirm
from lab.switch.hp_comware.words import STYLE, command, display
from lab.switch.vrp_style import reboot_time
from lab.switch.vrp_style.saving import write_flash

if TYPE_CHECKING:
    from collections.abc import Generator

    from lab.switch.device import Device
    from lab.switch.matcher import Match

FILE = "flash:/startup.cfg"
_PAGE = 24


def ask(text: str) -> Generator[Question, str, bool]:
    """Ask until the answer is Y or N; that the same question comes again is unverified."""
    return confirm(text, again=text.rpartition("\n")[2])


@command("user", "screen-length disable", "undo screen-length disable")
def _screen_length(context: Context, match: Match) -> Answer:
    context.screen_length = _PAGE if match.has("undo") else 0
    return None


@command("any", "save force")
def _save_force(context: Context, _: Match) -> Answer:
    return _write_flash(context.box)


@command("any", "save")
def _save(context: Context, _: Match) -> Dialog:
    if (yield from ask("The current configuration will be written to the device. Are you sure? [Y/N]:")):
        return (yield from _save_to_file(context.box))
    return ""


def _save_to_file(device: Device) -> Dialog:
    """Ask for the file; the lab has one, whatever it is called."""
    question = (
        f"Please input the file name(*.cfg)[{FILE}]\n(To leave the existing filename unchanged, press the enter key):"
    )
    name = (yield Question(question)).strip() or FILE
    if not name.endswith(".cfg"):
        raise STYLE.refuse("The file name is invalid (does not end with .cfg).")
    full = name if name.startswith("flash:/") else f"flash:/{name}"
    if device.flash.saved.strip() and not (yield from ask(f"{full} exists, overwrite? [Y/N]:")):
        return ""
    return _write_flash(device)


def _write_flash(device: Device) -> str:
    start, done = "Validating file. Please wait...", "Saved the current configuration to mainboard device successfully."
    return write_flash(device, start, done)


@command("user", "reboot")
def _reboot(context: Context, _: Match) -> Dialog:
    device = context.box
    text = "Start to check configuration with next startup configuration file, please wait.........DONE!\n"
    if device.modified:
        question = "Current configuration may be lost after the reboot, save current configuration? [Y/N]:"
        saving = yield from ask(text + question)
        text = (yield from _save_to_file(device)) if saving else ""
    if (yield from ask(text + "This command will reboot the device. Continue? [Y/N]:")):
        device.reboot()
    return ""


@command("user", "scheduler reboot delay <word:delay>", "scheduler reboot at <word:time> [ <word:date> ]")
def _schedule_reboot(context: Context, match: Match) -> Dialog:
    device = context.box
    minutes = reboot_time.minutes(STYLE, match, device.now())
    due = device.now() + dt.timedelta(minutes=minutes)
    text = f"Reboot system at {due:%H:%M %m/%d/%Y}(in {reboot_time.hours_text(minutes)}). Confirm? [Y/N]:"
    if (yield from ask(text)):
        device.schedule_reboot(minutes)
    return ""


@command("user", "undo scheduler reboot")
def _undo_schedule_reboot(context: Context, _: Match) -> Answer:
    context.box.cancel_reboot()
    return None


@display("scheduler reboot")
def _display_schedule_reboot(context: Context, _: Match) -> str:
    minutes = context.box.minutes_to_reboot
    if minutes is None:
        return ""
    due = context.box.now() + dt.timedelta(minutes=minutes)
    return f"System will reboot at {due:%H:%M:%S %m/%d/%Y} (in {reboot_time.hours_text(minutes)}).\n"
