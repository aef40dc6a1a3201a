# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The control socket: one JSON object per line in, one out. It is the lab's hand on the device, not a part of it."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from lab.switch.faults import Faults
from lab.switch.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from lab.switch.device import Device

Reply = dict[str, Any]


class Control:
    """Serves a device's control socket."""

    def __init__(self, device: Device, path: Path) -> None:
        self._device = device
        self._path = path
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen on the socket, readable by its owner only."""
        self._path.unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(self._serve, str(self._path), limit=1 << 22)
        self._path.chmod(0o600)

    async def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
        self._path.unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                writer.write(json.dumps(self.answer(line), ensure_ascii=False).encode() + b"\n")
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    def answer(self, line: bytes) -> Reply:
        """Carry out one request; a wrong one is answered, never raised."""
        try:
            request = json.loads(line)
            action = _ACTIONS.get(str(request.get("do"))) if isinstance(request, dict) else None
            if action is None:
                return {"ok": False, "error": f"`do` must be one of {', '.join(sorted(_ACTIONS))}"}
            return {"ok": True, **action(self._device, request)}
        except (ValueError, KeyError, TypeError, RuntimeError) as error:
            return {"ok": False, "error": str(error)}


def _config(device: Device, _: Mapping[str, Any]) -> Reply:
    return {"running": device.running_text, "saved": device.flash.saved, "modified": device.modified}


def _status(device: Device, _: Mapping[str, Any]) -> Reply:
    minutes = device.minutes_to_reboot
    seconds = None if minutes is None else round(minutes * device.settings.minute_seconds, 1)
    return {
        "up": device.is_up,
        "sessions": len(device.sessions),
        "held": any(session.held for session in device.sessions),
        "booted": device.booted_at,
        "scheduled_reboot_s": seconds,
        "unconfirmed": device.rollback.is_armed,
        "counters": device.data_plane.counters(),
    }


def _cli(device: Device, request: Mapping[str, Any]) -> Reply:
    """Type lines on the console; answers to questions are lines too. A reboot ends it."""
    if not device.is_up:
        raise RuntimeError("the device is rebooting")
    session = Session(device)
    session.context.screen_length = 0
    output: list[str] = []
    for line in request["lines"]:
        if session.closed or not device.is_up:
            break
        output.append(f"{session.prompt}{line}\n")
        output.append(session.enter(str(line)))
    device.leave(session)
    return {"output": "".join(output)}


def _typed(device: Device, _: Mapping[str, Any]) -> Reply:
    return {"lines": [line for _, line in device.typed], "sessions": [number for number, _ in device.typed]}


def _reboot(device: Device, _: Mapping[str, Any]) -> Reply:
    device.reboot()
    return {}


def _pass(device: Device, request: Mapping[str, Any]) -> Reply:
    device.let_pass(float(request["minutes"]))
    return {}


def _clock(device: Device, request: Mapping[str, Any]) -> Reply:
    device.clock_ahead += dt.timedelta(minutes=float(request["minutes"]))
    return {}


def _fault(device: Device, request: Mapping[str, Any]) -> Reply:
    device.faults.set(request, device.opened)
    return {}


def _clear(device: Device, _: Mapping[str, Any]) -> Reply:
    old, device.faults = device.faults, Faults()
    old.over.set()
    return {}


_ACTIONS: dict[str, Callable[[Device, Mapping[str, Any]], Reply]] = {
    "config": _config,
    "status": _status,
    "cli": _cli,
    "typed": _typed,
    "reboot": _reboot,
    "pass": _pass,
    "clock": _clock,
    "fault": _fault,
    "clear": _clear,
}
