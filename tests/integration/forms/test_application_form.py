# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""网络策略申请表 (7.2): what it says is what the plan permits, and people's decisions stay theirs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import allocation, ledger
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import errors
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms.application import _ranges, application
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms.form import Form, Stamp
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms.plan_papers import PlanDesk
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

NOW = datetime(2026, 11, 23, 11, 36, tzinfo=UTC)
NAME = "网络策略申请表"
SITE = "sites/futian/lianhua-hall.yml"


@pytest.fixture
def lab(root: Path, tmp_path: Path) -> Path:
    shutil.copytree(root / "tests/one_site", tmp_path / "lab", ignore=shutil.ignore_patterns("records"))
    return tmp_path / "lab"


def plan(lab: Path) -> tuple[city_folder.CityFolder, planning.SitePlan]:
    folder = city_folder.load(lab)
    given = allocation.assign(folder, ledger.Ledger.load(folder.addresses), NOW.date())
    return folder, planning.plan_site(folder, folder.sites["lianhua-hall"], given.addresses)


def edit(lab: Path, old: str, new: str) -> None:
    text = (lab / SITE).read_text(encoding="utf-8")
    assert old in text
    (lab / SITE).write_text(text.replace(old, new), encoding="utf-8")


def printed(file: Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True)
    return re.sub(r"\s", "", done.stdout)


def expanded(form: Form) -> list[tuple[str, ...]]:
    return [
        (source, row["source_port"], row["destination"], row["port"], row["protocol"])
        for row in form.content["rules"]
        for source in row["sources"]
    ]


def filled(lab: Path) -> Form:
    return application(*plan(lab), Stamp(NOW, "0.1.0", ""))


def test_its_rows_are_the_permits_of_the_plan_no_more_and_no_less(lab: Path) -> None:
    _folder, wanted = plan(lab)
    form = filled(lab)
    rows = expanded(form)
    assert len(rows) == len(set(rows)) == len(wanted.rules) == form.content["permits"]
    assert ("10.96.128.3", "任意", "10.96.8.11", "8443", "TCP") in rows
    assert ("10.96.128.2", "22", "10.96.0.0/24", "任意", "TCP（仅应答）") in rows
    assert ("10.96.128.2", "—", "10.96.128.1", "—", "ICMP echo") in rows
    flows = {(str(permit.source), str(permit.port or "任意")) for permit in wanted.rules if not permit.message}
    assert flows == {(row[0], row[3]) for row in rows if row[4] in ("TCP", "UDP", "TCP（仅应答）")}


def test_every_row_says_what_it_is_for_and_who_granted_it(lab: Path) -> None:
    rows = filled(lab).content["rules"]
    assert all(row["purposes"] for row in rows)
    assert rows[0]["purposes"] == [
        {"what": "RS-001 社保参保证明打印", "granted_by": "市人力资源和社会保障局", "approval": "YW-2026-0007"},
        {"what": "RS-002 社保缴费明细查询", "granted_by": "市人力资源和社会保障局", "approval": "YW-2026-0007"},
    ]
    said = [purpose["what"] for row in rows for purpose in row["purposes"]]
    assert [item.code for item in plan(lab)[0].catalogue.items if not any(item.code in what for what in said)] == []
    assert {"域名解析", "时间同步", "带宽测量（6.4-d）", "探测本网点网关"} <= set(said)


def test_rate_is_the_one_that_the_switch_has_a_step_for(lab: Path) -> None:
    city = lab / "city.yml"
    city.write_text(city.read_text(encoding="utf-8").replace("rate_kbps: 8192", "rate_kbps: 8200"), encoding="utf-8")
    assert filled(lab).content["rate_kbps"] == 8200
    edit(lab, "platform: huawei_vrp", "platform: hp_comware")
    edit(lab, "GigabitEthernet0/0/", "GigabitEthernet1/0/")
    form, (_folder, wanted) = filled(lab), plan(lab)
    assert form.content["rate_kbps"] == 8256
    assert {rate.cir for port in wanted.objects.ports for rate in port.rates} == {8256}


def test_addresses_in_a_row_are_printed_as_first_and_last() -> None:
    many = [f"10.0.0.{last}" for last in (9, 10, 11, 2, 3, 200)]
    assert _ranges(many) == ["10.0.0.2", "10.0.0.3", "10.0.0.9 至 10.0.0.11", "10.0.0.200"]


def test_a_grant_for_one_terminal_is_a_row_of_that_terminal_only(lab: Path) -> None:
    edit(
        lab,
        "- {items: all, approval: YW-2026-0007, date: 2026-11-03}",
        "- {items: [RS-001], approval: YW-1, date: 2026-11-03}\n"
        "  - {items: [GA-003], terminals: [lianhua-hall-02], approval: YW-2, date: 2026-11-03}",
    )
    by_item = {row["purposes"][0]["what"][:6]: row for row in filled(lab).content["rules"]}
    assert by_item["RS-001"]["sources"] == ["10.96.128.2", "10.96.128.3"]
    assert by_item["GA-003"]["sources"] == ["10.96.128.3"]
    assert by_item["GA-003"]["purposes"][0]["approval"] == "YW-2"


def test_everything_stands_on_the_printed_page_and_the_twin_says_the_same(lab: Path, tmp_path: Path) -> None:
    folder, wanted = plan(lab)
    filed = PlanDesk(folder, tmp_path / "records", "0.1.0", NOW).file(wanted)
    assert filed.form == tmp_path / "records/lianhua-hall/plan" / f"{NAME}-v1.pdf"
    page, twin = printed(filed.form), json.loads(filed.form.with_suffix(".json").read_text(encoding="utf-8"))
    assert twin["number"] == "WLSQ-2026-lianhua-hall-01"
    assert (
        _lacking(page, {key: twin[key] for key in ("title", "number", "header", "terminals", "rules", "parties")}) == []
    )
    for word in (
        "10.96.128.0/27",
        "255.255.255.224",
        "VLAN110",
        "8192kbit/s",
        "网点代码lianhua-hall",
        "共17项（按终端展开34条）",
    ):
        assert word in page, word
    for box in ("申请单位", "布设网点管理单位", "政务服务主管部门", "批复文号WL-2026-0101"):
        assert box in page, box
    assert "☑政务外网☐政务内网☐专网（公安）" in page
    assert "☐同意分配上述地址并开通上述策略☐不同意" in page
    assert page.count("☑") == 1
    assert "〓" not in page
    assert "终端编号lianhua" not in page


def _lacking(page: str, value: Any) -> list[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [word for entry in value for word in _lacking(page, entry)]
    return [] if re.sub(r"\s", "", str(value)) in page else [str(value)]


def test_a_site_that_is_not_approved_yet_prints_its_form_with_the_approval_left_open(lab: Path, tmp_path: Path) -> None:
    approved = filled(lab)
    edit(lab, "  approval: {number: WL-2026-0101, date: 2026-11-02}\n", "")
    folder, wanted = plan(lab)
    page = printed(PlanDesk(folder, tmp_path / "records", "0.1.0", NOW).file(wanted).form)
    assert "待批复" in page
    assert "WL-2026-0101" not in page
    assert "批复文号批复日期年月日" in page
    form = filled(lab)
    assert form.content["rules_digest"] == approved.content["rules_digest"]
    assert form.digest != approved.digest


def test_a_prefix_of_the_internets_numbers_is_printed_with_its_reason(lab: Path, tmp_path: Path) -> None:
    city = lab / "city.yml"
    text, old = city.read_text(encoding="utf-8"), "prefixes: [10.96.0.0/16]"
    assert old in text
    explained = "prefixes: [10.96.0.0/16, {prefix: 8.0.0.0/8, reason: 某某网络按批复使用}]"
    city.write_text(text.replace(old, explained), encoding="utf-8")
    folder, wanted = plan(lab)
    page = printed(PlanDesk(folder, tmp_path / "records", "0.1.0", NOW).file(wanted).form)
    assert "10.96.0.0/16、8.0.0.0/8（某某网络按批复使用）" in page


def test_a_terminal_that_is_held_back_is_on_the_form_without_an_address_or_rows(lab: Path, tmp_path: Path) -> None:
    path = lab / "addresses/futian.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("10.96.128.3,", "10.96.128.2,"), encoding="utf-8")
    form = filled(lab)
    assert [each["address"] for each in form.content["terminals"]] == ["10.96.128.2/27", ""]
    assert {source for row in form.content["rules"] for source in row["sources"]} == {"10.96.128.2"}
    folder, wanted = plan(lab)
    assert "暂缓分配" in printed(PlanDesk(folder, tmp_path / "records", "0.1.0", NOW).file(wanted).form)


def test_it_is_issued_again_only_if_it_says_something_new(lab: Path, tmp_path: Path) -> None:
    records = tmp_path / "records"

    def file(day: int) -> tuple[bool, str]:
        folder, wanted = plan(lab)
        filed = PlanDesk(folder, records, "0.1.0", NOW + timedelta(days=day)).file(wanted)
        assert filed.text.read_text(encoding="utf-8") == wanted.text
        return filed.changed, filed.form.name

    assert file(0) == (True, f"{NAME}-v1.pdf")
    before = {path: path.read_bytes() for path in records.rglob("*") if path.is_file()}
    assert file(1) == (False, f"{NAME}-v1.pdf")
    assert {path: path.read_bytes() for path in records.rglob("*") if path.is_file()} == before
    edit(lab, "vlan: 110", "vlan: 111")
    assert file(2) == (True, f"{NAME}-v2.pdf")
    assert (records / f"lianhua-hall/plan/{NAME}-v1.pdf").is_file()


def test_check_mode_says_what_would_change_and_writes_nothing(lab: Path, tmp_path: Path) -> None:
    folder, wanted = plan(lab)
    records = tmp_path / "records"
    assert PlanDesk(folder, records, "0.1.0", NOW, check_mode=True).file(wanted).changed
    assert not records.exists()
    PlanDesk(folder, records, "0.1.0", NOW).file(wanted)
    assert not PlanDesk(folder, records, "0.1.0", NOW, check_mode=True).file(wanted).changed


def test_a_plan_that_is_not_proven_says_that_it_must_not_be_handed_in(lab: Path) -> None:
    folder, wanted = plan(lab)
    assert filled(lab).content["proven"] is True
    bad = replace(wanted, violations=(None,))  # type: ignore[arg-type]
    assert application(folder, bad, Stamp(NOW, "0.1.0", "")).content["proven"] is False


def test_a_folder_that_cannot_be_written_is_told_as_a_message(lab: Path, tmp_path: Path) -> None:
    (tmp_path / "records").write_text("")
    folder, wanted = plan(lab)
    with pytest.raises(errors.KioskError) as caught:
        PlanDesk(folder, tmp_path / "records", "0.1.0", NOW).file(wanted)
    assert str(caught.value) == (
        f"{tmp_path}/records/lianhua-hall/plan/lianhua-hall-sw.cfg: the plan's text cannot be written: Not a directory\n"
        "    fix: free disk space or repair the folder's permissions, then run the play again"
    )
