# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""At the end of a run: the verdicts per clause, the terminals, and where the papers are."""

from __future__ import annotations

DOCUMENTATION = r"""
name: summary
type: notification
short_description: Print verdicts per clause, accepted terminals and where the papers are
version_added: 0.1.0
description:
  - Prints, after the play recap, a table of the clauses of DB4403/T 503.5 with the number of verdicts per status,
    one line per terminal, and the places of evidence and forms.
  - After a run that only looked, one line about how many switches and terminals are as they should be.
  - Prints nothing after any other run.
requirements:
  - enabled in configuration, C(callbacks_enabled = govkiosk.site.summary)
author:
  - govkiosk maintainers (@govkiosk)
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ansible.plugins.callback import CallbackBase
from ansible_collections.govkiosk.site.plugins.module_utils.check import STATUSES
from ansible_collections.govkiosk.site.plugins.module_utils.message import Bilingual, join, say
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance.clauses import CLAUSES, find
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.columns import columns, padded

_ACCEPTANCE = "acceptance"
_VERIFY = "device_verify"
_REPORT = "check_report"


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "govkiosk.site.summary"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._summaries: list[Mapping[str, Any]] = []
        self._headlines: list[str] = []
        self._checked: dict[str, bool] = {}

    def v2_runner_on_ok(self, result: Any) -> None:
        """Remember what the acceptance action, a verification and the checks report."""
        action = _action(result)
        if action not in (_ACCEPTANCE, _VERIFY, _REPORT):
            return
        # Asked for only here: Ansible makes a result anew for whoever asks, and a batch's is large.
        answer = getattr(result, "result", None) or getattr(result, "_result", None)
        if not isinstance(answer, Mapping) or answer.get("skipped"):
            return
        if action == _REPORT:
            self._checked[result.host.get_name()] = True
        elif action == _VERIFY and answer.get("headline"):
            self._headlines.append(str(answer["headline"]))
        elif action == _ACCEPTANCE:
            self._learn(answer)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        """Remember whose checks did not pass."""
        if _action(result) == _REPORT:
            self._checked[result.host.get_name()] = False

    def _learn(self, answer: Mapping[str, Any]) -> None:
        summary = answer.get("summary")
        # A batch without terminals has one, too, about none.
        if isinstance(summary, Mapping) and summary.get("terminals"):
            self._summaries.append(summary)

    def v2_playbook_on_stats(self, stats: Any) -> None:
        """Print it after the recap."""
        for line in (*_lines(self._summaries, Path.cwd()), *_verified(self._headlines, self._checked)):
            self._display.display(line)


def _action(result: Any) -> str:
    task = getattr(result, "task", None) or getattr(result, "_task", None)
    return str(getattr(task, "action", "")).removeprefix("govkiosk.site.")


def _verified(headlines: list[str], checked: Mapping[str, bool]) -> Iterator[str]:
    """Say at the very end how what was only looked at stands: a count above a failure would be read alone."""
    passed, total = sum(checked.values()), len(checked)
    lines: list[str] = [*headlines]
    if checked:
        terminals = say("1 terminal") if total == 1 else say("{total} terminals", total=total)
        line = say("{terminals}: {passed} right", terminals=terminals, passed=passed)
        lines.append(say("{line}, {failed} NOT", line=line, failed=total - passed) if passed < total else line)
    if lines:
        yield ""
        yield translated(join(lines, "; "))


def _lines(summaries: list[Mapping[str, Any]], cwd: Path) -> Iterator[str]:
    """Lay the summaries of a run out; nothing if there is none."""
    if not summaries:
        return
    clauses: dict[str, dict[str, int]] = {}
    terminals: dict[str, Mapping[str, Any]] = {}
    for summary in summaries:
        terminals |= dict(summary.get("terminals") or {})
        for clause, counts in (summary.get("clauses") or {}).items():
            row = clauses.setdefault(clause, {})
            for status, count in counts.items():
                row[status] = row.get(status, 0) + count
    yield ""
    yield from _table(clauses)
    yield ""
    for name, outcome in sorted(terminals.items()):
        word = say("NOT ACCEPTED") if outcome.get("decided", True) else say("NOT DECIDED ON")
        refused = join([name, word, str(outcome.get("reason", ""))], ": ")
        yield translated(say("{terminal}: ready for acceptance", terminal=name) if outcome.get("accepted") else refused)
        for paper in outcome.get("papers") or ():
            yield f"    {_shown(paper, cwd)}"
    for summary in summaries:
        if evidence := summary.get("evidence"):
            yield translated(say("evidence: {evidence}", evidence=evidence))
    ready = sum(bool(outcome.get("accepted")) for outcome in terminals.values())
    folders = sorted({_shown(str(summary.get("records") or ""), cwd) for summary in summaries})
    yield translated(
        say(
            "{ready} of {all} terminals are ready for acceptance; evidence and papers: {folders}",
            ready=ready, all=len(terminals), folders=", ".join(folders),
        )
    )  # fmt: skip


def _table(clauses: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    order = {clause.id: number for number, clause in enumerate(CLAUSES)}
    titles = {clause: translated(Bilingual(find(clause).english, find(clause).chinese)) for clause in clauses}
    head, standard = translated(say("clause")), "DB4403/T 503.5-2024"
    width = max(map(columns, (standard, *titles.values())))
    yield padded(head, 10) + padded(standard, width) + "".join(f"{status:>9}" for status in STATUSES)
    for clause in sorted(clauses, key=lambda each: order.get(each, len(order))):
        counts = "".join(f"{clauses[clause].get(status) or '-':>9}" for status in STATUSES)
        yield padded(clause, 10) + padded(titles[clause], width) + counts


def _shown(path: str, cwd: Path) -> str:
    """Give a path as the reader would type it from where the run was started."""
    short = os.path.relpath(path, cwd) if path else ""
    return path if short.startswith("..") else short
