# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""playbooks/new_site.yml as an engineer runs it, on a copy of the lab's inventory; no device is reached."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder

FILE = "lab/sites/futian/meilin-hall.yml"
ANSWERS = {
    "site": "meilin-hall",
    "name": "梅林街道行政服务大厅",
    "district": "futian",
    "address": "福田区梅林路1号",
    "venue": "a1",
    "vlan": "110",
    "subnet": "10.96.128.32/27",
    "switch_address": "10.96.192.12",
    "platform": "",
    "terminals": "ZW-T100,ZW2026110003,5489-9800-0103,GigabitEthernet0/0/1,700x600;"
    " ZW-T100,ZW2026110004,5489-9800-0104,GigabitEthernet0/0/2,700x600,1920x1080",
}


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    shutil.copytree(root / "tests/one_site", tmp_path / "lab", ignore=shutil.ignore_patterns("records"))
    return tmp_path


def command(root: Path, *arguments: str) -> list[str]:
    program = str(Path(sys.executable).with_name("ansible-playbook"))
    return [program, "-i", "lab", str(root / "playbooks/new_site.yml"), *arguments]


def environment() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C.UTF-8", "ANSIBLE_NOCOLOR": "1"}


def play(root: Path, folder: Path, *arguments: str, **answers: str) -> tuple[int, str]:
    """Run the playbook with these answers in place of the usual; give its exit code and what it said."""
    given = [part for name, value in {**ANSWERS, **answers}.items() for part in ("-e", json.dumps({name: value}))]
    result = subprocess.run(
        command(root, *given, *arguments),
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return result.returncode, result.stdout


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def message(output: str) -> str:
    """Give the message of the task that failed, as it stands on the screen."""
    found = re.search(r"^FAILED (.*?\n)\nPLAY RECAP", output, re.DOTALL | re.MULTILINE)
    assert found, output
    return found[1]


def test_check_shows_the_file_and_writes_nothing(root: Path, folder: Path) -> None:
    before = files(folder)
    code, output = play(root, folder, "--check", "--diff")
    assert code == 0, output
    assert files(folder) == before
    assert f"+++ after: {FILE}" in output
    assert "\n+name: 梅林街道行政服务大厅\n" in output
    assert f"{FILE} would be written; addresses by the ledger:" in output


def test_a_site_is_written_once_and_is_right(root: Path, folder: Path) -> None:
    before = files(folder)
    code, output = play(root, folder)
    assert code == 0, output
    assert re.search(r"localhost .*changed=1 ", output)
    assert (
        f"{FILE} is written; addresses by the ledger: meilin-hall-01 10.96.128.34, meilin-hall-02 10.96.128.35.\n"
        in output
    )
    assert "ansible-playbook -i lab deploy.yml --limit meilin-hall --check --diff\n" in output
    after = files(folder)
    assert set(after) - set(before) == {str(folder / FILE)}
    assert {path: after[path] for path in before} == before
    site = city_folder.load(folder / "lab").sites["meilin-hall"]
    assert (site.name, site.network.vlan, str(site.network.subnet)) == ("梅林街道行政服务大厅", 110, "10.96.128.32/27")
    assert [(each.id, each.mac, str(each.screen)) for each in site.terminals] == [
        ("meilin-hall-01", "54:89:98:00:01:03", "1080x1920"),
        ("meilin-hall-02", "54:89:98:00:01:04", "1920x1080"),
    ]
    assert (site.owner, site.custodian) == ("福田区政务服务和数据管理局", "梅林街道行政服务大厅")
    assert (folder / FILE).stat().st_mode & 0o777 == 0o644
    code, output = play(root, folder)
    assert code == 0, output
    assert re.search(r"localhost .*changed=0 ", output)


def test_its_questions_can_be_answered(root: Path, folder: Path) -> None:
    """On a terminal, one question after the other, with the last three left to their defaults."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(root), cwd=folder, env=environment(), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as run:
        os.close(theirs)
        said = b""
        for answer in [*ANSWERS.values(), "", "", ""]:
            seen = len(said)
            while not said[seen:].rstrip().endswith(b"[]:"):
                said += os.read(ours, 4096)
            os.write(ours, answer.encode() + b"\n")
        try:
            while part := os.read(ours, 4096):
                said += part
        except OSError:  # It has ended.
            pass
        assert run.wait(60) == 0, said.decode(errors="replace")
    os.close(ours)
    assert "meilin-hall" in city_folder.load(folder / "lab").sites


MISTAKES = yaml.safe_load(Path(__file__).with_name("mistakes.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes_are_told_and_nothing_is_written(name: str, root: Path, folder: Path) -> None:
    before = files(folder)
    code, output = play(root, folder, **MISTAKES[name]["answers"])
    assert code == 2
    assert message(output) == MISTAKES[name]["message"]
    assert files(folder) == before
