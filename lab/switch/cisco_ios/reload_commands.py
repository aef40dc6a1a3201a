# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`reload`, now or later. Source: Cisco IOS Configuration Fundamentals Command Reference, `reload`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from lab.switch.cisco_ios.commands import OWN
from lab.switch.context import Answer, Context, Dialog, Question
from lab.switch.ios_style.exec_commands import delay_minutes, save

if TYPE_CHECKING:
    from collections.abc import Generator

    from lab.switch.device import Device
    from lab.switch.matcher import Match

_HOUR = 60


def _yes(text: str) -> Generator[Question, str, bool]:
    """Ask until the answer is yes or no."""
    question = text
    while True:
        answer = (yield Question(question)).strip().lower()
        if answer and ("yes".startswith(answer) or "no".startswith(answer)):
            return answer.startswith("y")
        question = f"% Please answer 'yes' or 'no'.\n{text}"


def _confirmed(text: str) -> Generator[Question, str, bool]:
    """Ask for one key: Enter and `y` confirm, every other cancels."""
    answer = (yield Question(f"{text} [confirm]")).strip().lower()
    return answer in ("", "y", "yes")


def _saved_if_wanted(device: Device) -> Generator[Question, str, str]:
    """Ask about unsaved changes before a reload."""
    if device.modified and (yield from _yes("\nSystem configuration has been modified. Save? [yes/no]: ")):
        return save(device)
    return ""


@OWN.command("exec", "reload")
def _reload(context: Context, _: Match) -> Dialog:
    note = yield from _saved_if_wanted(context.box)
    if (yield from _confirmed(f"{note}Proceed with reload?")):
        context.box.reboot()
    return ""


@OWN.command("exec", "reload in <word:delay> [ <text:reason> ]")
def _reload_in(context: Context, match: Match) -> Dialog:
    device, minutes = context.box, delay_minutes(match.get("delay"))
    note = yield from _saved_if_wanted(device)
    if (yield from _confirmed(f"{note}{_schedule(device, minutes)}Proceed with reload?")):
        device.schedule_reboot(minutes)
    return ""


def _schedule(device: Device, minutes: float) -> str:
    due = device.now() + dt.timedelta(minutes=minutes)
    hours, rest = divmod(int(minutes), _HOUR)
    parts = [f"{hours} hour{'s' * (hours != 1)}"] if hours else []
    parts += [f"{rest} minute{'s' * (rest != 1)}"] if rest else []
    parts += [f"{int(minutes * 60 % 60)} seconds"] if int(minutes * 60 % 60) else []
    span = " and ".join(parts) or "0 seconds"
    when = f"{due:%H:%M:%S} CST {due:%a %b} {due.day} {due.year}"
    return f"Reload scheduled for {when} (in {span}) by govkiosk on vty0\nReload reason: Reload Command\n"


@OWN.command("exec", "reload cancel")
def _reload_cancel(context: Context, _: Match) -> Answer:
    if not context.box.cancel_reboot():
        return "%No reload is scheduled."
    return "\n\n***\n*** --- SHUTDOWN ABORTED ---\n***\n"


@OWN.command("exec", "show reload")
def _show_reload(context: Context, _: Match) -> Answer:
    minutes = context.box.minutes_to_reboot
    return "No reload is scheduled." if minutes is None else _schedule(context.box, minutes)
