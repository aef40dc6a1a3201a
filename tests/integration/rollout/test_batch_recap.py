# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is counted out of a batch is what a task on each host would have come to: Ansible's own callback is the measure."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, Any

from tests.integration.rollout.rollout_city import City, Run, city

if TYPE_CHECKING:
    from pathlib import Path

A, B, C, D, E, F, G = SITES = tuple(f"hall-{letter}" for letter in "abcdefg")
DEAD, REFUSED = (B, F), (C, D)
SWITCHES = [f"{site}-sw" for site in SITES]
PATH = {"clause": "6.4-e", "subject": "{{ inventory_hostname }}", "name": "egress/path-control", "status": "pass"}
FOUND = {"egress_check_result": {"checks": [{**PATH, "reason": "", "data": {}}]}}
PUSH, CONFIRM = (
    {"ansible.builtin.import_role": {"name": "govkiosk.site.network_policy", "tasks_from": step, "rolespec_validate": False}}
    for step in ("main", "confirm")
)  # fmt: skip
RESCUED = {"block": [PUSH, CONFIRM], "rescue": [{"ansible.builtin.set_fact": {"saved": True}}]}


def play(hosts: tuple[str, ...], *tasks: dict[str, Any], **keywords: Any) -> dict[str, Any]:
    return {"hosts": ",".join(f"{site}-sw" for site in hosts), "gather_facts": False, "tasks": [*tasks], **keywords}


ON = {"ignore_errors": True, "ignore_unreachable": True}
FIRST = [
    play((A, B), PUSH, CONFIRM, **ON),
    # Who is refused the log-in failed; who cannot be reached is not rescued.
    play((G, C), RESCUED),
    play((D, E), PUSH, CONFIRM, max_fail_percentage=40),
    play((A,), PUSH),
]
SECOND = [play((A, F), PUSH, CONFIRM, any_errors_fatal=True), play((A,), PUSH)]
WELL = [play((A, G), PUSH)]
#: Plays, how often they stand in one command, and what is set for it.
RUNS: list[tuple[list[dict[str, Any]], int, dict[str, str]]] = [
    (FIRST, 1, {}),
    (SECOND, 1, {}),
    # Each playbook of a command has a recap, of all before it as well.
    (WELL, 2, {}),
    # A callback is shown nothing then.
    (WELL, 1, {"ANSIBLE_NO_LOG": "1"}),
    ([play((A, G), PUSH, no_log=True)], 1, {}),
]


def run(made: City, plays: list[dict[str, Any]], times: int, environment: dict[str, str]) -> Run:
    (made.folder / "plays.yml").write_text(json.dumps(plays), encoding="utf-8")
    done = subprocess.run(
        [*made.command()[:3], *["plays.yml"] * times], cwd=made.folder, env=made.environment | environment,
        text=True, capture_output=True, check=False, timeout=180,
    )  # fmt: skip
    return Run(done.returncode, done.stdout + done.stderr)


def both(folder: Path, shown_by: str) -> list[Run]:
    (folder / shown_by).mkdir()
    with city(folder / shown_by, SITES) as made:
        found = made.inventory / "group_vars/all/found.yml"
        found.parent.mkdir(parents=True)
        found.write_text(json.dumps(FOUND), encoding="utf-8")
        for site in DEAD:
            made.switches.unreachable(site)
        for site in REFUSED:
            with (made.inventory / f"host_vars/{site}-sw.yml").open("a", encoding="utf-8") as file:
                file.write("ansible_user: stranger\n")
        callback = {"ANSIBLE_STDOUT_CALLBACK": shown_by}
        return [run(made, plays, times, callback | given) for plays, times, given in RUNS]


def last_recap(shown: Run) -> dict[str, dict[str, int]]:
    last = Run(shown.status, shown.output.rpartition("PLAY RECAP")[2])
    return {host: last.recap(host) for host in SWITCHES}


def test_recap_and_exit_code_are_those_of_a_task_on_each_host(tmp_path: Path) -> None:
    ours, theirs = (both(tmp_path, name) for name in ("govkiosk.site.progress", "ansible.builtin.default"))
    for mine, measure in zip(ours, theirs, strict=True):
        assert mine.status == measure.status, mine.output
        recaps = [last_recap(shown) for shown in (mine, measure)]
        assert recaps[0] == recaps[1], mine.output
        assert any(recaps[0].values()), mine.output
    first, second, *well = ours
    assert first.status
    assert second.status
    assert (first.recap(f"{A}-sw")["changed"], first.recap(f"{G}-sw")["changed"]) == (2, 2)
    assert (first.recap(f"{C}-sw")["rescued"], first.recap(f"{C}-sw")["failed"]) == (1, 0)
    # More failed than may: E is not confirmed.
    assert (first.recap(f"{D}-sw")["failed"], first.recap(f"{E}-sw")["changed"]) == (1, 1)
    assert (second.recap(f"{F}-sw")["failed"], second.recap(f"{A}-sw")["ok"]) == (1, 2)
    assert second.recap(f"{A}-sw")["changed"] == 0
    assert [shown.status for shown in well] == [0, 0, 0]
    # Out of the batch itself, below its own headline; the measure shows it below that of the task on each host.
    told = r"TASK \[govkiosk\.site\.network_policy : (.*?)\] \**\n(?:\[.*\n)*changed: \[hall-a-sw\]"
    assert re.findall(told, first.output)[0].startswith("6.4 | Push all switches of this batch"), first.output
    assert re.findall(told, theirs[0].output)[0] == "6.4 | Take this switch's own result", theirs[0].output
