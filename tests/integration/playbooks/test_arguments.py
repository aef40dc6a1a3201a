# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Arguments of tasks: each is checked where it arrives, what all steps of a batch are told stands once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import yaml
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy import task

ROOT = Path(__file__).resolve().parents[3]
ACTIONS = sorted(path.stem for path in (ROOT / "plugins/action").glob("*.py"))
BATCH = ("device_confirm", "device_push", "device_verify", "network_plan")


def test_every_action_refuses_an_argument_that_it_does_not_have(tmp_path: Path) -> None:
    tasks = [
        {f"govkiosk.site.{name}": {"no_such_argument": 1}, "name": name, "ignore_errors": True, "register": f"r_{name}"}
        for name in ACTIONS
    ]
    said = {"ansible.builtin.debug": {"msg": "{{ lookup('ansible.builtin.vars', 'r_' ~ item).msg }}"}, "loop": ACTIONS}
    play = {"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": [*tasks, said]}
    (tmp_path / "play.yml").write_text(json.dumps([play]), encoding="utf-8")
    (tmp_path / "ansible.cfg").write_text("[defaults]\ncallback_result_format = json\n", encoding="utf-8")
    done = subprocess.run(
        [str(Path(sys.executable).with_name("ansible-playbook")), "-i", "localhost,", "play.yml"],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
        env=os.environ | {
            "ANSIBLE_CONFIG": str(tmp_path / "ansible.cfg"), "ANSIBLE_COLLECTIONS_PATH": str(ROOT / "collections"),
            "ANSIBLE_NOCOLOR": "1", "LC_ALL": "C.UTF-8",
        },
    )  # fmt: skip
    told = done.stdout.split("TASK [ansible.builtin.debug]")[1]
    refused = {
        name
        for name, text in zip(ACTIONS, told.split("ok: [localhost] => (item=")[1:], strict=True)
        if "no_such_argument" in text or "missing required arguments" in text
    }
    assert refused == {*ACTIONS}, done.stdout + done.stderr


def test_all_steps_of_a_batch_are_told_the_same() -> None:
    role = ROOT / "roles/network_policy"
    groups = yaml.safe_load((ROOT / "meta/runtime.yml").read_text(encoding="utf-8"))["action_groups"]
    assert groups == {"network_policy": [*BATCH]}
    told = yaml.safe_load((role / "vars/main.yml").read_text(encoding="utf-8"))["network_policy_arguments"]
    assert set(told) == set(task.SPEC)
    steps = [
        (step, name)
        for path in sorted((role / "tasks").glob("*.yml"))
        for step in yaml.safe_load(path.read_text(encoding="utf-8"))
        for name in BATCH
        if f"govkiosk.site.{name}" in step
    ]
    assert sorted(name for _step, name in steps) == [*BATCH]
    for step, name in steps:
        assert step["module_defaults"] == {"group/govkiosk.site.network_policy": "{{ network_policy_arguments }}"}
        assert set(step[f"govkiosk.site.{name}"] or {}) <= {"papers", "pushed"}
