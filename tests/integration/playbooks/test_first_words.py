# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a playbook of ours says when there is nothing to do: line by line, in the language of whoever started it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("playbook", "language", "lines"),
    [
        ("verify.yml", "en", [
            "No site was read from localhost,: nothing was looked at.",
            "fix: give the city's folder, which holds city.yml and sites/, with -i",
        ]),
        ("plan.yml", "zh_CN", [
            "本市尚无网点。",
            "添加网点：",
            "  1. 填写 localhost,/city.yml 和 catalogue.yml（其中的示例均有注释）；",
        ]),
    ],
)  # fmt: skip
def test_a_run_with_nothing_to_do_says_why(playbook: str, language: str, lines: list[str]) -> None:
    command = [str(Path(sys.executable).with_name("ansible-playbook")), "-i", "localhost,", f"playbooks/{playbook}"]
    shown = {"ANSIBLE_STDOUT_CALLBACK": "ansible.builtin.default", "ANSIBLE_CALLBACK_RESULT_FORMAT": "json"}
    environment = {**os.environ, **shown, "GOVKIOSK_LANG": language}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    result = done.stdout.partition("FAILED! => ")[2].splitlines()[0]
    assert done.returncode == 2
    assert json.loads(result)["msg"].splitlines()[: len(lines)] == lines
