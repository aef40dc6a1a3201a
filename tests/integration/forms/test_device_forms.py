# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""设备到货签收单 and 设备检验单 (7.5.2): what was recorded of a device is on them, all else is a person's to write."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import allocation, ledger
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms import device_forms, typesetting
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms.form import Form, Stamp
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms.plan_papers import PlanDesk
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.site import Site
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

from tests.helpers.printed_forms import FIELDS_OF_ALL, assert_all_printed, text, ticks, twin
from tests.unit.acceptance import lianhua
from tests.unit.acceptance.lianhua import ONE, TWO, site

NOW = datetime(2026, 11, 23, 11, 36, tzinfo=UTC)
STAMP = Stamp(NOW, "0.1.0", "")
NUMBER = "SBJY-2026-lianhua-hall-01-01"
PARTIES = ("设备资产所有权方", "设备保管责任方", "设备厂家")
FIELDS_OF_TWO = (
    "到货日期", "运单号", "承运单位", "采购合同号", "序号", "名称", "品牌", "型号", "出厂序列号", "资产编号", "数量",
    "单位", "箱号", "外包装", "完好", "电源线", "钥匙", "说明书", "合格证", "保修卡", "装箱单", "应到", "实到",
    "发货数与合同数核对", "差异说明", "开箱检验", "通电检验", "全部签收", "部分签收", "拒收", "原因", "监理", "实施单位",
    *PARTIES,
)  # fmt: skip
FIELDS_OF_THREE = (
    "是否原厂设备", "外观是否存在破损", "合格证书是否齐全", "设备能否正常运行", "各指示灯是否正常工作", "其他：",
    "7.5.1a)1)", "7.5.1a)2)", "7.5.1a)3)", "7.5.1b)1)", "7.5.1b)2)", "补充项", "标准未列", "触摸屏校准", "身份证读卡器",
    "打印机", "扫码", "摄像头", "扬声器", "检验项目", "标准条款", "检验方法", "结果", "照片编号", "检验人",
    "开箱检验结论", "通电检验结论", "换货", "维修", "复检日期", "复检记录", *PARTIES,
)  # fmt: skip


@pytest.fixture(scope="module")
def press() -> typesetting.Press:
    return typesetting.Press()


def both(which: Site, at: int = 0) -> tuple[Form, Form]:
    terminal = which.terminals[at]
    inspection = device_forms.inspection_form(which, terminal, STAMP)
    return inspection, device_forms.receipt_form(which, terminal, STAMP, NUMBER)


def unrecorded() -> Site:
    return site().model_copy(update={"delivery": ()})


def damaged() -> Site:
    unboxing = site().delivery[0].unboxing
    assert unboxing
    return site(unboxing=unboxing.model_copy(update={"undamaged": "fail"}))


@pytest.mark.parametrize("of", [site, unrecorded, damaged])
def test_every_field_and_every_value_is_printed(of: Any, press: typesetting.Press, tmp_path: Path) -> None:
    for form, fields in zip(both(of()), (FIELDS_OF_THREE, FIELDS_OF_TWO), strict=True):
        data = twin(form)
        printed = text(press.pdf(form.template, data), tmp_path)
        assert [field for field in (*FIELDS_OF_ALL, *fields) if field not in printed] == []
        assert "〓" not in printed
        parts = [{**data[part], "points": ""} for part in ("unboxing", "power_on")]
        assert_all_printed({**data, "unboxing": parts[0], "power_on": parts[1]}, printed)
        assert_all_printed({"values": list(data["device"].values())}, printed)


def test_only_what_people_recorded_is_ticked(press: typesetting.Press, tmp_path: Path) -> None:
    def ticked(which: Site) -> list[int]:
        return [ticks(press.pdf(form.template, twin(form)), tmp_path)["☑"] for form in both(which)]

    # five points and both conclusions; both conclusions and the receipt
    assert ticked(site()) == [7, 3]
    assert ticked(unrecorded()) == [0, 0]
    assert ticked(site(power_on=None, receipt=None)) == [4, 1]


def test_a_point_that_failed_decides_and_the_receipt_is_not_to_be_signed(
    press: typesetting.Press, tmp_path: Path
) -> None:
    inspection, receipt = both(damaged())
    assert inspection.content["unboxing"]["points"] == {"original": "yes", "undamaged": "no", "certificate": "yes"}
    assert (inspection.content["unboxing"]["result"], inspection.content["power_on"]["result"]) == ("no", "yes")
    for form, sentence in ((both(site())[1], "可以签字（7.5.2）"), (receipt, "两项均合格后方可签字（7.5.2）")):
        assert sentence in text(press.pdf(form.template, twin(form)), tmp_path)


def test_a_device_on_no_record_gets_blank_forms_with_its_own_serial_number() -> None:
    one, two = site().terminals
    exchanged = site().model_copy(update={"terminals": (one, two.model_copy(update={"serial": "ZW2027110009"}))})
    for form in both(exchanged, at=1):
        assert form.content["device"]["serial"] == "ZW2027110009"
        for part in ("unboxing", "power_on"):
            assert (form.content[part]["result"], form.content[part]["date"]) == ("", "")
    assert both(exchanged, at=1)[1].content["receipt"] == {"number": "", "date": "", "result": ""}


def test_a_serial_number_too_long_for_its_cell_is_broken_there(press: typesetting.Press, tmp_path: Path) -> None:
    one, two = site().terminals
    long = "ZW" + "0123456789" * 6 + "AB"
    which = site().model_copy(update={"terminals": (one.model_copy(update={"serial": long}), two)})
    for form in both(which):
        (tmp_path / "form.pdf").write_bytes(press.pdf(form.template, twin(form)))
        done = subprocess.run(["pdftotext", "-raw", tmp_path / "form.pdf", "-"], capture_output=True, check=True)
        lines = done.stdout.decode().replace("\u200b", "")
        assert long not in lines
        assert long in re.sub(r"\s", "", lines)


def test_planning_issues_them_for_each_terminal_and_again_when_something_was_recorded(tmp_path: Path) -> None:
    def filed(which: Site) -> tuple[bool, list[str]]:
        folder = lianhua.folder()
        given = allocation.assign(folder, ledger.Ledger.load(folder.addresses), NOW.date())
        plan = planning.plan_site(folder, which, given.addresses)
        desk = PlanDesk(folder, tmp_path / "records", "0.1.0", NOW)
        would = PlanDesk(folder, tmp_path / "records", "0.1.0", NOW, check_mode=True).file(plan)
        done = desk.file(plan)
        assert (would.changed, would.devices) == (done.changed, done.devices)
        return done.changed, [str(path.relative_to(tmp_path / "records/lianhua-hall")) for path in done.devices]

    def names(version: int) -> list[str]:
        titles = ("设备检验单", "设备到货签收单")
        return [f"{terminal}/{title}-v{version}.pdf" for terminal in (ONE, TWO) for title in titles]

    assert filed(unrecorded()) == (True, names(1))
    assert filed(unrecorded()) == (False, names(1))
    assert filed(site()) == (True, names(2))
    told = json.loads((tmp_path / "records/lianhua-hall" / TWO / "设备到货签收单-v2.json").read_text(encoding="utf-8"))
    assert (told["number"], told["inspection"]) == (
        "DHQS-2026-lianhua-hall-02-02",
        "SBJY-2026-lianhua-hall-02-02",
    )
