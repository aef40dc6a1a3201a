# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What every result of a host has, as Ansible expects it: plain JSON types, nothing secret."""

from __future__ import annotations

from typing import Any

from ...module_utils.redaction import redacted
from .device import DeviceError, Kind
from .errors import KioskError


def failure(error: KioskError) -> dict[str, Any]:
    """Return the part of a host's result that says what went wrong."""
    kind = error.kind if isinstance(error, DeviceError) else None
    told: dict[str, Any] = {"failed": True, "unreachable": kind is Kind.UNREACHABLE, "msg": error.shown()}
    if isinstance(error, DeviceError):
        told |= {"kind": str(error.kind), "line": error.line, "answer": error.answer}
    return told


def without_secrets(told: dict[str, Any]) -> dict[str, Any]:
    """Return a result without secrets: lines of a device stand in its drift, its verdicts and its errors."""
    clean: dict[str, Any] = redacted(told)
    return clean
