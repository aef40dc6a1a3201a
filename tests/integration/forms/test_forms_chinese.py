# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Papers are Chinese, whatever was found: no sentence in English stands on one, of ours or of a system's."""

from __future__ import annotations

import io
import json
import re
import string
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.message import Message, recalled, say
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance import clauses
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import allocation, ledger
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import CHINESE, translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms import device_forms, papers, terminal_forms
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms.application import application
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms.form import Form, Stamp
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning
from babel.messages.pofile import read_po

from tests.helpers.printed_forms import STAMP, subject
from tests.unit.acceptance import lianhua
from tests.unit.acceptance.lianhua import heard, results, site

ROOT = Path(__file__).resolve().parents[3]
Results = dict[str, dict[str, Any]]
#: Three words of Latin letters in a row: no name, number or word of configuration that a form has is written so.
ENGLISH = re.compile(r"[A-Za-z]{2,}[,;:.]? [A-Za-z]{2,}[,;:.]? [A-Za-z]{2,}")
QUOTED, FOREIGN = "[Errno 101] Network is quite unreachable", "（原文见核查证据）"
REFUSED = say("{item}: {reason}", id="item", item="签注", reason=say("was not probed", id="item-unprobed"))


def texts(value: Any) -> Iterator[str]:
    """Every text of a form's data."""
    if isinstance(value, dict):
        value = [entry for key, entry in value.items() if key != "unjudged"]  # lines as a switch has them
    if isinstance(value, list):
        for entry in value:
            yield from texts(entry)
    elif isinstance(value, str):
        yield str(value)


def english(forms: list[Form]) -> list[str]:
    return [text for form in forms for text in texts(form.content) if ENGLISH.search(text)]


def of_terminal(said: Results, **more: Any) -> list[Form]:
    of = subject(heard(said, **more))
    return [terminal_forms.item_check(of, STAMP), terminal_forms.acceptance_form(of, STAMP, "SXTS-1")]


def every_check(reason: Message | str) -> Callable[[Results], None]:
    """Let every check fail for a reason."""

    def spoil(said: Results) -> None:
        for step in said.values():
            for check in step.get("checks", ()):
                check.update(status="fail", reason=str(reason))
                if isinstance(reason, Message):
                    check["messages"] = {"reason": reason.wire()}

    return spoil


def every_step(**state: Any) -> Callable[[Results], None]:
    def spoil(said: Results) -> None:
        for source in said:
            said[source] = {"msg": "nobody knows what went wrong here", **state}

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: None,
        every_step(failed=True),
        every_step(unreachable=True),
        every_step(skipped=True),
        lambda said: said.clear(),
        every_check("something that nobody has translated"),
        every_check(REFUSED),
        every_check(say("fails: {error}", id="item-fails", error="[Errno 101] Network is quite unreachable")),
        every_check(Message("what no catalogue has ever heard of", {}, "unheard-of")),
    ],
)
def test_no_english_stands_on_the_papers_of_a_terminal(spoil: Callable[[Results], None]) -> None:
    said = results()
    spoil(said)
    assert english(of_terminal(said)) == []


def sentences() -> Iterator[Message]:
    """Every message that there is, with English in it wherever it takes a text: any may be the reason of a check."""
    for path in sorted((ROOT / "plugins").rglob("zh_CN.po")):
        for entry in read_po(io.BytesIO(path.read_bytes())):
            names = {name for _, name, _, _ in string.Formatter().parse(str(entry.id)) if name}
            for value in (QUOTED, 7, 3.5):
                with suppress(ValueError):
                    yield Message(str(entry.id), dict.fromkeys(names, value))
                    break


def test_no_english_stands_on_the_papers_of_a_terminal_whatever_sentence_of_ours_is_the_reason() -> None:
    reasons = [reason for reason in sentences() if reason]
    left, printed = list(reasons), set[str]()
    while left:
        said = results()
        checks = [check for step in said.values() for check in step.get("checks", ())]
        for check, reason in zip(checks, left, strict=False):
            check.update(status="fail", reason=str(reason), messages={"reason": reason.wire()})
        del left[: len(checks)]
        forms = of_terminal(said)
        assert english(forms) == []
        printed |= {text for form in forms for text in texts(form.content)}
    # Most are printed in their own Chinese; what only quotes, or names a command, is left to the evidence.
    shown = "".join(printed)
    assert sum(translated(reason, CHINESE).replace(QUOTED, FOREIGN) in shown for reason in reasons) > 0.8 * len(reasons)


def test_no_english_stands_on_the_papers_of_a_plan() -> None:
    folder, which = lianhua.folder(), site()
    given = allocation.assign(folder, ledger.Ledger.load(folder.addresses), lianhua.TODAY)
    plan = planning.plan_site(folder, which, given.addresses)
    (one, _), stamp = which.terminals, Stamp(datetime(2026, 11, 23, tzinfo=UTC), "0.1.0", "")
    inspection, receipt = (
        device_forms.inspection_form(which, one, stamp),
        device_forms.receipt_form(which, one, stamp, "SBJY-1"),
    )
    assert english([application(folder, plan, stamp), inspection, receipt]) == []


def test_why_an_item_cannot_be_used_is_the_messages_own_chinese_with_its_class() -> None:
    said = results()
    for check in said[clauses.SERVICE_CHECK]["checks"]:
        if check["name"] == "item/GA-002":
            reason = say("{endpoint} {problem}", id="item-endpoint", endpoint="a.lab:443 (10.96.8.12)", problem=CUT)
            check.update(
                status="fail", reason=str(reason), data={"problem": "接口"}, messages={"reason": reason.wire()}
            )
    items, final = of_terminal(said)
    (row,) = (row for row in items.content["items"] if row["code"] == "GA-002")
    assert row["symptom"] == "接口应答异常（a.lab:443 (10.96.8.12) 应答未完即关闭连接）"
    assert [row["why"] for row in final.content["open"]] == [row["symptom"]]


CUT = say("closes the connection in the middle of its answer", id="item-cut")


MAC = say(
    "hardware address {mac}, the site file says {wanted}",
    id="link-mac",
    mac="54:89:98:00:01:02",
    wanted="54:89:98:00:01:01",
)


class NoPress:
    """In place of a typesetter."""

    def pdf(self, *_: Any) -> bytes:
        """Print nothing."""
        return b"%PDF"


def issued(folder: Path, wire: dict[str, Any], english_text: str) -> papers.Paper:
    """Issue the acceptance form of a terminal with one check that failed for a reason of ours."""
    said = results()
    for check in said[clauses.LINK_CHECK]["checks"]:
        if check["name"] == "link/mac":
            check.update(status="fail", reason=english_text, messages={"reason": wire})
    drawer = papers.Drawer(folder, "lianhua-hall-01", datetime(2026, 11, 23, tzinfo=UTC))
    return papers.issue(drawer, of_terminal(said)[1], NoPress())  # type: ignore[arg-type]


def test_a_message_that_is_worded_anew_issues_no_form_again(tmp_path: Path) -> None:
    wire = MAC.wire()
    assert issued(tmp_path, wire, str(MAC)).changed
    assert not issued(tmp_path, wire, "worded in a new way").changed
    other = {**wire, "values": {**wire["values"], "mac": "54:89:98:00:01:03"}}
    assert issued(tmp_path, other, str(MAC)).changed


def test_a_chinese_sentence_that_is_worded_anew_issues_no_form_again_and_an_edited_one_does(tmp_path: Path) -> None:
    wire = MAC.wire()
    issued(tmp_path, wire, str(MAC))
    (twin,) = tmp_path.glob("*.json")
    content = json.loads(twin.read_bytes())
    printed = "MAC 地址为 54:89:98:00:01:02，网点文件为 54:89:98:00:01:01"
    assert [row["why"] for row in content["open"]] == [printed]
    before = json.dumps(content, ensure_ascii=False).replace(printed, "本终端 MAC 地址与网点文件不一致")
    twin.write_text(before, encoding="utf-8")
    assert not issued(tmp_path, wire, str(MAC)).changed
    content["open"][0]["why"] = "没有问题"
    twin.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    assert issued(tmp_path, wire, str(MAC)).changed


def test_a_measured_figure_issues_no_form_again(tmp_path: Path) -> None:
    def slow(down: float) -> Message:
        return say("down {down:.1f} Mbit/s, up {up:.1f} Mbit/s", id="rates", down=down, up=2.5)

    assert issued(tmp_path, slow(3.5).wire(), str(slow(3.5))).changed
    assert not issued(tmp_path, slow(3.1).wire(), str(slow(3.1))).changed


def test_evidence_of_a_release_before_prints_without_its_message() -> None:
    assert recalled("as it was", {"id": "gone", "values": {}}) == "as it was"
