# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A batch that Ansible looks at alone comes to the same as one among all hosts of its play: recap, exit code, what is left."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.integration.rollout.rollout_city import Run, city

ROOT = Path(__file__).resolve().parents[3]
HOSTS = [f"h{number}" for number in range(1, 9)]
ALONE = "govkiosk.site.batches,govkiosk.site.summary"
AMONG_ALL = "govkiosk.site.summary"
SITES = ("hall-a", "hall-b", "hall-c")


def failing(*hosts: str, **keywords: Any) -> dict[str, Any]:
    return {"ansible.builtin.fail": {"msg": "no"}, "when": f"inventory_hostname in {[*hosts]}", **keywords}


def play(*tasks: dict[str, Any], **keywords: Any) -> dict[str, Any]:
    seen = {
        "ansible.builtin.debug": {"msg": "seen={{ ansible_play_hosts_all | length }} batch={{ ansible_play_batch | join(',') }}"},
        "run_once": True,
    }  # fmt: skip
    return {
        "hosts": "{{ ['h7', 'h8', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'] }}", "serial": [2, 3], "gather_facts": False,
        "tasks": [seen, *tasks], "vars": {"govkiosk_batch_alone": True}, **keywords,
    }  # fmt: skip


PLAYS: dict[str, list[dict[str, Any]]] = {
    "failures": [play(failing("h1", "h4")), play(failing("h2", "h7"))],
    "lost": [play({"ansible.builtin.ping": {}, "when": "inventory_hostname in ['h2']"}), play(failing("h4"))],
    "whole batch lost": [play(failing("h7", "h8"))],
    "too many": [play(failing("h1"), failing("h5"), max_fail_percentage=30)],
    "any is fatal": [play(failing("h1"), any_errors_fatal=True)],
    "ended by a gate": [play({"ansible.builtin.meta": "end_play", "when": "'h1' in ansible_play_batch"}), play()],
    "batch ended": [play({"ansible.builtin.meta": "end_batch", "when": "'h1' in ansible_play_batch"}, failing("h1", "h6"))],
}  # fmt: skip


def run(folder: Path, plays: list[dict[str, Any]], callbacks: str, *arguments: str) -> Run:
    (folder / "plays.yml").write_text(json.dumps(plays), encoding="utf-8")
    lost = {"ansible_connection": "ssh", "ansible_host": "127.0.0.1", "ansible_port": 1}
    inventory = {"all": {"hosts": {host: lost if host == "h2" else {"ansible_connection": "local"} for host in HOSTS}}}
    (folder / "hosts.yml").write_text(json.dumps(inventory), encoding="utf-8")
    environment = os.environ | {
        "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"), "ANSIBLE_COLLECTIONS_PATH": str(ROOT / "collections"),
        "ANSIBLE_CALLBACKS_ENABLED": callbacks, "ANSIBLE_INVENTORY_ENABLED": "yaml", "ANSIBLE_NOCOLOR": "1", "COLUMNS": "200",
        "ANSIBLE_RETRY_FILES_ENABLED": "1", "ANSIBLE_STDOUT_CALLBACK": "ansible.builtin.default",
    }  # fmt: skip
    done = subprocess.run(
        [str(Path(sys.executable).with_name("ansible-playbook")), "-i", "hosts.yml", "plays.yml", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    return Run(done.returncode, done.stdout + done.stderr)


def left(folder: Path) -> str:
    retry = folder / "plays.retry"
    text = retry.read_text(encoding="utf-8") if retry.exists() else ""
    retry.unlink(missing_ok=True)
    return text


@pytest.mark.parametrize(
    ("name", "arguments"), [*((name, []) for name in PLAYS), ("failures", ["--limit", "all:!h1:!h8"])]
)
def test_a_batch_alone_comes_to_what_it_comes_to_among_all(name: str, arguments: list[str], tmp_path: Path) -> None:
    alone = run(tmp_path, PLAYS[name], ALONE, *arguments)
    alone_left = left(tmp_path)
    among = run(tmp_path, PLAYS[name], AMONG_ALL, *arguments)
    assert alone.status == among.status, alone.output
    assert alone_left == left(tmp_path)
    assert {host: alone.recap(host) for host in HOSTS} == {host: among.recap(host) for host in HOSTS}, alone.output
    batches = [re.findall(r"batch=([\w,]*)", run.output) for run in (alone, among)]
    assert batches[0] == batches[1]
    assert batches[0]
    # What it is for: Ansible looks at no host but the batch's.
    seen = [{int(count) for count in re.findall(r"seen=(\d+)", shown.output)} for shown in (alone, among)]
    assert max(seen[0]) <= 3 < min(seen[1]), alone.output


def test_a_play_that_does_not_ask_for_it_has_all_of_its_hosts(tmp_path: Path) -> None:
    """Whoever uses our settings for plays of his own finds `ansible_play_hosts_all` as Ansible documents it."""
    shown = run(tmp_path, [play(vars={})], ALONE)
    assert re.findall(r"seen=(\d+)", shown.output) == ["8", "8", "8"], shown.output


def deployed(
    folder: Path, callbacks: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[Run], list[str], list[list[str]]]:
    """Deploy with a canary that fails, then what is left with a lost site in the middle; one wave for each site."""
    folder.mkdir()
    monkeypatch.setenv("ANSIBLE_CALLBACKS_ENABLED", callbacks)
    runs, remaining = [], []
    with city(folder, SITES, canaries=[SITES[0]], rollout="{sites_per_wave: 1, max_failed_percent: 100}") as made:
        made.tell("hall-a-01", "link_check", {"checks": [], "failed": True, "msg": "nothing there"})
        for lost in ("hall-b-01", ""):
            runs.append(made.deploy())
            remaining.append(made.remaining.read_text(encoding="utf-8").splitlines())
            made.well()
            made.tell(lost or "hall-c-01", "terminal_host", {"unreachable": True, "msg": "Connection timed out"})
        return runs, made.asked, remaining


def test_a_rollout_comes_to_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both = {"alone": ALONE, "all": AMONG_ALL}
    alone, among = (deployed(tmp_path / name, callbacks, monkeypatch) for name, callbacks in both.items())
    assert [shown.status for shown in alone[0]] == [shown.status for shown in among[0]]
    assert all(shown.status for shown in alone[0])
    hosts = [f"{site}-{part}" for site in SITES for part in ("sw", "01")]
    for mine, measure in zip(alone[0], among[0], strict=True):
        assert {host: mine.recap(host) for host in hosts} == {host: measure.recap(host) for host in hosts}, mine.output
    assert alone[1] == among[1]
    assert alone[2] == among[2]
    # The canary's failure ended the first run; in the second, the last site had its turn in spite of the one before.
    assert [len(names) for names in alone[2]] == [6, 2], alone[2]
