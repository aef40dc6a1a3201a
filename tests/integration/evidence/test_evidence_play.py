# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`playbooks/evidence.yml` as an engineer runs it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import errors
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import archive
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.anchor_log import AnchorLog

from tests.helpers.evidence_chain import NOW

ROOT = Path(__file__).resolve().parents[3]
BEFORE = Path(__file__).parent / "before_anchoring"
REASON = "reason is not one line of 1 to 200 letters\n    fix: add -e reason='…': it stands in the new chain for good"
NOWHERE = (
    "{records}/no-such-hall/evidence.jsonl: there is no evidence that could be put away\n"
    "    fix: name a site that has evidence; its folder in the records says which"
)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "tests/one_site", tmp_path / "city", ignore=shutil.ignore_patterns("records"))
    shutil.copytree(BEFORE / "records", tmp_path / "city" / "records")
    return tmp_path / "city"


def play(city: Path, *arguments: str, **more: str) -> tuple[int, str]:
    command = [str(Path(sys.executable).with_name("ansible-playbook")), "-i", str(city)]
    environment = os.environ | {
        "LC_ALL": "C.UTF-8",
        "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / "collections"),
        "ANSIBLE_FORCE_COLOR": "0",
        **more,
    }
    done = subprocess.run(
        [*command, str(ROOT / "playbooks/evidence.yml"), *arguments],
        cwd=city.parent,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, " ".join((done.stdout + done.stderr).split())  # Ansible breaks lines where it likes


def test_a_chain_that_was_changed_is_named_and_can_be_begun_anew(city: Path) -> None:
    code, output = play(city)
    assert (code, "2 sites verified, 未锚定 (no log of anchors): all holds" in output) == (0, True), output

    chain = city / "records/lianhua-hall/evidence.jsonl"
    chain.write_bytes(chain.read_bytes().replace("应答超时".encode(), "应答正常".encode()))
    code, output = play(city)
    assert code != 0
    assert "evidence.jsonl:9: edited: its content does not match its seal" in output
    assert "2 sites verified, 未锚定 (no log of anchors): 1 thing found" in output

    arguments = ("-e", "restart=lianhua-hall", "-e", '{"reason": "the disk failed"}')
    before = chain.read_bytes()
    code, output = play(city, *arguments, "--check")
    assert (code != 0, chain.read_bytes()) == (True, before)
    code, output = play(city, *arguments)
    assert (code, "2 sites verified, 未锚定 (no log of anchors): all holds" in output) == (0, True), output
    assert chain.with_name("evidence.jsonl.broken-1").read_bytes() == before
    assert json.loads(chain.read_bytes())["reason"] == "the disk failed"
    assert "Traceback" not in output


@pytest.mark.parametrize(
    ("site", "reason", "message"),
    [
        ("../x", "why", "restart=../x is no site's code\n    fix: name the site's folder"),
        ("lianhua-hall", " ", REASON),
        ("lianhua-hall", "a\nb", REASON),
        ("lianhua-hall", "why", "{chain}: the evidence holds: it is not begun anew\n    fix: leave restart out"),
        ("no-such-hall", "why", NOWHERE),
    ],
)  # fmt: skip
def test_what_is_not_begun_anew(site: str, reason: str, message: str, city: Path) -> None:
    records = city / "records"
    with pytest.raises(errors.KioskError) as error:
        archive.Archive(records, AnchorLog(city / "anchors", records)).restart(
            site, reason, "run-1", NOW, None, look=False
        )
    assert str(error.value) == message.format(records=records, chain=records / "lianhua-hall/evidence.jsonl")


def test_a_folder_without_evidence_is_no_green_run(tmp_path: Path) -> None:
    with pytest.raises(errors.KioskError) as error:
        archive.Archive(tmp_path, AnchorLog(tmp_path, tmp_path)).verify()
    assert (
        str(error.value) == f"{tmp_path}: there is no evidence.jsonl in it\n    fix: name the city's inventory with -i"
    )
    with pytest.raises(errors.KioskError) as error:
        archive.Archive(tmp_path / "no", AnchorLog(tmp_path, tmp_path)).verify()
    assert str(error.value) == (
        f"{tmp_path}/no: cannot be read: No such file or directory\n    fix: name the city's inventory with -i"
    )


def test_the_steps_of_an_upgrade(city: Path) -> None:
    key = {"GOVKIOSK_SIGNING_KEY": str(city.parent / "key")}
    code, output = play(city, "-e", "key=new")
    assert code != 0
    assert "GOVKIOSK_SIGNING_KEY is not set" in output
    code, output = play(city, "-e", "key=new", "--check", **key)
    assert (code, (city / "anchors").exists()) == (0, False), output
    for given in ("key=made", "key=new anchor=all"):
        code, output = play(city, "-e", given, **key)
        assert (code, (city / "anchors").exists()) == (2, False), output
        assert (
            "A run takes one step at most: key=new, anchor=all, or restart=<site's code> with a reason; nothing"
            in output
        )
    code, output = play(city, "-e", "key=new", **key)
    assert code == 0, output
    assert "signs from now on; commit" in output
    code, output = play(city, "-e", "key=new", **key)
    assert (code, "signers already" in output, "changed=0" in output) == (0, True, True), output

    code, output = play(city, "-e", "anchor=all", **key)
    assert code == 0, output
    assert "anchored: 锚定编号 1 / " in output
    assert "2 sites verified against 1 anchor: all holds" in output
    code, output = play(city, "-e", '{"form": "20261120T093000Z-0a1b2c / 4ca8b216ae15"}')
    assert code == 0, output
    assert "20261120T093000Z-0a1b2c / 4ca8b216ae15: record 78 of lianhua-hall; anchor 1 of " in output

    (city / "records/shajing-hall/evidence.jsonl").unlink()
    code, output = play(city)
    assert code != 0
    assert "shajing-hall:0: missing: the file is gone; anchor 1 had 3 records" in output
    code, output = play(city, "-e", '{"restart": "shajing-hall", "reason": "the disk failed"}', **key)
    assert code == 0, output
    assert "2 sites verified against 2 anchors: all holds" in output
    assert "Traceback" not in output
