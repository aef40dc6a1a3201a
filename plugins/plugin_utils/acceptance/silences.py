# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Silences: why a step said nothing, in words for the engineer and for the form.

A step that failed, could not reach its host or never ran has no checks of its own. Its silence becomes `error` and
`not_run` checks here, so that no clause is ever passed because nobody looked.
"""

from __future__ import annotations

from dataclasses import replace

from ...module_utils.check import ERROR, NOT_RUN, Check
from ...module_utils.message import Message, say
from ..checks.port_check_names import PORT
from . import clauses
from .expectation import ON_TERMINAL, Statement
from .step_results import ANSWERED, FAILED, MISSING, SKIPPED, UNREACHABLE, Answer, Heard

STEPS = {
    clauses.NETWORK_POLICY: "接入交换机策略下发",
    clauses.TERMINAL_HOST: "终端安装",
    clauses.HOME_PAGE: "首页核查",
    clauses.LINK_CHECK: "网络接入核查",
    clauses.EGRESS_CHECK: "互联网隔离核查",
    clauses.SERVICE_CHECK: "服务事项核查",
    clauses.SURVEY: "网点条件核查",
}
RERUN = say("run ansible-playbook deploy.yml for this site", id="rerun")
#: How the words on a terminal that cannot be reached begin, also in the evidence.
NO_ANSWER = say("the terminal does not answer", id="no-answer")
# Sentences that say more of that, by their ids.
_ON_DARK = ("at", "dark-why", "dark-port", "dark-powered")


def cause(heard: Heard, answer: Answer) -> Answer:
    """Return the answer that explains a step's silence."""
    first = heard.steps.get(clauses.TERMINAL_HOST)
    quiet = answer.source in ON_TERMINAL and answer.state in (SKIPPED, MISSING)
    if quiet and first and first.state == UNREACHABLE:
        # A terminal that did not answer is not asked again, or every later step would wait for it in vain.
        return replace(first, source=answer.source)
    return answer


def explain(heard: Heard, answer: Answer, due: Statement) -> tuple[Check, str]:
    """Put one silence into words: as a check, and as a form prints it."""
    step = STEPS.get(answer.source, answer.source)
    check = Check(
        due.clause,
        due.subject,
        due.name,
        NOT_RUN,
        say("{step} was not run", id="step-missing", step=answer.source),
        RERUN,
    )
    chinese = f"{step}未执行"
    if heard.held and answer.source in STEPS and answer.source != clauses.SURVEY:
        reason = say("the terminal is held back: {why}", id="held", why=heard.held)
        check = replace(check, reason=reason, fix=heard.held_fix or check.fix)
        chinese = "终端已暂缓部署（地址台账存在矛盾）"
    elif answer.state == UNREACHABLE and answer.source in ON_TERMINAL:
        check, chinese = _dark(check, heard, answer)
    elif answer.state in (FAILED, UNREACHABLE):
        reason = say("{step} failed: {what}", id="step-failed", step=answer.source, what=answer.message)
        if answer.state == UNREACHABLE:
            reason = say("the switch could not be reached: {what}", id="switch-dark", what=answer.message)
        fix = say("put that right and {rerun}", id="step-failed-fix", rerun=RERUN)
        check = replace(check, status=ERROR, reason=reason, fix=answer.fix or fix)
        chinese = f"{step}失败"
    elif answer.state == ANSWERED:
        check = replace(check, reason=say("{step} said nothing about it", id="step-silent", step=answer.source))
        chinese = f"{step}未给出结论"
    return check, chinese


def at(heard: Heard, what: Message) -> Message:
    """Say something of a terminal with its address, if that is known."""
    return say("{what} at {address}", id="at", what=what, address=heard.address) if heard.address else what


def is_of_dark(reason: str) -> bool:
    """Tell whether a reason, also one out of the evidence, is that of a terminal that does not answer."""
    if not isinstance(reason, Message):
        # Kept by a release whose records have no ids.
        return reason.startswith(NO_ANSWER)
    whole = reason.values.get("what") if reason.id in _ON_DARK else None
    return reason.id == NO_ANSWER.id or (isinstance(whole, str) and is_of_dark(whole))


def _dark(check: Check, heard: Heard, answer: Answer) -> tuple[Check, str]:
    """Explain a terminal that does not answer by what its switch port shows."""
    port = next((c for c in _ports(heard) if c.subject == heard.terminal), None)
    reason = at(heard, NO_ANSWER)
    if answer.message:
        reason = say("{what} ({why})", id="dark-why", what=reason, why=answer.message)
    fix: str = say("check its power, cable and port, then {rerun}", id="dark-fix", rerun=RERUN)
    chinese = "终端无应答"
    if port and not port.good:
        reason = say("{what}; its switch port: {port}", id="dark-port", what=reason, port=port.reason)
        fix = port.fix or fix
        chinese = "终端无应答，其交换机端口核查不符合（见6.4）"
    elif port:
        reason = say(
            "{what}; its switch port is up with its own MAC, so it has power and cable", id="dark-powered", what=reason
        )
        fix = say("check sshd and the address on its network card, then {rerun}", id="dark-powered-fix", rerun=RERUN)
        chinese = "终端无应答，但其交换机端口正常"
    return replace(check, status=ERROR, reason=reason, fix=fix), chinese


def _ports(heard: Heard) -> list[Check]:
    """Return what the switch said of its ports, the later look first."""
    return [check for check in (*heard.confirm.checks, *heard.switch.checks) if check.name == PORT]
