# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Shortfalls: what the checks of one terminal lack, told to an engineer who measures without deciding on acceptance."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ...module_utils.check import FAIL, Check
from ...module_utils.message import Message, join, say
from . import clauses
from .acceptance import described
from .expectation import Statement
from .finding import Finding
from .findings import findings
from .silences import explain
from .step_results import ANSWERED, Answer

if TYPE_CHECKING:
    from .step_results import Heard

#: What `playbooks/checks.yml` asks of a terminal.
CHECKED = (clauses.LINK_CHECK, clauses.EGRESS_CHECK, clauses.SERVICE_CHECK, clauses.HOME_PAGE)
DRIFT = ("7.4", "terminal/drift")


def shortfalls(heard: Heard, sources: Collection[str] = CHECKED) -> list[Finding]:
    """Return what is not as it should be among what some steps have to say of a terminal."""
    return [f for f in findings(heard) if f.source in sources and not f.remark and not f.check.good]


def drifted(heard: Heard, look: Answer, mend: str) -> Finding | None:
    """Return how a terminal differs from what was installed on it, None if it does not.

    Args:
        heard: what is known of the terminal.
        look: what the installation's step would do if it were run now.
        mend: the command that does it.
    """
    clause, name = DRIFT
    if look.state != ANSWERED:
        check, chinese = explain(heard, look, Statement(look.source, clause, heard.terminal, name))
        return Finding(look.source, replace(check, fix=mend), chinese)
    details = look.details  # whether it would change anything the task that looks has overruled: it changes nothing
    parts = [
        say("its package is altered: {files}", id="drift-package", files=", ".join(details.get("altered", ()))),
        _package(details.get("version_before", ""), details.get("version", "")),
        say("its settings are not those of the inventory", id="drift-settings"),
        say("these differ: {files}", id="drift-files", files=", ".join(details.get("files", ()))),
        say(
            "these do not run as they should: {units}", id="drift-units", units=", ".join(details.get("restarted", ()))
        ),
    ]
    seen = ("altered", None, "settings_differ", "files", "restarted")
    found = [part for part, key in zip(parts, seen, strict=True) if part and (key is None or details.get(key))]
    if not found:
        return None
    what = say(
        "the terminal is not as it was installed: {differences}", id="terminal-drift", differences=join(found, "; ")
    )
    return Finding(look.source, Check(clause, heard.terminal, name, FAIL, what, mend))


def _package(before: str, now: str) -> Message | None:
    if before == now:
        return None
    version = before or say("not there", id="not-there")
    return say("its package is {before}, {now} is due", id="drift-version", before=version, now=now)


def summary(terminal: str, found: Sequence[Finding], items: Mapping[str, str]) -> Message:
    """Say it: which terminal, then per reason the clauses or items, what was seen and what to do."""
    if not found:
        return say("{terminal}: all checks passed", terminal=terminal)
    return join([say("{terminal} did not pass", terminal=terminal), *described(found, items)], "\n")
