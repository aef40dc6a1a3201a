# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Extra variables that a run would ignore are refused before it does anything; another one's are left alone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import extra_variables
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory.extra_variables import Known

ROOT = Path(__file__).resolve().parents[3]
CASES = yaml.safe_load(Path(__file__).with_name("extra_variables.yml").read_text(encoding="utf-8"))
PLAYBOOKS = {path.stem: path for path in (ROOT / "deploy.yml", *(ROOT / "playbooks").glob("*.yml"))}


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case["run"] + case["given"]))
def test_what_is_said_of_names(case: dict[str, Any]) -> None:
    wrong = extra_variables.refused(case["given"], case["run"], Known.load())
    assert "\n".join(map(str, wrong)) == case.get("message", "")


def test_every_playbook_and_what_it_reads_is_in_the_table() -> None:
    known = Known.load()
    assert set(known.playbooks) == set(PLAYBOOKS)
    for name, path in PLAYBOOKS.items():
        text = path.read_text(encoding="utf-8")
        assert [read for read in sorted(known.playbooks[name]) if not re.search(rf"\b{read}\b", text)] == [], name
        # What a play asks for, or does without if nobody has said it, is what may be said.
        asked = set(re.findall(r"^ +- name: (\w+)\n +prompt:", text, re.MULTILINE))
        loose = set(re.findall(r"(?<![.\w])(?<!\| )([a-z]\w*)(?= \| default\(| is (?:not )?defined)", text))
        registered = set(re.findall(r"\b(?:register: |vars: )(\w+)", text))
        handed_on = {"checks_hosts", "checks_report", "checks_look", "rollout_plan", "govkiosk_held"}
        mine = (asked | loose) - registered - handed_on - known.everywhere - extra_variables.TURNING.keys()
        assert mine - {"ansible_inventory_sources", *extra_variables.OF_THE_INVENTORY} <= known.playbooks[name], name


def test_nobody_says_with_e_what_a_playbook_says_itself_or_a_step_has_found() -> None:
    """Ansible lets an extra variable go before each `vars:` and `register:` of a play, so all such names are refused."""
    known, said = Known.load(), {}
    for path in [*(ROOT / "playbooks").rglob("*.yml"), *(ROOT / "roles").glob("*/tasks/*.yml")]:
        for each in nodes(yaml.safe_load(path.read_text(encoding="utf-8"))):
            names = [*(each.get("vars") or {}), *([each["register"]] if "register" in each else [])]
            said |= dict.fromkeys(names, path.relative_to(ROOT))
    assert {name: path for name, path in said.items() if not extra_variables.refused([name], ["deploy"], known)} == {}
    assert {"network_policy_state", "network_policy_result", "rollout_plan", "retire_cleared"} <= said.keys()


def test_every_play_with_the_policy_s_role_says_what_becomes_of_it() -> None:
    """Where it does not, a variable of the inventory would: a deployment that takes sites off their switches."""
    unsaid = []
    for name in ("plan", "rollout", "verify", "retire", "rollback"):
        for play in yaml.safe_load(PLAYBOOKS[name].read_text(encoding="utf-8")):
            for each in nodes(play):
                role = each.get("ansible.builtin.import_role", {}).get("name") or each.get("role")
                if role == "govkiosk.site.network_policy":
                    unsaid += [name] * ("network_policy_state" not in {**play.get("vars", {}), **each.get("vars", {})})
    assert unsaid == []


def nodes(data: object) -> Iterator[dict[str, Any]]:
    """Return each mapping of a YAML file, with those in it."""
    if isinstance(data, dict):
        yield data
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from nodes(value)


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (["deploy.yml"], ["deploy"]),
        (["playbooks/rollback.yml", "deploy.yml"], ["rollback", "deploy"]),
        (["govkiosk.site.verify"], ["verify"]),
        (["tests/deploy.yml"], []),
        (["deploy.yml", "mine.yml"], []),
        (["govkiosk.site.nothing"], []),
        ([], []),
    ],
)
def test_which_playbooks_of_ours_a_command_names(
    given: list[str], names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert extra_variables.playbook_names(given, Known.load().playbooks) == names


def test_a_refused_run_ends_before_its_first_play(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests/one_site", tmp_path / "city", ignore=shutil.ignore_patterns("records"))
    command = [str(Path(sys.executable).with_name("ansible-playbook")), "-i", "city", str(ROOT / "deploy.yml")]
    done = subprocess.run(
        [*command, "-e", "acceptance_evidnce=yes", "-e", '{"site": "lianhua-hall", "jump": 1}'],
        cwd=tmp_path, env={**os.environ, "LC_ALL": "C.UTF-8"}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (
        4,
        "",
        """2 things are wrong with the extra variables; nothing was done:

-e acceptance_evidnce: no variable that may be set with -e has this name
    fix: leave it out; playbooks/acceptance.yml decides by the evidence of the last whole run
-e site: deploy.yml would ignore it: it is read by new_site.yml and rollback.yml
    fix: leave it out; which sites a playbook works on is said with --limit
""",
    )
