# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A batch's result handed to its hosts, by ansible-playbook itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[3]


def handed(folder: Path, told: Mapping[str, Any]) -> tuple[int, str]:
    """Return the exit code and the output of a play that hands a batch's result to hosts a and b."""
    play = folder / "play.yml"
    task = {"govkiosk.site.host_result": {"batch": "told"}, "connection": "local"}
    play.write_text(json.dumps([{"hosts": "all", "gather_facts": False, "vars": {"told": told}, "tasks": [task]}]))
    done = subprocess.run(
        [str(Path(sys.executable).with_name("ansible-playbook")), "-i", "a,b,", str(play)],
        env={**os.environ, "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"), "ANSIBLE_INVENTORY_ENABLED": "host_list"},
        cwd=ROOT, text=True, capture_output=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_each_host_takes_its_own(tmp_path: Path) -> None:
    mine = {"changed": True, "msg": "8 lines", "warnings": ["a drifted"]}
    code, said = handed(tmp_path, {"results": {"a": mine, "b": {"failed": True, "msg": "b: no answer"}}})
    assert code == 2
    assert "FAILED b: no answer\n" in said
    assert "[WARNING]: a drifted\n" in said
    assert "a                          : ok=1    changed=1 " in said


def test_a_host_of_which_the_batch_says_nothing(tmp_path: Path) -> None:
    code, said = handed(tmp_path, {"results": {"a": {"changed": False}}})
    assert code == 2
    assert "FAILED b: there is no result of it, the process that was at it was killed; run again\n" in said


def test_a_batch_that_failed_as_a_whole(tmp_path: Path) -> None:
    code, said = handed(tmp_path, {"failed": True, "msg": "city.yml: is missing"})
    assert code == 2
    assert "FAILED a: city.yml: is missing\n" in said
    assert "FAILED b: city.yml: is missing\n" in said
