# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What every result of a host has, as Ansible expects it: plain JSON types, nothing secret."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...module_utils.message import said as wired
from ...module_utils.redaction import redact, redacted
from .device import DeviceError, Kind
from .errors import KioskError, KioskErrors
from .language import translated


def failure(error: KioskError) -> dict[str, Any]:
    """Return the part of a host's result that says what went wrong.

    `msg` is for whoever started the run, in their language; `problem` is what other steps, evidence and forms go by.
    """
    kind = error.kind if isinstance(error, DeviceError) else None
    result: dict[str, Any] = {
        "failed": True,
        "unreachable": kind is Kind.UNREACHABLE,
        "msg": error.shown(),
        "problem": kept(error),
    }
    if isinstance(error, DeviceError):
        result |= {"kind": str(error.kind), "line": str(error.line), "answer": str(error.answer)}
    return result


def said(message: str, text: str = "", fix: str = "") -> dict[str, Any]:
    """Return the part of the result of a host that failed without an error: shown, and kept, as in `failure`.

    Args:
        message: what is shown.
        text: what is kept, if it is something else.
        fix: what to do about it, as it is kept.
    """
    return {
        "msg": redact(translated(message)),
        "problem": _problem(text or message, fix, getattr(text or message, "id", "")),
    }


def kept(error: KioskError) -> dict[str, Any]:
    """Return what is wrong as it is kept: in English whoever reads it, the fix by itself; of several the first one."""
    problem = (error.errors[0] if isinstance(error, KioskErrors) and error.errors else error).problem
    # Where it is belongs to the sentence: whoever keeps it has no other place for that.
    text = error.amended if isinstance(error, KioskErrors) and error.amended else replace(problem, fix="")
    return _problem(text if isinstance(text, str) else text.message(), problem.fix, str(problem.id))


def _problem(text: str, fix: str, kind: str) -> dict[str, Any]:
    """Return what is wrong as it is kept; `said` has text and fix as messages, which a later step says in its reader's language."""
    parts = {"text": wired(text), "fix": wired(fix)}
    return {"id": kind, "text": redact(str(text)), "fix": redact(str(fix)), "said": redacted(parts)}


def without_secrets(result: dict[str, Any]) -> dict[str, Any]:
    """Return a result of texts without secrets: lines of a device stand in its drift, its verdicts and its errors."""
    clean: dict[str, Any] = plain(redacted(result))
    return clean


def plain(value: Any) -> Any:
    """Return JSON types with texts in place of messages: Ansible keeps no type of ours, and warns of each that it meets."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return str(value) if isinstance(value, str) else value
