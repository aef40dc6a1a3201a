# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`playbooks/plan.yml` on a copy of the lab's inventory: papers for every site, no device, gates afterwards."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lab.certificates import Authority
from tests.bench.city_files import code, terminals, write_city

PLAN = "records/lianhua-hall/plan"
FORM = f"{PLAN}/网络策略申请表-v1.pdf"
DEVICE_FORMS = tuple(
    f"records/lianhua-hall/lianhua-hall-0{number}/{title}-v1.{end}"
    for number in (1, 2) for title in ("设备检验单", "设备到货签收单") for end in ("pdf", "json")
)  # fmt: skip
FIRST = [2, *[1] * 7]  # the first switch is counted the new ledger, too
SITE = "sites/futian/lianhua-hall.yml"


@pytest.fixture
def lab(root: Path, tmp_path: Path) -> Path:
    shutil.copytree(root / "tests/one_site", tmp_path / "lab", ignore=shutil.ignore_patterns("records"))
    (tmp_path / "lab/ca.pem").write_bytes(Authority("city CA").certificate)
    return tmp_path / "lab"


def play(root: Path, lab: Path, *arguments: str, book: str = "playbooks/plan.yml") -> tuple[int, str]:
    argv = [str(Path(sys.executable).with_name("ansible-playbook")), "-i", str(lab), str(root / book), *arguments]
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "ANSIBLE_COLLECTIONS_PATH": str(root / "collections")}
    done = subprocess.run(argv, cwd=lab, env=environment, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout + done.stderr


def changed(output: str, switch: str = "lianhua-hall-sw") -> int:
    found = re.search(rf"{switch} .*changed=(\d+)", output)
    assert found, output
    return int(found[1])


def files(lab: Path) -> dict[str, bytes]:
    return {str(path.relative_to(lab)): path.read_bytes() for path in lab.rglob("*") if path.is_file()}


def test_check_then_first_then_second_run(root: Path, lab: Path) -> None:
    before = files(lab)
    code, output = play(root, lab, "--check")
    assert (code, changed(output)) == (0, 1), output
    assert files(lab) == before
    code, output = play(root, lab)
    assert (code, changed(output)) == (0, 1), output
    assert "acl number" in (lab / PLAN / "lianhua-hall-sw.cfg").read_text(encoding="utf-8")
    assert (lab / FORM).read_bytes().startswith(b"%PDF")
    assert [name for name in DEVICE_FORMS if not (lab / name).is_file()] == []
    after = files(lab)
    code, output = play(root, lab)
    assert (code, changed(output)) == (0, 0), output
    assert files(lab) == after


def test_of_many_sites_each_gets_its_papers_and_only_what_is_not_whole_is_printed_again(root: Path, lab: Path) -> None:
    """Eight are enough for a second process."""
    city = lab.with_name("city")
    write_city(city, 8)
    (city / "ca.pem").write_bytes((lab / "ca.pem").read_bytes())
    switches = [f"{code(at)}-sw" for at in range(8)]
    said, output = play(root, city)
    assert (said, [changed(output, switch) for switch in switches]) == (0, FIRST), output
    papers = sorted((city / "records").rglob("*.pdf"))
    assert len(papers) == sum(1 + 2 * terminals(at) for at in range(8))
    cut = next(paper for paper in papers if code(5) in str(paper))
    whole = files(city)
    cut.write_bytes(cut.read_bytes()[:-1])
    said, output = play(root, city)
    assert (said, [changed(output, switch) for switch in switches]) == (0, [int(at == 5) for at in range(8)]), output
    again = files(city)
    twin = cut.with_suffix(".json")
    printed = {str(file.relative_to(city)) for file in (cut, twin)}
    assert {name for name in whole if again[name] != whole[name]} == printed
    assert json.loads(whole[str(twin.relative_to(city))])["number"] == json.loads(twin.read_bytes())["number"]


@pytest.mark.parametrize("book", ["playbooks/plan.yml", "deploy.yml"])
def test_a_site_without_approval_gets_its_form_and_goes_no_further(root: Path, lab: Path, book: str) -> None:
    text = (lab / SITE).read_text(encoding="utf-8")
    (lab / SITE).write_text(
        text.replace("  approval: {number: WL-2026-0101, date: 2026-11-02}\n", ""), encoding="utf-8"
    )
    code, output = play(root, lab, book=book)
    assert code != 0
    assert "lianhua-hall is not deployed: 1 requirement is not met\n" in output
    assert (
        "7.2 not_run: not recorded: `network.approval`\n"
        "    fix: apply with the form in records/<site>/plan/, then write the approval's number and date under `network`"
    ) in output
    assert [name for name in (FORM, *DEVICE_FORMS) if not (lab / name).is_file()] == []
    assert "Configure the site's access switch" not in output


def test_a_plan_that_is_refused_leaves_no_papers(root: Path, lab: Path, tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(root / "roles/network_policy/templates", templates)
    acl = templates / "huawei_vrp/acl.j2"
    lines = acl.read_text(encoding="utf-8").splitlines(keepends=True)
    acl.write_text("".join(line for line in lines if "deny" not in line), encoding="utf-8")
    code, output = play(root, lab, "-e", f"network_policy_templates={templates}")
    assert code != 0
    assert "the plan of lianhua-hall-sw is refused, no device was touched:" in output
    assert not (lab / "records").exists()
