# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Answers: what each step of a run said about one terminal, with a reason where a step said nothing.

A step that failed, could not reach its host or never ran has no checks of its own. Its silence becomes `error` and
`not_run` checks here, so that no clause is ever passed because nobody looked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ...module_utils.check import ERROR, NOT_RUN, PASS, Check
from ...module_utils.plain_text import one_line
from ..outside.check_reading import REASON, read_checks
from ..outside.shape import ShapeError, flag, list_of, record, text
from . import clauses

ON_TERMINAL = (
    clauses.TERMINAL_HOST,
    clauses.HOME_PAGE,
    clauses.LINK_CHECK,
    clauses.EGRESS_CHECK,
    clauses.SERVICE_CHECK,
)
STEPS = {
    clauses.NETWORK_POLICY: "接入交换机策略下发",
    clauses.TERMINAL_HOST: "终端安装",
    clauses.HOME_PAGE: "首页核查",
    clauses.LINK_CHECK: "网络接入核查",
    clauses.EGRESS_CHECK: "互联网隔离核查",
    clauses.SERVICE_CHECK: "服务事项核查",
    clauses.SURVEY: "网点条件核查",
}
DRIFT = "switch/drift/"
#: Characters of a step's message that are looked at.
MOST_SAID = 20_000
RERUN = "run ansible-playbook deploy.yml for this site"

# What a step says besides its checks, as far as somebody here asks for it.
_DETAILS = record(
    {
        "guard": text(40), "fall_back": text(REASON), "confirmed": flag,
        "drift": list_of(record({"clause": text(16)}, what=text(REASON)), 10_000),
        "picture": text(4096), "os": text(200), "browser": text(200), "version": text(64), "url": text(500),
    }
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What one step said: `state` is `answered`, `unreachable`, `failed`, `skipped` or `missing`."""

    source: str
    state: str
    message: str = ""
    fix: str = ""
    checks: tuple[Check, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """A check and the step that it came from; `chinese` is its reason as a form prints it, if this module wrote it."""

    source: str
    check: Check
    chinese: str = ""

    @property
    def reason(self) -> str:
        """Return the check's reason without the item's name before it: items with one cause say the same."""
        return self.check.reason.removeprefix(f"{self.check.data.get('name')}: ")


@dataclass(frozen=True)
class Heard:
    """All that a run said about one terminal.

    Attributes:
        terminal: its id.
        site: its site's id; checks about the site hold for each of its terminals.
        items: codes and names of the items granted to it, each of which has to be checked (7.7).
        steps: the answers of the steps that run on the terminal.
        switch: the answer of the push to its switch.
        confirm: the answer of the confirmation of that push.
        survey: the checks of the site's survey.
        held: why the terminal is held back, empty if it is not.
        address: its address, for messages.
    """

    terminal: str
    site: str
    items: Mapping[str, str]
    steps: Mapping[str, Answer]
    switch: Answer
    confirm: Answer
    survey: tuple[Check, ...] = ()
    held: str = ""
    address: str = ""


def read(source: str, raw: Any) -> Answer:
    """Read a registered result; one that was never registered is `missing`, one that cannot be meant is `failed`.

    Nothing is taken but what is known here, of its own type and of bounded size: a step's words may be a terminal's. What
    cannot be read costs its host that step and nothing more.
    """
    if not isinstance(raw, Mapping):
        return Answer(source, "missing")
    state = next((state for state in ("unreachable", "failed", "skipped") if raw.get(state)), "answered")
    what, _, fix = str(raw.get("msg") or "")[:MOST_SAID].partition("\n    fix: ")
    try:
        checks, details = read_checks(raw.get("checks") or ()), _DETAILS(raw, source)
    except ShapeError as error:
        return Answer(source, "failed", f"what it said cannot be read: {error}")
    return Answer(source, state, _one_line(what), one_line(fix.split("\n", 1)[0]), checks, details)


def _one_line(text: str) -> str:
    """Drop Ansible's own lead-in and keep the first line of what is left."""
    text = text.strip()
    for lead in ("Task failed: ", "Action failed: ", "Failed to connect to the host via ssh: "):
        text = text.removeprefix(lead)
    text = re.sub(r"^Data could not be sent to remote host .*? over ssh: ", "", text, flags=re.DOTALL)
    return one_line(text.split("\n", 1)[0]).rstrip(". ")


def findings(heard: Heard, expected: Sequence[tuple[str, str]]) -> tuple[Finding, ...]:
    """Return every verdict on a terminal; `expected` names each clause with a step that has to speak about it."""
    found = [Finding(clauses.SURVEY, check) for check in heard.survey if _about(check, heard)]
    found += [Finding(clauses.NETWORK_POLICY, check) for check in _switch_checks(heard)]
    for source in ON_TERMINAL:
        answer = heard.steps.get(source) or Answer(source, "missing")
        found += [Finding(source, check) for check in answer.checks if _about(check, heard)]
    found.append(_runs(heard))
    found += [*_unconfirmed(heard), *_drift(heard)]
    found += _silences(heard, expected, found)
    return tuple(found)


def _about(check: Check, heard: Heard) -> bool:
    return check.subject in (heard.terminal, heard.site)


def _switch_checks(heard: Heard) -> list[Check]:
    """Let the confirmation's checks take the place of the push's: they looked later."""
    latest: dict[tuple[str, str, str], Check] = {}
    for check in (*heard.switch.checks, *heard.confirm.checks):
        latest[check.clause, check.subject, check.name] = check
    return [check for check in latest.values() if _about(check, heard)]


def _runs(heard: Heard) -> Finding:
    """Verify 7.5.1-b1: a device that runs answers, and goes on answering to the last step."""
    said = [heard.steps[source] for source in ON_TERMINAL if source in heard.steps]
    lost = next((answer for answer in said if answer.state == "unreachable"), None)
    if any(map(_spoke, said)) and not lost and not heard.held:
        check = Check("7.5.1-b1", heard.terminal, "terminal/answers", PASS, f"the terminal answers{_at(heard)}")
        return Finding(clauses.TERMINAL_HOST, check, "终端应答正常")
    failed = next((answer for answer in said if answer.state == "failed"), None)
    answer = lost or failed or Answer(clauses.TERMINAL_HOST, "missing")
    return replace(_silent(heard, answer, "7.5.1-b1", "terminal/answers"), source=clauses.TERMINAL_HOST)


def _spoke(answer: Answer) -> bool:
    """Tell whether the terminal itself had a word in it: a step may fail on the controller before any packet is sent."""
    return answer.state == "answered" or (answer.state == "failed" and bool(answer.checks))


def _at(heard: Heard) -> str:
    return f" at {heard.address}" if heard.address else ""


def _unconfirmed(heard: Heard) -> list[Finding]:
    """A change that nobody confirmed proves nothing about tomorrow; what becomes of it only the switch's answers tell."""
    if heard.switch.state != "answered":
        return []  # its own silence says so already
    confirm, guard = heard.confirm, heard.switch.details.get("guard")
    left = confirm.details.get("confirmed") is False or confirm.state in ("failed", "unreachable")
    if not left and not (guard in ("armed", "unknown") and confirm.state != "answered"):
        return []
    told = confirm.message or str(heard.switch.details.get("fall_back") or "")
    said = told.startswith(("not confirmed", "confirmed"))  # most confirmations begin with the word themselves
    reason = told if said else f"not confirmed: {told}".removesuffix(": ")
    chinese = "交换机变更已确认，但未能留存" if confirm.details.get("confirmed") else "交换机变更未确认"
    fix = "put the cause right and " + RERUN
    check = Check("6.4-e", heard.terminal, "switch/confirm", ERROR, f"the switch's change was {reason}", fix)
    return [Finding(clauses.NETWORK_POLICY, check, chinese + (f"（技术信息：{told}）" if told else ""))]


def _drift(heard: Heard) -> Iterator[Finding]:
    """Keep on record what somebody had changed on the switch and the push put back."""
    drift = heard.switch.details.get("drift")
    for number, entry in enumerate(drift if isinstance(drift, (list, tuple)) else (), start=1):
        reason = f"drift, put back by this run: {entry.get('what')}"
        yield Finding(
            clauses.NETWORK_POLICY, Check(entry.get("clause") or "6.4-e", heard.site, f"{DRIFT}{number}", PASS, reason)
        )


def _silences(heard: Heard, expected: Sequence[tuple[str, str]], found: Sequence[Finding]) -> list[Finding]:
    """Speak for every step that said nothing about a clause, or failed beside what it said."""
    heard_of = {(f.check.clause, f.source) for f in found} | {(f.check.name, f.source) for f in found}
    wanted = [(clause, source, source) for clause, source in expected]
    wanted += [("7.7", clauses.SERVICE_CHECK, f"item/{code}") for code in heard.items]
    silent = []
    for clause, source, name in wanted:
        if (clause if name == source else name, source) not in heard_of:
            silent.append(_silent(heard, _answer(heard, source), clause, name))
    spoken = {f.source for f in silent}
    for source in (*ON_TERMINAL, clauses.NETWORK_POLICY):
        answer = _answer(heard, source)
        if answer.state in ("failed", "unreachable") and source not in spoken:
            silent.append(_silent(heard, answer, _first_clause(source), source))
    return silent


def _first_clause(source: str) -> str:
    """Return the clause that a step's own failure is counted under."""
    return "7.4" if source == clauses.TERMINAL_HOST else next(c.id for c in clauses.CLAUSES if source in c.sources)


def _answer(heard: Heard, source: str) -> Answer:
    if source == clauses.NETWORK_POLICY:
        return heard.switch
    answer = heard.steps.get(source) or Answer(source, "missing")
    first = heard.steps.get(clauses.TERMINAL_HOST)
    if answer.state in ("skipped", "missing") and first and first.state == "unreachable":
        # A terminal that did not answer is not asked again, or every later step would wait for it in vain.
        return replace(first, source=source)
    return answer


def _silent(heard: Heard, answer: Answer, clause: str, name: str) -> Finding:
    """Put one silence into words."""
    step = STEPS.get(answer.source, answer.source)
    check = Check(clause, heard.terminal, name, NOT_RUN, f"{answer.source} was not run", RERUN)
    chinese = f"{step}未执行"
    if heard.held and answer.source in (*ON_TERMINAL, clauses.NETWORK_POLICY):
        check = _held(check, heard.held)
        chinese = "终端已暂缓部署（地址台账存在矛盾）"
    elif answer.state == "unreachable" and answer.source in ON_TERMINAL:
        check, chinese = _dark(check, heard, answer)
    elif answer.state in ("failed", "unreachable"):
        what = "the switch could not be reached" if answer.state == "unreachable" else f"{answer.source} failed"
        check = replace(
            check, status=ERROR, reason=f"{what}: {answer.message}", fix=answer.fix or f"put that right and {RERUN}"
        )
        chinese = f"{step}失败"
    elif answer.state == "answered":
        check = replace(check, reason=f"{answer.source} said nothing about it")
        chinese = f"{step}未给出结论"
    return Finding(answer.source, check, chinese)


def _held(check: Check, held: str) -> Check:
    what, _, fix = held.partition("fix:")
    reason = "the terminal is held back: " + " ".join(what.split())
    return replace(check, reason=reason, fix=" ".join(fix.split()) or check.fix)


def _dark(check: Check, heard: Heard, answer: Answer) -> tuple[Check, str]:
    """Explain a terminal that does not answer by what its switch port shows."""
    port = next((c for c in _switch_checks(heard) if c.clause == "6.4-c" and c.subject == heard.terminal), None)
    reason = f"the terminal does not answer{_at(heard)}" + (f" ({answer.message})" if answer.message else "")
    fix, chinese = f"check its power, cable and port, then {RERUN}", "终端无应答"
    if port and not port.good:
        reason, fix = f"{reason}; its switch port: {port.reason}", port.fix or fix
        chinese = "终端无应答，其交换机端口核查不符合（见6.4）"
    elif port:
        reason += "; its switch port is up with its own MAC, so it has power and cable"
        fix = f"check sshd and the address on its network card, then {RERUN}"
        chinese = "终端无应答，但其交换机端口正常"
    return replace(check, status=ERROR, reason=reason, fix=fix), chinese
