# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Findings: each statement that is due about a terminal, as it was made or as its absence is explained.

Every statement that is due has exactly one finding, and it is good only if the party that may say so said so once. What
nobody expects is a finding of its own, which is never good: it closes the gate of its clause.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ...module_utils.check import ERROR, NOT_RUN, PASS, WAIVED, Check
from ...module_utils.message import Message, join, say
from . import clauses, silences
from .expectation import CONCLUDED, CONFIRMED, INSTALLED, ON_TERMINAL, RUNS, Statement
from .finding import Finding
from .step_results import ANSWERED, FAILED, MISSING, SKIPPED, UNREACHABLE, Answer, Heard

# Sentences of a confirmation that begin with the word themselves, by their ids.
_OF_CONFIRMATION = ("not-confirmed", "not-confirmed-then", "confirmation-then", "confirmed-but")
_CLAUSES = {clause.id for clause in clauses.CLAUSES if clause.gate}
# deb-version(7), as far as the toolkit's own package makes use of it.
_VERSION = re.compile(r"[0-9][0-9A-Za-z.+~-]*")
_LONGEST = 200  # of what somebody else said, in a reason of ours


def findings(heard: Heard, records: Iterable[Finding] = ()) -> tuple[Finding, ...]:
    """Return every verdict on a terminal.

    Args:
        heard: what was said of it.
        records: what the records of its delivery come to.
    """
    said = {
        clauses.SURVEY: Answer(clauses.SURVEY, ANSWERED, checks=heard.survey),
        clauses.NETWORK_POLICY: replace(heard.switch, checks=_latest(heard)),
        **{source: heard.steps.get(source) or Answer(source, MISSING) for source in ON_TERMINAL},
    }
    found = [*records, *(finding for source, answer in said.items() for finding in _heard_of(heard, source, answer))]
    found += [_runs(heard), _installed(heard), _confirmed(heard)]
    found += _unspoken(heard, said, found)
    return (*found, *_forgotten(heard, found), *_remarks(heard))


def recalled(heard: Heard, past: Iterable[Finding], records: Iterable[Finding] = ()) -> tuple[Finding, ...]:
    """Return the verdicts of an earlier run, held against what is due today, beside today's survey and records.

    Args:
        heard: what is known today; of its answers only the survey counts.
        past: what the run found.
        records: what the records of the delivery come to.
    """
    survey = Answer(clauses.SURVEY, ANSWERED, checks=heard.survey)
    found = [*records, *_heard_of(heard, clauses.SURVEY, survey)]
    for finding in past:
        fault = heard.expectation.fault(finding.source, finding.check) if finding.check.good else None
        found.append(_refused(heard, finding.source, finding.check, fault) if fault else finding)
    return (*found, *_forgotten(heard, found), *_remarks(heard))


def _latest(heard: Heard) -> tuple[Check, ...]:
    """Let the confirmation's checks take the place of the push's of the same name: they looked later."""
    later = {(check.clause, check.subject, check.name) for check in heard.confirm.checks}
    before = (c for c in heard.switch.checks if (c.clause, c.subject, c.name) not in later)
    return (*before, *heard.confirm.checks)


def _heard_of(heard: Heard, source: str, answer: Answer) -> Iterator[Finding]:
    """Give a finding for each statement of a step, and one for each that is due and was not made."""
    expectation = heard.expectation
    concluded = CONCLUDED.get(source, ())
    times = Counter((check.clause, check.subject, check.name) for check in answer.checks)
    stated: set[tuple[str, str, str]] = set()
    for check in answer.checks:
        key = (check.clause, check.subject, check.name)
        if key in stated or (source == clauses.NETWORK_POLICY and check.subject in expectation.others):
            continue
        stated.add(key)
        fault = expectation.fault(source, check)
        if (check.clause, check.name) in concluded:
            fault = say("it cannot say this of itself", id="fault-of-itself")
        if times[key] > 1:
            fault = say("it was said {count} times", id="fault-times", count=times[key])
        yield _refused(heard, source, check, fault) if fault else Finding(source, check, _waiver(heard, source, check))
    for due in expectation.of(source):
        if due[1:] not in stated and (due.clause, due.name) not in concluded:
            yield _silent(heard, answer, due)


def _waiver(heard: Heard, source: str, check: Check) -> str:
    """Return what the forms print of a check that city.yml waives: an official reads its reason, not the engineer's words."""
    why = heard.expectation.waivable.get(Statement(source, check.clause, check.subject, check.name), "")
    what = check.name.removeprefix("egress/")
    return f"{what} 无法作对照检测，原因：{why}" if why and check.status == WAIVED else ""


def _refused(heard: Heard, source: str, check: Check, fault: Message) -> Finding:
    """Close the gate of what cannot count, or the step's own gate if it names none."""
    due = heard.expectation.of(source)
    clause = check.clause if check.clause in _CLAUSES else due[0].clause
    reason = say(
        "{source} said {status} about {name} of {subject} on {clause}, but {fault}",
        id="refused",
        source=source,
        status=_short(check.status) or say("nothing", id="nothing"),
        name=_short(check.name) or say("a check without a name", id="nameless"),
        subject=_short(check.subject) or say("nobody", id="nobody"),
        clause=_short(check.clause) or say("no clause", id="no-clause"),
        fault=fault,
    )
    if said := _short(check.reason):
        reason = join([reason, check.reason if said == check.reason else said], ": ")
    known = Statement(source, check.clause, check.subject, check.name) in heard.expectation.due
    name = check.name if known else f"unexpected/{_short(check.name)}"
    fix = check.fix or silences.RERUN
    refused = Check(clause, heard.terminal, name, ERROR, reason, fix if _short(fix) == fix else _short(fix))
    return Finding(source, refused, f"{silences.STEPS.get(source, source)}给出了不被认可的结论")


def _short(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]


def _silent(heard: Heard, answer: Answer, due: Statement) -> Finding:
    check, chinese = silences.explain(heard, silences.cause(heard, answer), due)
    return Finding(due.source, check, chinese)


def _unspoken(heard: Heard, said: Mapping[str, Answer], found: list[Finding]) -> Iterator[Finding]:
    """Speak for a step that did not end well although it said all that was due: somebody else may have said it."""
    spoken = {finding.source for finding in found if finding.check.status in (ERROR, NOT_RUN)}
    for source, answer in said.items():
        if answer.state != ANSWERED and source not in spoken:
            yield _silent(heard, answer, heard.expectation.of(source)[0]._replace(name=source))


def _forgotten(heard: Heard, found: list[Finding]) -> Iterator[Finding]:
    """Speak for what is due and has no finding at all: nobody's mistake may open a gate, not even one of ours."""
    made = {Statement(f.source, f.check.clause, f.check.subject, f.check.name) for f in found}
    for due in heard.expectation.due:
        if due not in made:
            yield _silent(heard, Answer(due.source, ANSWERED), due)


def _runs(heard: Heard) -> Finding:
    """Verify 7.5.1-b1: a device that runs answers, and goes on answering to the last step."""
    said = [heard.steps[source] for source in ON_TERMINAL if source in heard.steps]
    lost = next((answer for answer in said if answer.state == UNREACHABLE), None)
    clause, name = RUNS
    if any(map(_spoke, said)) and not lost and not heard.held:
        reason = silences.at(heard, say("the terminal answers", id="answers"))
        return Finding(clauses.TERMINAL_HOST, Check(clause, heard.terminal, name, PASS, reason), "终端应答正常")
    failed = next((answer for answer in said if answer.state == FAILED), None)
    answer = lost or failed or Answer(clauses.TERMINAL_HOST, MISSING)
    check, chinese = silences.explain(heard, answer, Statement(answer.source, clause, heard.terminal, name))
    return Finding(clauses.TERMINAL_HOST, check, chinese)


def _spoke(answer: Answer) -> bool:
    """Tell whether the terminal itself had a word in it: a step may fail on the controller before any packet is sent."""
    return answer.state == ANSWERED or (answer.state == FAILED and bool(answer.checks))


def _installed(heard: Heard) -> Finding:
    """Verify 7.4: the step that installs the terminal came to its end and says what is installed."""
    answer = heard.steps.get(clauses.TERMINAL_HOST) or Answer(clauses.TERMINAL_HOST, MISSING)
    clause, name = INSTALLED
    version = answer.details.get("version")
    if answer.state == ANSWERED and _VERSION.fullmatch(str(version or "")) and not heard.held:
        reason = say(
            "the terminal's package {version} is installed and its settings are in place",
            id="installed",
            version=str(version),
        )
        check = Check(clause, heard.terminal, name, PASS, reason, data=_made_of(heard))
        return Finding(clauses.TERMINAL_HOST, check, f"终端软件{version}安装完成")
    check, chinese = silences.explain(heard, answer, Statement(answer.source, clause, heard.terminal, name))
    return Finding(clauses.TERMINAL_HOST, check, chinese)


def _made_of(heard: Heard) -> dict[str, str]:
    """Return what forms print of the terminal's software."""
    installed, home = heard.steps[clauses.TERMINAL_HOST], heard.steps.get(clauses.HOME_PAGE)
    details = {**(home.details if home and home.state == ANSWERED else {}), **installed.details}
    return {key: details[key] for key in ("version", "os", "browser", "url") if details.get(key)}


def _confirmed(heard: Heard) -> Finding:
    """Verify that the switch's change stays: one that nobody confirmed proves nothing about tomorrow.

    What becomes of it only the switch's answers tell.
    """
    clause, name = CONFIRMED
    switch, confirm = heard.switch, heard.confirm
    if switch.state != ANSWERED:
        return _silent(heard, switch, Statement(clauses.NETWORK_POLICY, clause, heard.terminal, name))
    stays = confirm.details.get("confirmed") is True
    if stays and confirm.state == ANSWERED:
        reason = say("the switch's configuration is confirmed", id="confirmed")
        check = Check(clause, heard.terminal, name, PASS, reason)
        return Finding(clauses.NETWORK_POLICY, check, "交换机变更已确认")
    message = confirm.message or str(switch.details.get("fall_back") or "")
    if confirm.state == SKIPPED and not message:
        message = say("the confirmation was skipped", id="confirm-skipped")
    elif confirm.state == MISSING and not message:
        message = say("the confirmation was never made", id="confirm-missing")
    if isinstance(message, Message) and message.id in _OF_CONFIRMATION:
        reason = say("the switch's change was {told}", id="unconfirmed-told", told=message)
    elif message:
        reason = say("the switch's change was not confirmed: {told}", id="unconfirmed", told=message)
    else:
        reason = say("the switch's change was not confirmed", id="unconfirmed-unsaid")
    fix = say("put the cause right and {rerun}", id="unconfirmed-fix", rerun=silences.RERUN)
    check = Check(clause, heard.terminal, name, ERROR, reason, fix)
    return Finding(clauses.NETWORK_POLICY, check, "交换机变更已确认，但未能留存" if stays else "交换机变更未确认")


def _remarks(heard: Heard) -> Iterator[Finding]:
    """Keep on record what somebody had changed on the switch and the push put back, and what was never granted."""
    for number, entry in enumerate(heard.switch.details.get("drift", ()), start=1):
        clause = entry.get("clause") if entry.get("clause") in _CLAUSES else "6.4-e"
        reason = say("drift, put back by this run: {what}", id="drift", what=entry["what"])
        check = Check(clause, heard.site, f"switch/drift/{number}", PASS, reason)
        yield Finding(clauses.NETWORK_POLICY, check, remark=True)
    for check in heard.expectation.not_granted:
        yield Finding(clauses.SERVICE_CHECK, check, remark=True)
