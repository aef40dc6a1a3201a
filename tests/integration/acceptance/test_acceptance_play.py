# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The role in a real play: hosts that answer, that nobody can reach, that are held back, that an earlier play lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import evidence

from tests.unit.acceptance import lianhua
from tests.unit.acceptance.lianhua import ONE, TWO

ROOT = Path(__file__).resolve().parents[3]
SECRET = "Gov#Kiosk-9"
TITLES = ("事项调试检查表", "安装部署验收确认单")
PLAY = """
- hosts: all
  tasks:
    - ansible.builtin.set_fact:
        "{{ item.key }}": "{{ item.value }}"
      loop: "{{ (lookup('ansible.builtin.file', told) | from_json)[inventory_hostname] | default({}) | dict2items }}"
      loop_control: {label: "{{ item.key }}"}
- hosts: terminals
  tasks:
    - ansible.builtin.fail: {msg: lost}
      when: inventory_hostname == lost | default('')
- hosts: terminals
  roles: [govkiosk.site.acceptance]
"""


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    folder = tmp_path / "lab"
    shutil.copytree(lianhua.INVENTORY, folder, ignore=shutil.ignore_patterns("records", "known_hosts", "*.pem"))
    return folder


def play(inventory: Path, told: dict[str, Any], *arguments: str) -> subprocess.CompletedProcess[str]:
    book, facts = inventory.parent / "play.yml", inventory.parent / "told.json"
    book.write_text(PLAY, encoding="utf-8")
    facts.write_text(json.dumps(told), encoding="utf-8")
    command = [
        str(Path(sys.executable).with_name("ansible-playbook")),
        "-i",
        str(inventory),
        str(book),
        "-e",
        f"told={facts}",
    ]
    environment = os.environ | {
        "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / "collections"),
        "ANSIBLE_FORCE_COLOR": "0",
        "GOVKIOSK_SWITCH_PASSWORD": SECRET,
        "LC_ALL": "C.UTF-8",
    }
    return subprocess.run(
        [*command, *arguments],
        cwd=inventory.parent,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def told() -> dict[str, Any]:
    facts: dict[str, Any] = {
        host: {f"{source}_result": raw for source, raw in lianhua.results(host).items()} for host in (ONE, TWO)
    }
    facts["lianhua-hall-sw"] = {
        "network_policy_result": lianhua.switch(), "network_policy_confirm_result": lianhua.confirm(),
    }  # fmt: skip
    return facts


def papers(inventory: Path) -> set[str]:
    records = inventory / "records"
    return {str(file.relative_to(records)) for file in records.rglob("*") if file.is_file()}


def test_two_good_terminals_are_accepted_and_a_second_run_changes_nothing(inventory: Path) -> None:
    first = play(inventory, told())
    assert first.returncode == 0, first.stdout + first.stderr
    titles = [
        f"lianhua-hall/{host}/{title}-v1" for host in (ONE, TWO) for title in ("事项调试检查表", "安装部署验收确认单")
    ]
    assert papers(inventory) == {
        "lianhua-hall/evidence.jsonl",
        *(title + end for title in titles for end in (".pdf", ".json")),
    }
    assert "2 of 2 terminals are ready for acceptance; evidence and papers: lab/records" in first.stdout
    records = len((inventory / "records/lianhua-hall/evidence.jsonl").read_bytes().splitlines())
    assert f"evidence: chains verified whole: 1, {records} records with those of this run; 未锚定" in first.stdout
    assert "lab/records/lianhua-hall/lianhua-hall-01/安装部署验收确认单-v1.pdf" in first.stdout
    assert "7.7       every service item available" in first.stdout
    before = {file: (inventory / "records" / file).read_bytes() for file in papers(inventory)}

    second = play(inventory, told())
    assert second.returncode == 0, second.stdout + second.stderr
    recap = [line for line in second.stdout.splitlines() if "changed=" in line]
    assert all("changed=0" in line for line in recap)
    after = {file: (inventory / "records" / file).read_bytes() for file in papers(inventory)}
    chain = "lianhua-hall/evidence.jsonl"
    assert after[chain].startswith(before.pop(chain))
    assert len(after.pop(chain).splitlines()) % 2 == 0
    assert after == before
    assert evidence.verify(inventory / "records" / chain).broken is None


def test_one_bad_value_costs_its_terminal_the_verdict_and_nothing_more(inventory: Path) -> None:
    said = {"checks": [lianhua.check("7.7", "item/RS-001") | {"data": {"latency_ms": float("nan")}}]}
    told_of = "checks[0].data.latency_ms: is no number between -1e+300 and 1e+300"
    facts = told()
    facts[ONE]["service_check_result"] = said
    run = play(inventory, facts)
    assert run.returncode != 0
    assert "Traceback" not in run.stdout + run.stderr
    assert f"service_check failed: what it said cannot be read: {told_of}" in run.stdout
    assert f"{TWO}: ready for acceptance" in run.stdout
    assert "1 of 2 terminals are ready for acceptance" in run.stdout
    assert "lianhua-hall/evidence.jsonl" in papers(inventory)
    assert f"lianhua-hall/{TWO}/安装部署验收确认单-v1.pdf" in papers(inventory)


def test_an_unreachable_a_lost_and_a_held_terminal_fail_with_their_reason(inventory: Path) -> None:
    facts = told()
    for step in list(facts[TWO]):
        facts[TWO][step] = {"unreachable": True, "msg": f"Connection timed out after sending {SECRET}"}
    run = play(inventory, facts, "-e", f"lost={ONE}")
    assert run.returncode != 0
    assert (
        "lianhua-hall-02 is not accepted (7.7.1); shut: power-on inspection, service items" in run.stdout + run.stderr
    )
    assert "lianhua-hall-01: ready for acceptance" in run.stdout  # its results are in; its host failed in its own play
    assert "lianhua-hall-02: NOT ACCEPTED: 7.5.1-b1" in run.stdout
    assert SECRET not in (inventory / "records/lianhua-hall/evidence.jsonl").read_text(encoding="utf-8")
    assert "Traceback" not in run.stdout + run.stderr

    facts = told()
    facts[TWO] = {
        "govkiosk_held": "futian.csv:3: 10.96.128.2 is given twice [DB4403/T 503.5 6.4-b]\n    fix: change line 3"
    }
    run = play(inventory, facts)
    assert run.returncode != 0
    assert (
        "the terminal is held back: futian.csv:3: 10.96.128.2 is given twice [DB4403/T 503.5 6.4-b]"
        in run.stdout + run.stderr
    )
    assert "1 of 2 terminals are ready for acceptance" in run.stdout
    form = json.loads(
        (inventory / "records/lianhua-hall/lianhua-hall-02/安装部署验收确认单-v2.json").read_text(encoding="utf-8")
    )
    assert form["ready"] is False
    assert (inventory / "records/lianhua-hall/lianhua-hall-02/安装部署验收确认单-v1.pdf").is_file()


def test_check_mode_writes_nothing_and_fails_nobody(inventory: Path) -> None:
    run = play(inventory, {}, "--check", "--diff")
    assert run.returncode == 0, run.stdout + run.stderr
    assert not (inventory / "records").exists()
    assert "ready for acceptance" not in run.stdout


def test_records_that_cannot_be_written_are_told_without_a_traceback(inventory: Path) -> None:
    (inventory / "records").write_text("in the way", encoding="utf-8")
    run = play(inventory, told())
    assert run.returncode != 0
    assert "the evidence cannot be opened: Not a directory" in run.stdout + run.stderr
    assert "Traceback" not in run.stdout + run.stderr
