# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Changes that are undone unless they are confirmed.

Source: Cisco, Configuration Rollback Confirmed Change (cm-config-rollback-confirmed-change) and Configuration Fundamentals
Command Reference (`show archive config rollback timer`). The error texts: napalm's IOS driver and its tests against real
devices. That a second `configure terminal revert timer` keeps the first one's configuration is unverified.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.cisco_ios.commands import OWN
from lab.switch.context import Answer, Context, RefusedError
from lab.switch.ios_style import mode_commands

if TYPE_CHECKING:
    from lab.switch.ios_style.configuration import Configuration
    from lab.switch.matcher import Match
    from lab.switch.rollback import Rollback

_MINUTES = "<1-120:minutes>"


def _archived(configuration: Configuration) -> bool:
    lines = (line for block in configuration.blocks if block.head == "archive" for line in block.lines)
    return any(line.split()[0] == "path" for line in lines)


@OWN.command("exec", f"configure terminal revert timer {_MINUTES}")
def _revert_timer(context: Context, match: Match) -> Answer:
    device = context.box
    if not _archived(context.configuration):
        raise RefusedError("%Turn config archive on before using Rollback Confirmed Change\n")
    device.rollback.arm(match.get("minutes"), context.user)
    context.view = mode_commands.CONFIG
    saving = f"Backing up current running config to flash:archive-{device.now():%b-%d-%H-%M-%S}-0"
    return f"Rollback Confirmed Change: {saving}\n\n{mode_commands.WELCOME}"


def _pending(context: Context) -> Rollback:
    if not context.box.rollback.is_armed:
        raise RefusedError("%No Rollback Confirmed Change pending\n")
    return context.box.rollback


@OWN.command("exec", "configure confirm")
def _confirm(context: Context, _: Match) -> Answer:
    _pending(context).commit()
    return None


@OWN.command("exec", "configure revert now")
def _revert_now(context: Context, _: Match) -> Answer:
    _pending(context).undo()
    return None


@OWN.command("exec", f"configure revert timer {_MINUTES}")
def _restart(context: Context, match: Match) -> Answer:
    _pending(context).arm(match.get("minutes"))
    return None


@OWN.command("exec", "show archive config rollback timer")
def _show_timer(context: Context, _: Match) -> Answer:
    rollback = _pending(context)
    since = f"{rollback.since:%H:%M:%S} CST {rollback.since:%a %b %d %Y}"
    return (
        f"Time configured(or reconfigured): {since}\n"
        f"Timer type: absolute timer\nTimer value: {rollback.minutes} min\nUser: {rollback.holder}\n"
    )
