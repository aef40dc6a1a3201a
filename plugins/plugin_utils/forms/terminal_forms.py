# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What 表四 事项调试检查表 (7.7) and 表五 安装部署验收确认单 (7.7.1) say about one terminal, as plain data.

The standard gives no layout (样式为自拟). What a person has to judge or sign is never filled in here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ...module_utils.check import ERROR, FAIL, NOT_RUN, WAIVED
from ...module_utils.message import Message
from ..acceptance import clauses
from ..acceptance.expectation import INSTALLED, RUNS
from ..base.local_date import BEIJING
from .form import KIND, TICK, Form, Stamp, chinese, header, printed, tick

if TYPE_CHECKING:
    from ..acceptance.acceptance import Gate, Verdict
    from ..acceptance.finding import Finding
    from ..model.catalogue import Item
    from ..model.city_folder import CityFolder
    from ..model.site import Grant, Site, Terminal

_WORD = {FAIL: "不符合", ERROR: "未完成", NOT_RUN: "未完成"}
_PROBLEM = {"权限": "无访问权限", "网络": "网络不通", "接口": "接口应答异常", "页面": "页面内容不符"}
_IN_EVIDENCE = "详见核查证据（{}）"
_MOST_LINES = 40  # of a switch's configuration on one form; all are in the evidence
_FEW = 5  # items named one by one in a line of the list of open matters


@dataclass(frozen=True)
class Subject:
    """Everything that the forms of one terminal are made from; `pictured` if this run took a picture of its screen."""

    folder: CityFolder
    site: Site
    terminal: Terminal
    address: str
    verdict: Verdict
    pictured: bool = False


def item_check(subject: Subject, stamp: Stamp) -> Form:
    """表四: what was installed on the terminal and how each item on the online list answered from it."""
    rows = list(_item_rows(subject, stamp))
    content = {
        "header": header(subject.site, subject.terminal, "表四", "7.6、7.7、7.3"),
        "stamp": printed(stamp),
        "application": _application(subject, stamp),
        "catalogue": {
            "source": subject.folder.city.authority,
            "version": subject.folder.catalogue.version,
            "published": subject.folder.catalogue.published.isoformat(),
            "total": len(rows),
            "granted": sum(row["granted"] for row in rows),
        },
        "items": rows,
        "summary": _summary(rows, subject.verdict),
    }
    return Form("SXTS", "事项调试检查表", "item_check.typ", content)


def acceptance_form(subject: Subject, stamp: Stamp, item_form: str) -> Form:
    """表五: the gates of 7.7.1, what is still open, and the place for the custodian's confirmation."""
    verdict = subject.verdict
    content = {
        "header": header(subject.site, subject.terminal, "表五", "7.7.1"),
        "stamp": printed(stamp),
        "ready": verdict.accepted,
        "network": {"kind": KIND[subject.site.network.class_], "address": subject.address},
        "device": {
            "model": subject.terminal.model,
            "serial": subject.terminal.serial,
            "mac": str(subject.terminal.mac),
        },
        "gates": [_gate_row(gate, subject, item_form) for gate in verdict.gates],
        "open": list(_open_rows(verdict)),
        "waived": [_waived(f) for f in verdict.findings if f.check.status == WAIVED],
        **_unjudged(verdict),
        **_frames(verdict),
        "parties": {
            "custodian": subject.site.custodian,
            "owner": subject.site.owner,
            "vendor": subject.site.vendor,
            "authority": subject.folder.city.authority,
        },
    }
    return Form("AZYS", "安装部署验收确认单", "acceptance.typ", content)


def _application(subject: Subject, stamp: Stamp) -> dict[str, Any]:
    """Part A (7.6): facts that the installation told, ticks that checks back; the rest is a person's."""
    found = subject.verdict.findings
    installed = next((f.check.data for f in found if f.check.name == INSTALLED[1] and f.check.good), {})
    screen = subject.terminal.screen
    return {
        **{key: str(installed.get(key) or "") for key in ("os", "browser", "version", "url")},
        "deployed": stamp.seen.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M") if installed else "",
        "method": "govkiosk 自动部署" if installed else "",
        "screen": f"{screen.width}×{screen.height}",
        "orientation": "竖屏" if screen.height > screen.width else "横屏",
        "adapted": tick(f.check for f in found if f.check.clause == "7.6-a"),
        "device": tick(f.check for f in found if f.check.name == RUNS[1]),
        "running": tick(f.check for f in found if f.check.clause == "7.6-b"),
        # No run starts a terminal anew: whether the application comes back by itself then is a person's to see.
        "restart": "",
        "automatic": any(f.source == clauses.HOME_PAGE and f.check.status in TICK for f in found),
        # A picture alone is no news, but whether there is one: a form never keeps the screen of a run that saw it.
        "pictured": subject.pictured,
    }


def _item_rows(subject: Subject, stamp: Stamp) -> Iterator[dict[str, Any]]:
    grants = subject.folder.grants(subject.site, subject.terminal)
    found = {finding.check.name: finding for finding in subject.verdict.findings}
    for item in subject.folder.catalogue.items:
        grant = grants.get(item.code)
        yield _item_row(item, grant, found.get(f"item/{item.code}") if grant else None, stamp)


def _item_row(item: Item, grant: Grant | None, finding: Finding | None, stamp: Stamp) -> dict[str, Any]:
    """One line of part C; what was not probed is 未检 and never counts as available."""
    check = finding.check if finding else None
    probed = bool(check and check.status in TICK)
    latency = check.data.get("latency_ms") if check and probed else None
    return {
        "code": item.code,
        "name": item.name,
        "provider": item.provider,
        "granted": bool(grant),
        "approval": grant.approval if grant else "",
        "checked": stamp.seen.astimezone(BEIJING).strftime("%m-%d %H:%M") if probed else "",
        "probed": probed,
        "result": TICK.get(check.status, "") if check else "",
        "latency": f"{latency / 1000:.3f}" if isinstance(latency, (int, float)) else "",
        "symptom": "" if not finding or finding.check.good else _symptom(finding),
        "problem": str(check.data.get("problem") or "") if check and not check.good else "",
    }


def _summary(rows: Sequence[Mapping[str, Any]], verdict: Verdict) -> dict[str, Any]:
    """Part D: only an item that was probed and answered counts as available."""
    due = [row for row in rows if row["granted"]]
    good, bad = (sum(row["result"] == result for row in due) for result in ("yes", "no"))
    listed = {f"item/{row['code']}" for row in rows} | {"item/none"}
    extra = {f.check.name for f in verdict.findings if f.check.name.startswith("item/")} - listed
    return {
        "due": len(due),
        "checked": good + bad,
        "good": good,
        "bad": bad,
        "unchecked": len(due) - good - bad,
        "rate": f"{100 * good / len(due):.1f}%" if due else "",
        "extra": sorted(name.removeprefix("item/") for name in extra),
        "lacking": [row["code"] for row in rows if not row["granted"]],
    }


def _gate_row(gate: Gate, subject: Subject, item_form: str) -> dict[str, Any]:
    """One line of the preliminary check: paper, conclusion, date, and how it stands."""
    delivery = subject.site.delivery_of(subject.terminal)
    parts = (delivery.receipt, delivery.unboxing, delivery.power_on) if delivery else (None, None, None)
    receipt, unboxing, power_on = parts
    papers: dict[str, tuple[str, date | None]] = {
        "receipt": (receipt.number, receipt.date) if receipt else ("", None),
        "unboxing": (f"检验人：{unboxing.inspector}", unboxing.date) if unboxing else ("", None),
        "power_on": (f"检验人：{power_on.inspector}", power_on.date) if power_on else ("", None),
        "items": (item_form, None),
        "survey": ("网点文件勘察记录", subject.site.survey.date),
    }
    paper, day = papers.get(gate.title.id, ("自动核查证据", None))
    checks = [finding.check for finding in gate.findings]
    return {
        "id": gate.title.id,
        "clause": gate.title.clause,
        "title": gate.title.chinese,
        "required": gate.title.required,
        "paper": paper,
        "date": day.isoformat() if day else "",
        "good": sum(check.good for check in checks),
        "total": len(checks),
        "state": "yes" if gate.open else "no" if gate.failed else "unfinished",
    }


def _open_rows(verdict: Verdict) -> Iterator[dict[str, Any]]:
    """The open matters, one line per cause: a terminal that is off is one matter, not thirty."""
    causes: dict[tuple[str, str], list[Finding]] = {}
    for finding in verdict.missing:
        word = _WORD.get(finding.check.status, "未完成")
        causes.setdefault((word, _why(finding)), []).append(finding)
    for (word, why), findings in causes.items():
        known = list(dict.fromkeys(clauses.find(finding.check.clause) for finding in findings))
        yield {
            "clauses": list(dict.fromkeys(f.check.clause for f in findings)),
            "what": f"{_what(findings, known)}：{word}",
            "why": why,
            "remedy": known[0].remedy if len(known) == 1 else "排除所述原因后重新部署并核查",
            "party": known[0].party if len(known) == 1 else clauses.BUILDER,
        }


def _why(finding: Finding) -> str:
    """Say what was seen, in Chinese; what nobody has said in Chinese stands in the evidence."""
    kind = _PROBLEM.get(str(finding.check.data.get("problem")))
    if finding.chinese:
        return finding.chinese
    if kind:
        return chinese(finding.reason, f"{kind}（", "）", otherwise=kind)
    # What is no message of ours is somebody's own word.
    lead = "" if isinstance(finding.reason, Message) else "技术信息："
    return chinese(finding.reason, lead, otherwise=_IN_EVIDENCE.format(finding.check.name))


def _symptom(finding: Finding) -> str:
    """Say the first part of it, on a line of the item check form."""
    return finding.chinese.split("，")[0] or _why(finding)


def _what(findings: Sequence[Finding], known: Sequence[clauses.Clause]) -> str:
    """Name what is open: the points of the clauses, and the items by their codes."""
    items = [f.check.name.removeprefix("item/") for f in findings if f.check.name.startswith("item/")]
    points = [clause.chinese for clause in known if clause.id != "7.7"]
    few = len(items) <= _FEW
    if items:
        points.append(f"服务事项{'、'.join(items)}" if few else f"服务事项{len(items)}项（见表四）")
    return "；".join(points)


def _unjudged(verdict: Verdict) -> dict[str, list[str]]:
    """Return the lines of the switch that nobody has judged; a form without any says what it always said."""
    said = (f.check.data.get("unjudged") for f in verdict.findings if f.check.name == "switch/proof")
    lines = dict.fromkeys(str(line) for found in said if isinstance(found, (list, tuple)) for line in found)
    return {"unjudged": [*lines][:_MOST_LINES]} if lines else {}


def _frames(verdict: Verdict) -> dict[str, str]:
    """Return what the proof says of frames of other kinds; evidence of a release before says nothing."""
    said = (f.check.data.get("frames") for f in verdict.findings if f.check.name == "switch/proof")
    reason = next((str(text) for text in said if text), "")
    return {"frames": reason} if reason else {}


def _waived(finding: Finding) -> str:
    head = f"{finding.check.clause} {clauses.find(finding.check.clause).chinese}："
    if finding.chinese:
        return head + finding.chinese
    return chinese(finding.check.reason, head, otherwise=head + _IN_EVIDENCE.format(finding.check.name))
