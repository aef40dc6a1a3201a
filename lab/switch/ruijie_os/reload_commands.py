# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`reload`, now or later; every sentence but the first question is unverified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.context import Answer, Context, Dialog, Question
from lab.switch.ios_style.exec_commands import delay_minutes
from lab.switch.ruijie_os.commands import OWN

if TYPE_CHECKING:
    from collections.abc import Generator

    from lab.switch.matcher import Match


def _yes(text: str) -> Generator[Question, str, bool]:
    """Ask once; everything but yes is no."""
    return (yield Question(f"{text}(Y/N)")).strip().lower() in ("y", "yes")


@OWN.command("exec", "reload")
def _reload(context: Context, _: Match) -> Dialog:
    if (yield from _yes("Reload system?")):
        context.box.reboot()
    return ""


@OWN.command("exec", "reload in <word:delay>")
def _reload_in(context: Context, match: Match) -> Dialog:
    minutes = delay_minutes(match.get("delay"))
    if (yield from _yes(f"Reload system in {minutes} minutes?")):
        context.box.schedule_reboot(minutes)
    return ""


@OWN.command("exec", "reload cancel")
def _reload_cancel(context: Context, _: Match) -> Answer:
    return "Reload cancelled." if context.box.cancel_reboot() else "No reload is scheduled."


@OWN.command("exec", "show reload")
def _show_reload(context: Context, _: Match) -> Answer:
    minutes = context.box.minutes_to_reboot
    return "No reload is scheduled." if minutes is None else f"System will reload in {round(minutes * 60)} seconds."
