# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""playbooks/migrate.yml as an engineer runs it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SITE = Path("lab/sites/futian/lianhua-hall.yml")


def files() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(Path().rglob("*")) if path.is_file()}


def run(inventory: str, playbook: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).with_name("ansible-playbook"))
    return subprocess.run(
        [program, "-i", inventory, str(ROOT / "playbooks" / playbook), *arguments],
        env={
            **os.environ,
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
            **environment,
        },
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def play(*arguments: str, **environment: str) -> str:
    result = run("localhost,", "migrate.yml", "-e", "migrate_folder=lab", *arguments, **environment)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_the_playbook_shows_it_does_it_and_does_nothing_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "tests/one_site", "lab", ignore=shutil.ignore_patterns("records"))
    SITE.write_text(SITE.read_text("utf-8").replace("platform: huawei_vrp", "dialect: huawei_vrp"), encoding="utf-8")
    before = files()
    said = f"{SITE}:21:3: switch.dialect is called platform now"
    shown = play("--check", "--diff")
    assert files() == before
    assert f"+++ after: {SITE}" in shown
    assert "\n-  dialect: huawei_vrp\n+  platform: huawei_vrp\n" in shown
    assert said in shown
    done = play()
    assert re.search(r"localhost .*changed=1 ", done)
    assert said in done
    changed = {path for path, content in files().items() if before.get(path) != content}
    assert changed == {str(SITE)}
    SITE.write_bytes(before[str(SITE)])
    assert f"{SITE}:21:3：switch.dialect 现已改名为 platform" in play(GOVKIOSK_LANG="zh_CN")
    again = play()
    assert re.search(r"localhost .*changed=0 ", again)
    assert "nothing: every file is written as this version reads it" in again


def test_the_city_that_is_given_is_the_one_that_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for city in ("lab", "other"):
        shutil.copytree(ROOT / "tests/one_site", city, ignore=shutil.ignore_patterns("records"))
    Path("other/group_vars/all.yml").write_text("network_policy_records: elsewhere\n", encoding="utf-8")
    result = run("other", "migrate.yml", ANSIBLE_INVENTORY="lab/govkiosk.yml")
    assert result.returncode == 0, result.stdout + result.stderr
    assert Path("other/group_vars/all.yml").read_text("utf-8") == "govkiosk_records: elsewhere\n"


@pytest.mark.parametrize(
    ("playbook", "given", "said"),
    [
        (
            "migrate.yml",
            ["migrate_foldr=/x"],
            "-e migrate_foldr: no variable that may be set with -e has this name\n    fix: write migrate_folder, or leave it out",
        ),
        (
            "new_site.yml",
            ["govkiosk_city_folder=lab", "site=new-hall"],
            (
                "-e govkiosk_city_folder: is what the inventory says\n"
                "    fix: leave it out: it comes from the city's files, in the folder that -i names"
            ),
        ),
        (
            "evidence.yml",
            ["govkiosk_city_folder=lab", "anchr=all"],
            (
                "-e anchr: no variable that may be set with -e has this name\n    fix: write anchor, or leave it out\n"
                "-e govkiosk_city_folder: is what the inventory says\n"
                "    fix: leave it out: it comes from the city's files, in the folder that -i names"
            ),
        ),
    ],
    ids=["migrate", "new_site", "evidence"],
)
def test_a_run_without_our_inventory_judges_extra_variables_too(
    playbook: str, given: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "tests/one_site", "lab", ignore=shutil.ignore_patterns("records"))
    SITE.write_text(SITE.read_text("utf-8").replace("platform: huawei_vrp", "dialect: huawei_vrp"), encoding="utf-8")
    before = files()
    extra = [part for each in given for part in ("-e", each)]
    # Where the configuration of Ansible says another city: it would be rewritten in place of the one that was meant.
    done = run("localhost,", playbook, *extra, ANSIBLE_INVENTORY="lab/govkiosk.yml")
    assert files() == before
    assert done.returncode == 2, done.stdout + done.stderr
    assert said in done.stdout + done.stderr


def test_a_copy_of_the_inventory_judges_them_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else's inventory with our hosts in it: no site is taken off its switch."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "tests/one_site", "lab", ignore=shutil.ignore_patterns("records"))
    Path("hosts.yml").write_text(
        "all:\n  vars: {govkiosk_city_folder: lab, govkiosk_records: lab/records}\n  children:\n"
        "    switches: {hosts: {lianhua-hall-sw: {govkiosk_site: lianhua-hall}}}\n"
        "    terminals: {hosts: {lianhua-hall-01: {govkiosk_site: lianhua-hall}}}\n",
        encoding="utf-8",
    )
    for playbook in ("verify.yml", "rollout.yml"):
        done = run("hosts.yml", playbook, "-e", "network_policy_state=absent", ANSIBLE_INVENTORY_ENABLED="yaml")
        assert done.returncode == 2, done.stdout + done.stderr
        assert "-e network_policy_state: would override what a playbook sets itself" in done.stdout + done.stderr
    assert not Path("lab/records").exists()
