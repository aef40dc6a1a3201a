# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is printed: every field, every character, every tick, and nothing that a person has to write."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance import clauses
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import errors
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms import fonts, papers, terminal_forms, typesetting
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms.form import Form, Stamp

from tests.helpers.printed_forms import (
    FIELDS_OF_ALL,
    NOW,
    STAMP,
    assert_all_printed,
    png,
    subject,
    text,
    ticks,
    twin,
)
from tests.unit.acceptance import lianhua
from tests.unit.acceptance.lianhua import ONE, TWO, heard, results, site


@pytest.fixture(scope="session")
def press() -> typesetting.Press:
    return typesetting.Press()


def spoilt() -> terminal_forms.Subject:
    steps = results()
    for check in steps[clauses.SERVICE_CHECK]["checks"]:
        if check["name"] == "item/GA-002":
            data = {"name": "签注", "problem": "接口", "latency_ms": 31.2}
            check.update(status="fail", reason="签注: 10.96.8.12:443 回答 503", data=data)
        if check["name"] == "item/MZ-001":
            check.update(status="error", reason="探测中断", data={})
    return subject(heard(steps), site(receipt=None))


@pytest.mark.parametrize("of", [subject, spoilt])
def test_every_character_of_both_forms_is_printed(of: Any, press: typesetting.Press, tmp_path: Path) -> None:
    for form in (
        terminal_forms.item_check(of(), STAMP),
        terminal_forms.acceptance_form(of(), STAMP, "SXTS-2026-lianhua-hall-01-01"),
    ):
        data = twin(form)
        assert_all_printed(data, text(press.pdf(form.template, data), tmp_path))


FIELDS_OF_FOUR = (
    "操作系统及版本", "浏览器及版本", "首页应用版本", "部署时间", "部署方式", "首页地址", "屏幕分辨率", "屏幕方向",
    "显示完整", "触控", "字号", "长辈版", "无障碍", "返回首页", "超时清除", "设备运行正常", "应用程序运行正常",
    "重启后自启动", "核查方式", "证据编号", "清单来源", "版本", "发布日期", "事项总数", "本终端应开通数", "序号",
    "事项编码", "事项名称", "提供单位", "访问权限", "授权凭证号", "检查方法", "接口探测", "页面打开",
    "人工办理至提交前", "全流程", "外设依赖", "身份证", "打印", "扫码", "可用性", "可用", "不可用", "未检", "响应",
    "现象／错误码", "问题", "分类", "处理人", "复测时间", "检查人", "应检", "已检", "可用率", "清单外多出的事项",
    "清单内缺失（未开通）的事项", "结论", "复核人", "不得使用真实市民身份办理",
)  # fmt: skip
FIELDS_OF_FIVE = (
    "前置核对", "到货签收", "开箱检验", "通电检验", "事项调试检查", "布设条件与部署准备", "网络接入与互联网隔离",
    "应用程序部署", "编号", "结论", "符合", "不符合", "未完成", "未决问题清单", "验收意见", "验收日期",
    "保管责任起算时间", "随附资料清单", "说明书", "钥匙", "账号移交单", "网络配置单", "策略开通单",
    "设备保管责任方（验收确认方）", "设备资产所有权方", "设备厂家", "实施单位", "监理",
)  # fmt: skip
FIELDS_OF_OPEN_MATTERS = ("问题描述", "处理建议", "责任方", "期限")


def test_all_fields_of_the_item_check_form_are_there(press: typesetting.Press, tmp_path: Path) -> None:
    form = terminal_forms.item_check(subject(), STAMP)
    printed = text(press.pdf(form.template, twin(form)), tmp_path)
    assert [field for field in (*FIELDS_OF_ALL, *FIELDS_OF_FOUR) if field not in printed] == []


def test_all_fields_of_the_acceptance_form_are_there(press: typesetting.Press, tmp_path: Path) -> None:
    form = terminal_forms.acceptance_form(spoilt(), STAMP, "SXTS-1")
    printed = text(press.pdf(form.template, twin(form)), tmp_path)
    fields = (*FIELDS_OF_ALL, *FIELDS_OF_FIVE, *FIELDS_OF_OPEN_MATTERS)
    assert [field for field in fields if field not in printed] == []


def test_the_acceptance_form_has_the_lines_that_nobody_has_judged_and_is_ready_all_the_same(
    press: typesetting.Press, tmp_path: Path
) -> None:
    told, said = lianhua.switch(), "lldp frobnicate on GigabitEthernet0/0/4 (and 2 more)"
    for check in told["checks"]:
        if check["name"] == "switch/proof":
            check["data"] = {"unjudged": [said]}
    form = terminal_forms.acceptance_form(subject(heard(switch_result=told)), STAMP, "SXTS-1")
    assert form.content["unjudged"] == [said]
    printed = text(press.pdf(form.template, twin(form)), tmp_path)
    assert "未能判读的配置" in printed
    assert re.sub(r"\s", "", said) in printed
    assert form.content["ready"]
    # A form without such lines says what it said before there were any, and is not issued anew.
    assert "unjudged" not in terminal_forms.acceptance_form(subject(), STAMP, "SXTS-1").content


def test_the_acceptance_form_says_ready_only_if_every_gate_is_open(press: typesetting.Press, tmp_path: Path) -> None:
    ready = terminal_forms.acceptance_form(subject(), STAMP, "SXTS-1")
    printed = text(press.pdf(ready.template, twin(ready)), tmp_path)
    assert "具备验收条件" in printed
    assert "不具备验收条件" not in printed
    shut = terminal_forms.acceptance_form(spoilt(), STAMP, "SXTS-1")
    printed = text(press.pdf(shut.template, twin(shut)), tmp_path)
    assert "不具备验收条件" in printed
    assert "尚有3项未决问题" in printed
    assert "通过" not in printed


def test_the_open_matters_name_clause_point_cause_and_remedy() -> None:
    assert terminal_forms.acceptance_form(spoilt(), STAMP, "SXTS-1").content["open"] == [
        {
            "clauses": ["7.5.2"], "what": "到货签收单签字：未完成", "why": "未见到货签收记录",
            "remedy": "完成到货签收，将签收单编号和日期填入网点文件", "party": "设备资产所有权方、保管责任方、厂家",
        },
        {
            "clauses": ["7.7"], "what": "服务事项GA-002：不符合", "why": "接口应答异常（10.96.8.12:443 回答 503）",
            "remedy": "由事项提供单位恢复服务或由实施单位排查网络后复测", "party": "服务事项提供单位、实施单位",
        },
        {
            "clauses": ["7.7"], "what": "服务事项MZ-001：未完成", "why": "技术信息：探测中断",
            "remedy": "由事项提供单位恢复服务或由实施单位排查网络后复测", "party": "服务事项提供单位、实施单位",
        },
    ]  # fmt: skip


def test_what_city_yml_waives_is_printed_with_its_reason_and_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    known = lianhua.folder()
    first, *others = known.city.canaries
    canaries = (first.model_copy(update={"unreachable": {"gre": "出口防火墙不放行 GRE"}}), *others)
    city = known.city.model_copy(update={"canaries": canaries})
    monkeypatch.setattr(lianhua, "folder", lambda: replace(known, city=city))
    said = results()
    for check in said[clauses.EGRESS_CHECK]["checks"]:
        if check["name"] == "egress/gre/canary-a":
            check["status"], check["data"]["verdict"] = "waived", "UNCONTROLLED"
            for probe in check["data"]["probes"]:
                probe["verdict"] = "UNCONTROLLED"
    form = terminal_forms.acceptance_form(subject(heard(said)), STAMP, "SXTS-1").content
    assert form["ready"]
    assert form["waived"] == [
        f"6.4-e {clauses.find('6.4-e').chinese}：gre/canary-a 无法作对照检测，原因：出口防火墙不放行 GRE"
    ]


def test_a_device_on_no_record_of_delivery_has_no_paper_and_no_date_on_its_form() -> None:
    one, two = site().terminals
    exchanged = site().model_copy(update={"terminals": (one, two.model_copy(update={"serial": "ZW2027110009"}))})
    form = terminal_forms.acceptance_form(
        subject(heard(results(TWO), terminal=TWO), exchanged), STAMP, "SXTS-1"
    ).content
    assert form["device"]["serial"] == "ZW2027110009"
    gates = {row["id"]: (row["paper"], row["date"], row["state"]) for row in form["gates"]}
    for gate in ("receipt", "unboxing", "power_on"):
        assert gates[gate] == ("", "", "unfinished")
    assert [row["why"] for row in form["open"]] == ["未见序列号ZW2027110009的到货检验记录"]


def test_a_terminal_that_is_off_is_one_open_matter() -> None:
    dark = {step: {"unreachable": True, "msg": "timed out"} for step in results()}
    rows = terminal_forms.acceptance_form(subject(heard(dark, terminal=TWO)), STAMP, "SXTS-1").content["open"]
    assert len(rows) == 1
    assert rows[0]["clauses"] == [
        "7.5.1-b1",
        "7.7",
        "6.4-a",
        "6.4-b",
        "6.4-c",
        "6.4-d",
        "6.4-e",
        "7.6-a",
        "7.6-b",
        "7.4",
    ]
    assert "服务事项13项（见表四）：未完成" in rows[0]["what"]
    assert rows[0]["why"] == "终端无应答，但其交换机端口正常"


def test_the_machine_ticks_only_what_it_measured(press: typesetting.Press, tmp_path: Path) -> None:
    """A known number of ticks: one more would be a human row that the machine filled in."""
    form = terminal_forms.item_check(subject(), STAMP)
    rows = len(form.content["items"])
    # orientation, adapted, device, running, automatic; per item: granted, probed, available
    assert ticks(press.pdf(form.template, twin(form)), tmp_path)["☑"] == 5 + 3 * rows
    dark = {step: {"unreachable": True, "msg": "timed out"} for step in results()}
    blank = terminal_forms.item_check(subject(heard(dark)), STAMP)
    # orientation and per item: granted, 未检
    assert ticks(press.pdf(blank.template, twin(blank)), tmp_path)["☑"] == 1 + 2 * rows
    final = terminal_forms.acceptance_form(subject(), STAMP, "SXTS-1")
    assert ticks(press.pdf(final.template, twin(final)), tmp_path) == {"☑": 7, "☐": 14 + 2 + 6}


def test_the_device_is_ticked_as_running_only_if_it_answered() -> None:
    assert terminal_forms.item_check(subject(), STAMP).content["application"]["device"] == "yes"
    off = {clauses.TERMINAL_HOST: {"unreachable": True, "msg": "timed out"}}
    steps = off | {clauses.SERVICE_CHECK: {"failed": True, "msg": "ca.pem cannot be read"}}
    assert terminal_forms.item_check(subject(heard(steps)), STAMP).content["application"]["device"] == ""


def test_unknown_stays_unticked_and_unchecked_never_counts_as_available() -> None:
    form = terminal_forms.item_check(spoilt(), STAMP).content
    by_code = {row["code"]: row for row in form["items"]}
    assert (by_code["RS-001"]["result"], by_code["GA-002"]["result"], by_code["MZ-001"]["result"]) == ("yes", "no", "")
    assert by_code["MZ-001"]["probed"] is False
    assert by_code["GA-002"]["problem"] == "接口"
    assert by_code["RS-001"]["latency"] == "0.013"
    summary = {key: form["summary"][key] for key in ("due", "checked", "good", "bad", "unchecked", "rate")}
    assert summary == {"due": 13, "checked": 12, "good": 11, "bad": 1, "unchecked": 1, "rate": "84.6%"}


def test_an_item_without_a_grant_is_listed_but_not_due() -> None:
    which = site()
    grant = which.grants[0].model_copy(update={"items": ("RS-001", "GA-001")})
    which = which.model_copy(update={"grants": (grant,)})
    found = heard()
    found = type(found)(**{**found.__dict__, "items": {"RS-001": "x", "GA-001": "y"}})
    form = terminal_forms.item_check(subject(found, which), STAMP).content
    assert form["summary"]["due"] == 2
    assert form["summary"]["lacking"] == [
        i.code for i in lianhua.folder().catalogue.items if i.code not in ("RS-001", "GA-001")
    ]
    assert {row["granted"] for row in form["items"] if row["code"] == "JT-001"} == {False}


def test_rare_characters_are_printed(press: typesetting.Press, tmp_path: Path) -> None:
    which = site().model_copy(update={"name": "𠮷祥㛃园×％①“引号”—…", "custodian": "𠮷㛃办事处"})
    form = terminal_forms.acceptance_form(subject(which=which), STAMP, "SXTS-1")
    printed = text(press.pdf(form.template, twin(form)), tmp_path)
    for mark in "𠮷㛃×％①“”":
        assert mark in printed
    assert "〓" not in printed


def test_a_character_that_no_font_holds_becomes_a_geta_mark_and_is_named(
    press: typesetting.Press, tmp_path: Path
) -> None:
    which = site().model_copy(update={"name": "快乐😀网点"})
    form = terminal_forms.acceptance_form(subject(which=which), STAMP, "SXTS-1")
    printed = text(press.pdf(form.template, twin(form)), tmp_path)
    assert "快乐〓网点" in printed
    assert "本表“〓”处为字库未收的字符：U+1F600，以所附JSON数据为准。" in printed


def test_the_fonts_really_hold_what_the_forms_print() -> None:
    """Extracted text cannot tell a glyph from an empty box, so the fonts are asked directly."""
    templates = "".join(file.read_text(encoding="utf-8") for file in typesetting.TEMPLATES.glob("*.typ"))
    table = "".join(f"{clause.chinese}{clause.remedy}{clause.party}" for clause in clauses.CLAUSES)
    found = fonts.folders()
    assert set(fonts.unprintable(templates + table, found)) <= set("☑☐")
    assert fonts.unprintable("莲花ABC 12，𠮷㛃×％", found) == ()
    assert fonts.unprintable("☑☐😀", found) == ("☐", "☑", "😀")


def test_the_marks_are_two_different_glyphs(tmp_path: Path) -> None:
    """A font without them would print the same empty box for yes and no."""
    shutil.copy(typesetting.TEMPLATES / "layout.typ", tmp_path)
    data = twin(terminal_forms.item_check(subject(), STAMP))
    drawn = {}
    for ticked in ("true", "false"):
        source = f'#import "layout.typ": *\n#set page(width: 20mm, height: 20mm)\n#box-of({ticked})'
        (tmp_path / "mark.typ").write_text(source, encoding="utf-8")
        file = tmp_path / "mark.pdf"
        file.write_bytes(typesetting.Press(tmp_path).pdf("mark.typ", data))
        used = subprocess.run(["pdffonts", str(file)], capture_output=True, text=True, check=True).stdout
        assert "DejaVuSansMono" in used
        command = ["pdftoppm", "-r", "600", "-gray", str(file)]
        drawn[ticked] = subprocess.run(command, capture_output=True, check=True).stdout
    inked = {ticked: sum(value < 128 for value in image) for ticked, image in drawn.items()}
    added = sum(a < 128 <= b for a, b in zip(drawn["true"], drawn["false"], strict=True))
    assert inked["false"] > 500
    assert added > inked["false"] / 10


def test_the_same_data_make_the_same_bytes(press: typesetting.Press) -> None:
    form = terminal_forms.item_check(subject(), STAMP)
    assert press.pdf(form.template, twin(form)) == typesetting.Press().pdf(form.template, twin(form))


def test_a_missing_font_is_an_error_with_the_fix(tmp_path: Path) -> None:
    with pytest.raises(errors.KioskError) as error:
        fonts.folders([tmp_path, tmp_path / "none"])
    assert str(error.value) == (
        "the forms cannot be printed: the font file NotoSerifCJK-Regular.ttc is not installed\n"
        "    fix: apt-get install fonts-noto-cjk, then run the play again"
    )


def test_a_damaged_picture_is_an_error_not_a_traceback(press: typesetting.Press, tmp_path: Path) -> None:
    picture = tmp_path / "screen.png"
    picture.write_bytes(b"no picture")
    form = terminal_forms.item_check(subject(), STAMP)
    with pytest.raises(
        errors.KioskError, match=r"the form cannot be printed: .*\n    fix: restore the template, or remove"
    ):
        press.pdf(form.template, twin(form), picture)


def drawer(tmp_path: Path, now: datetime = NOW) -> papers.Drawer:
    return papers.Drawer(tmp_path / "lianhua-hall" / ONE, ONE, now)


def test_a_form_is_issued_once_and_again_only_if_it_says_something_new(
    press: typesetting.Press, tmp_path: Path
) -> None:
    first = papers.issue(drawer(tmp_path), terminal_forms.item_check(subject(), STAMP), press)
    assert (first.number, first.pdf.name, first.changed) == (
        "SXTS-2026-lianhua-hall-01-01",
        "事项调试检查表-v1.pdf",
        True,
    )
    kept = {file: file.read_bytes() for file in first.pdf.parent.iterdir()}

    tomorrow = NOW + timedelta(days=400)
    later = Stamp(tomorrow, "0.2.0", "another")
    steps = results()
    for check in steps[clauses.SERVICE_CHECK]["checks"]:
        check["data"] = {"latency_ms": 99.9}
    again = papers.issue(drawer(tmp_path, tomorrow), terminal_forms.item_check(subject(heard(steps)), later), press)
    assert again == papers.Paper(first.number, first.pdf, changed=False)
    assert {file: file.read_bytes() for file in first.pdf.parent.iterdir()} == kept

    changed = papers.issue(drawer(tmp_path, tomorrow), terminal_forms.item_check(spoilt(), later), press)
    assert (changed.number, changed.pdf.name) == ("SXTS-2027-lianhua-hall-01-02", "事项调试检查表-v2.pdf")
    assert {file: file.read_bytes() for file in kept} == kept
    assert (
        papers.issue(drawer(tmp_path), terminal_forms.item_check(subject(), STAMP), press).pdf.name
        == "事项调试检查表-v3.pdf"
    )


def test_a_measured_figure_in_a_reason_is_no_news_and_another_reason_is() -> None:
    def form(reason: str) -> Form:
        steps = results()
        steps[clauses.SERVICE_CHECK]["checks"][1].update(status="fail", reason=reason)
        return terminal_forms.item_check(subject(heard(steps)), STAMP)

    assert form("no answer from 10.96.8.11 in 3.02 s").digest == form("no answer from 10.96.8.11 in 3.17 s").digest
    assert form("no answer from 10.96.8.11 in 3.02 s").digest != form("no answer from 10.96.8.12 in 3.02 s").digest
    assert form("3.9 Mbit/s down").digest == form("3.7 Mbit/s down").digest
    assert form("the device reboots within 9 min").digest == form("the device reboots within 7 min").digest


FORGERIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "a word of it": lambda said: said | {"items": []},
    "a word, and the digest that goes with it": lambda said: said | {"site": "another", "digest": "0" * 64},
    "something that it had not": lambda said: said | {"remark": "具备验收条件"},
    "its number": lambda said: said | {"number": "SXTS-2026-meilin-hall-01-01"},
    "its version": lambda said: said | {"version": 7},
    "a number that is no text": lambda said: said | {"number": ["SXTS"]},
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_what_was_changed_in_the_records_is_never_printed(
    forge: Callable[[dict[str, Any]], dict[str, Any]], tmp_path: Path
) -> None:
    printed: list[tuple[Any, bytes]] = []

    class Printer:
        def pdf(self, _template: str, said: Any, image: Path | None) -> bytes:
            printed.append((said, image.read_bytes() if image else b""))
            return b"%PDF"

    form, picture = terminal_forms.item_check(subject(), STAMP), tmp_path / "screen.png"
    picture.write_bytes(png(10))
    first = papers.issue(drawer(tmp_path), form, Printer(), picture)  # type: ignore[arg-type]
    file = first.pdf.with_suffix(".json")
    forged = json.dumps(forge(json.loads(file.read_bytes())))
    file.write_text(forged, encoding="utf-8")
    first.pdf.with_suffix(".png").write_bytes(png(200))
    again = papers.issue(drawer(tmp_path), form, Printer(), picture)  # type: ignore[arg-type]
    assert (again.number, again.pdf.name, again.changed) == (
        "SXTS-2026-lianhua-hall-01-02", "事项调试检查表-v2.pdf", True,
    )  # fmt: skip
    assert printed[1] == (
        printed[0][0] | {"number": again.number, "version": 2, "picture": "事项调试检查表-v2.png"}, png(10),
    )  # fmt: skip
    assert file.read_text(encoding="utf-8") == forged  # kept, for whoever wants to know
    assert papers.issue(drawer(tmp_path), form, Printer(), picture) == replace(again, changed=False)  # type: ignore[arg-type]


def test_the_picture_of_an_issue_is_kept_with_it(press: typesetting.Press, tmp_path: Path) -> None:
    picture = tmp_path / "screen.png"
    picture.write_bytes(png(10))
    paper = papers.issue(drawer(tmp_path), terminal_forms.item_check(subject(), STAMP), press, picture)
    assert paper.pdf.with_suffix(".png").read_bytes() == png(10)
    assert json.loads(paper.pdf.with_suffix(".json").read_text(encoding="utf-8"))["picture"] == "事项调试检查表-v1.png"
    images = subprocess.run(["pdfimages", "-list", str(paper.pdf)], capture_output=True, text=True, check=True).stdout
    assert re.search(r"image\s+8\s+8\b", images)
    assert "终端屏幕画面" in text(paper.pdf.read_bytes(), tmp_path)


@pytest.mark.parametrize("damage", [b"{", b"[]", b'{"digest": 1}'])
def test_a_damaged_twin_leads_to_the_next_version_never_to_an_overwritten_one(
    damage: bytes, press: typesetting.Press, tmp_path: Path
) -> None:
    first = papers.issue(drawer(tmp_path), terminal_forms.item_check(subject(), STAMP), press)
    printed = first.pdf.read_bytes()
    first.pdf.with_suffix(".json").write_bytes(damage)
    again = papers.issue(drawer(tmp_path), terminal_forms.item_check(subject(), STAMP), press)
    assert again.pdf.name == "事项调试检查表-v2.pdf"
    assert first.pdf.read_bytes() == printed


def test_a_disk_that_takes_no_more_is_an_error_and_leaves_no_part(press: typesetting.Press, tmp_path: Path) -> None:
    form = terminal_forms.item_check(subject(), STAMP)
    place = drawer(tmp_path)
    place.folder.parent.mkdir(parents=True)
    place.folder.write_text("a file in the way", encoding="utf-8")
    with pytest.raises(errors.KioskError, match=r"the form cannot be written: .*; earlier issues are untouched"):
        papers.issue(place, form, press)
    place.folder.unlink()
    papers.issue(place, form, press)
    assert not [file for file in place.folder.iterdir() if file.name.startswith(".")]


def test_a_twin_tells_what_the_form_tells(press: typesetting.Press, tmp_path: Path) -> None:
    form = terminal_forms.acceptance_form(spoilt(), STAMP, "SXTS-1")
    paper = papers.issue(drawer(tmp_path), form, press)
    told = json.loads(paper.pdf.with_suffix(".json").read_text(encoding="utf-8"))
    printed = {".pdf": hashlib.sha256(paper.pdf.read_bytes()).hexdigest()}
    assert told == {**twin(form, paper.number), "picture": "", "printed": printed}
    assert form.digest[:16] in text(paper.pdf.read_bytes(), tmp_path)
