# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What playbooks do where the engineer's ansible.cfg is not ours, as with an installed collection."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from lab.certificates import Authority

ROOT = Path(__file__).resolve().parents[3]
PLAYBOOKS = [ROOT / "deploy.yml", *sorted((ROOT / "playbooks").glob("*.yml"))]
# Stands for ssh: it notes that it was called and reaches nobody.
WITNESS = '#!/bin/sh\necho "$@" >>"{calls}"\nexit 255\n'


@pytest.mark.parametrize("playbook", PLAYBOOKS, ids=lambda path: path.name)
def test_no_play_gathers_facts_whatever_the_configuration_says(playbook: Path) -> None:
    plays = [play for play in yaml.safe_load(playbook.read_text(encoding="utf-8")) if "hosts" in play]
    assert [play["name"] for play in plays if play.get("gather_facts") is not False] == []


def test_a_plan_with_an_empty_configuration_connects_to_no_switch(tmp_path: Path) -> None:
    city, calls, ssh = tmp_path / "city", tmp_path / "calls", tmp_path / "ssh"
    shutil.copytree(ROOT / "tests/one_site", city, ignore=shutil.ignore_patterns("records"))
    (city / "ca.pem").write_bytes(Authority("city CA").certificate)
    (tmp_path / "ansible.cfg").write_text("", encoding="utf-8")
    ssh.write_text(WITNESS.format(calls=calls), encoding="utf-8")
    ssh.chmod(0o755)
    # The file itself: which files of a folder are no inventories is said in our ansible.cfg.
    command = [Path(sys.executable).with_name("ansible-playbook"), "-i", city / "govkiosk.yml"]
    done = subprocess.run(
        [*map(str, command), str(ROOT / "playbooks/plan.yml")],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL,
        env={
            **os.environ, "ANSIBLE_CONFIG": str(tmp_path / "ansible.cfg"), "HOME": str(tmp_path),
            "ANSIBLE_COLLECTIONS_PATH": str(ROOT / "collections"), "ANSIBLE_SSH_EXECUTABLE": str(ssh),
            "ANSIBLE_NOCOLOR": "1", "LC_ALL": "C.UTF-8",
        },
    )  # fmt: skip
    told = done.stdout + done.stderr
    assert not calls.exists(), f"{calls.read_text()}\n{told}"
    assert done.returncode == 0, told


def test_a_folder_of_which_every_file_would_be_an_inventory_is_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests/one_site", tmp_path / "city", ignore=shutil.ignore_patterns("records"))
    (tmp_path / "ansible.cfg").write_text("", encoding="utf-8")
    done = subprocess.run(
        [str(Path(sys.executable).with_name("ansible-inventory")), "-i", "city", "--list"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={
            **os.environ, "ANSIBLE_CONFIG": str(tmp_path / "ansible.cfg"), "HOME": str(tmp_path), "LC_ALL": "C.UTF-8",
            "ANSIBLE_COLLECTIONS_PATH": str(ROOT / "collections"), "ANSIBLE_INVENTORY_ENABLED": "auto",
        },
    )  # fmt: skip
    assert done.returncode == 4
    assert done.stderr.endswith(
        "1 thing is wrong in the inventory; nothing was done:\n\n"
        "city: is given as a folder, of which this run's ansible.cfg takes each file for an inventory\n"
        "    fix: give city/govkiosk.yml with -i, or run where govkiosk's ansible.cfg is read\n"
    )
