# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`playbooks/retire.yml` on a copy of the lab's inventory: addresses rest, evidence stays, nothing else is touched."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.local_date import today
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import evidence

SITE = "sites/futian/lianhua-hall.yml"
LEDGER = "addresses/futian.csv"
RECORDS = "records/lianhua-hall"
TODAY = today()
UNTIL = TODAY + timedelta(days=180)


@pytest.fixture
def lab(root: Path, tmp_path: Path) -> Path:
    shutil.copytree(root / "tests/one_site", tmp_path / "lab", ignore=shutil.ignore_patterns("records"))
    kept = tmp_path / "lab" / RECORDS / "lianhua-hall-02"
    kept.mkdir(parents=True)
    (kept / "安装部署验收确认单-v1.pdf").write_text("kept", encoding="utf-8")
    evidence.append(
        kept.parent / "evidence.jsonl", [{"kind": "run", "run": "first", "site": "lianhua-hall", "checks": 0}]
    )
    return tmp_path / "lab"


def play(root: Path, lab: Path, *arguments: str) -> tuple[int, str]:
    command = str(Path(sys.executable).with_name("ansible-playbook"))
    argv = [command, "-i", str(lab), str(root / "playbooks/retire.yml"), *arguments]
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "ANSIBLE_COLLECTIONS_PATH": str(root / "collections")}
    done = subprocess.run(
        argv, cwd=lab.parent, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    return done.returncode, done.stdout + done.stderr


def changed(output: str) -> int:
    found = re.search(r"localhost .*changed=(\d+)", output)
    assert found, output
    return int(found[1])


def remove_second(lab: Path) -> None:
    text = (lab / SITE).read_text(encoding="utf-8")
    start, end = text.index("  - id: lianhua-hall-02"), text.index("\ngrants:")
    text = text[:start] + text[end:]
    assert ", ZW2026110002]" in text
    (lab / SITE).write_text(text.replace(", ZW2026110002]", "]"), encoding="utf-8")


def files(lab: Path) -> dict[str, bytes]:
    return {str(path.relative_to(lab)): path.read_bytes() for path in lab.rglob("*") if path.is_file()}


def test_a_terminal_that_left_its_site_file_is_put_to_rest_and_its_evidence_stays(root: Path, lab: Path) -> None:
    remove_second(lab)
    before = files(lab)
    code, output = play(root, lab, "-e", "retire=lianhua-hall-02", "--check")
    assert (code, changed(output)) == (0, 1), output
    assert files(lab) == before
    code, output = play(root, lab, "-e", "retire=lianhua-hall-02")
    assert (code, changed(output)) == (0, 1), output
    assert f"lianhua-hall-02 of lianhua-hall is retired; in quarantine: 10.96.128.3 until {UNTIL}" in output
    assert (lab / LEDGER).read_text(encoding="utf-8").splitlines()[1:] == [
        "10.96.128.2,lianhua-hall-01,lianhua-hall,active,2026-11-02,",
        f"10.96.128.3,lianhua-hall-02,lianhua-hall,quarantine,{TODAY},{UNTIL}",
    ]
    after = files(lab)
    told = json.loads(after[f"{RECORDS}/lianhua-hall-02/retired.json"])
    rest = [{"address": "10.96.128.3", "since": str(TODAY), "until": str(UNTIL)}]
    assert told == {"terminal": "lianhua-hall-02", "site": "lianhua-hall", "addresses": rest}
    chain = f"{RECORDS}/evidence.jsonl"
    assert after[chain].startswith(before[chain])
    last = json.loads(after[chain].splitlines()[-1])
    assert (last["kind"], last["terminal"], last["addresses"]) == ("retired", "lianhua-hall-02", rest)
    audit = evidence.verify(lab / chain)
    assert (audit.head.seq, audit.broken) == (2, None)
    kept = before.keys() - {LEDGER, chain}
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    code, output = play(root, lab, "-e", "retire=lianhua-hall-02")
    assert (code, changed(output)) == (0, 0), output
    assert files(lab) == after


def test_a_site_whose_file_is_gone_is_retired_with_all_its_terminals(root: Path, lab: Path) -> None:
    (lab / SITE).unlink()
    code, output = play(root, lab, "-e", "retire=lianhua-hall")
    assert (code, changed(output)) == (0, 1), output
    assert (lab / LEDGER).read_text(encoding="utf-8").count("quarantine") == 2
    for terminal in ("lianhua-hall-01", "lianhua-hall-02"):
        assert (lab / RECORDS / terminal / "retired.json").is_file()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "lianhua-hall-02",
            (
                f"/{SITE}:33:9: lianhua-hall-02 is still a terminal of lianhua-hall [DB4403/T 503.5 6.4-b]\n"
                "    fix: remove the terminal's entry, then run this again; git keeps it"
            ),
        ),
        (
            "nobody",
            (
                "nobody has no address that could be put to rest [DB4403/T 503.5 6.4-b]\n"
                "    fix: look for it in addresses/*.csv; it is the terminal's id or the site's code"
            ),
        ),
        ("", "Nothing is named: add -e retire=<terminal's id, or site's code>"),
    ],
)
def test_what_cannot_be_retired_is_refused_and_everything_stays_as_it_was(
    root: Path, lab: Path, name: str, told: str
) -> None:
    before = files(lab)
    code, output = play(root, lab, "-e", f"retire={name}")
    assert code != 0
    assert told in output, output
    assert files(lab) == before


def test_a_misspelt_name_is_answered_with_the_nearest_one(root: Path, lab: Path) -> None:
    remove_second(lab)
    before = files(lab)
    code, output = play(root, lab, "-e", "retire=lianhua-hal-02")
    assert code != 0
    assert "    fix: did you mean lianhua-hall-02?" in output
    assert files(lab) == before
