# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""deploy.yml over several sites: waves, gates, resuming, two engineers, a kill."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import signal
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import asyncssh
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import evidence
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.process import Process
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.site_lock import SiteLocks

from tests.integration.rollout.rollout_city import City, city
from tests.integration.rollout.switch_fleet import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

A, B, C = SITES = ("hall-a", "hall-b", "hall-c")
SILENT = {"unreachable": True, "msg": "Connection timed out"}
REFUSED = {"checks": [], "failed": True, "msg": "nothing there"}
HANG = {"hang": True}
ONE_BY_ONE = "{sites_per_wave: 1}"


def until(true: Callable[[], bool], what: str) -> None:
    """Wait until something has happened; how long it takes is the machine's business."""
    ends = time.monotonic() + 120
    while not true():
        assert time.monotonic() < ends, what
        time.sleep(0.05)


def order(made: City) -> list[str]:
    """The terminals in the order in which they were first asked."""
    return list(dict.fromkeys(line.split()[0] for line in made.asked))


def locks(made: City) -> list[str]:
    return sorted(path.parent.name for path in made.inventory.glob("records/*/site.lock"))


def kept(made: City) -> list[dict[str, Any]]:
    """The records of all runs, the last one last."""
    return [json.loads(path.read_text()) for path in sorted(made.inventory.glob("records/rollout/*.json"))]


def resume(output: str) -> list[str]:
    """The arguments of the command that a run prints for going on."""
    found = re.search(r"go on with what is left: (ansible-playbook .*)", output)
    assert found, output
    words = shlex.split(found[1])
    return words[words.index("--limit") :]


async def typed(port: int, *lines: str) -> None:
    """Type lines into a switch as somebody else would."""
    login = {"username": "govkiosk", "password": PASSWORD, "known_hosts": None}
    async with (
        asyncssh.connect("127.0.0.1", port, **login) as connection,
        connection.create_process(term_type="vt100") as session,
    ):
        session.stdin.write("".join(f"{line}\n" for line in lines))
        await session.wait_closed()


def test_wave_by_wave_then_no_change_then_drift_then_a_lost_switch(tmp_path: Path) -> None:
    """One city, deployed once and run on again and again, as an engineer does."""
    with city(tmp_path, SITES, canaries=[B], rollout="{sites_per_wave: 1, max_failed_percent: 0}") as made:
        run = made.deploy()
        assert run.status == 0, run.output
        assert order(made) == ["hall-b-01", "hall-a-01", "hall-c-01"]
        assert [f"wave {n} of 3" in run.output for n in (1, 2, 3)] == [True] * 3
        assert not made.remaining.exists()
        assert locks(made) == []
        record = kept(made)[-1]
        assert [wave["sites"] for wave in record["waves"]] == [[B], [A], [C]]
        assert {site["status"] for site in record["sites"].values()} == {"accepted"}
        assert record["sites"][A]["steps"] == {
            "switch": "changed", "install": "ok", "link": "ok", "internet": "ok", "items": "ok", "screen": "ok",
            "confirm": "changed", "accept": "changed",
        }  # fmt: skip
        chain = (made.inventory / "records" / record["sites"][A]["evidence"]).read_text(encoding="utf-8")
        assert f'"run":"{record["run"]}"' in chain.replace(" ", "")
        again = made.deploy()
        hosts = [f"{site}-{end}" for site in SITES for end in ("sw", "01")]
        assert [again.recap(host)["changed"] for host in hosts] == [0] * 6, again.output
        # A host takes no part in the other kind's tasks: it is not even skipped there.
        assert [again.recap(host)["skipped"] for host in hosts] == [0] * 6, again.output
        _drift_that_was_put_back_is_told_below_the_board_too(made)
        _a_switch_of_whose_site_nothing_else_is_selected_fails_for_it(made)


def _drift_that_was_put_back_is_told_below_the_board_too(made: City) -> None:
    lines = ("system-view", "interface GigabitEthernet0/0/1", "description moved", "quit", "quit", "quit")
    asyncio.run(typed(made.switches.port(A), *lines))
    assert "description moved" in made.switches.device(A).running_text
    run = made.deploy("--limit", A)
    assert run.status == 0, run.output
    assert "hall-a-sw drifted: GigabitEthernet0/0/1: description is moved, not hall-a-01" in run.output
    assert "description moved" not in made.switches.device(A).running_text


def _a_switch_of_whose_site_nothing_else_is_selected_fails_for_it(made: City) -> None:
    made.switches.unreachable(A)
    run = made.deploy("--limit", "switches")
    assert run.status == 2, run.output
    assert "FAILED hall-a-sw: 127.0.0.1 port" in run.output
    assert [run.recap(f"{site}-sw").get("failed") for site in SITES] == [1, 0, 0], run.output
    assert ": 0 of 1 sites accepted; more than 0 % failed, the next wave is not begun" in run.output
    assert "wave 3 of 3" not in run.output
    assert made.remaining.read_text().split() == ["hall-a-sw", "hall-c-sw"]
    assert locks(made) == []


def test_a_failed_canary_ends_the_run_and_the_printed_command_goes_on(tmp_path: Path) -> None:
    with city(tmp_path, SITES, canaries=[B], rollout="{max_failed_percent: 100}") as made:
        made.tell("hall-b-01", "service_check", SILENT)
        run = made.deploy()
        assert run.status != 0
        assert order(made) == ["hall-b-01"]
        assert "more than 0 % failed, the next wave is not begun" in run.output
        assert "hall-b: hall-b-01: 7.5.1-b1, 7.7 all 13 items: error: the terminal does not answer" in run.output
        assert [made.configured(site) for site in SITES] == [False, True, False]
        assert locks(made) == []
        assert made.remaining.read_text().split() == [f"{site}-{end}" for site in SITES for end in ("sw", "01")]
        record = kept(made)[-1]
        assert record["stopped_after_wave"] == 1
        assert {site: told["status"] for site, told in record["sites"].items()} == {
            A: "waiting", B: "failed", C: "waiting",
        }  # fmt: skip
        made.well()
        made.forget()
        again = made.deploy(*resume(run.output))
        assert again.status == 0, again.output
        canary, *rest = order(made)
        # The two of one wave are done at the same time.
        assert (canary, sorted(rest)) == ("hall-b-01", ["hall-a-01", "hall-c-01"])
        assert not made.remaining.exists()


def test_a_lost_site_neither_hides_nor_stops_the_others_below_the_threshold(tmp_path: Path) -> None:
    with city(tmp_path, SITES, canaries=[A], rollout="{sites_per_wave: 2, max_failed_percent: 50}") as made:
        made.switches.unreachable(B)
        made.tell("hall-b-01", "link_check", SILENT)
        run = made.deploy()
        assert run.status != 0
        assert "wave 2 of 2 (rest): 1 of 2 sites accepted" in run.output
        assert "hall-b: hall-b-sw: 127.0.0.1 port" in run.output
        assert "2 of 3 terminals are ready for acceptance" in run.output
        assert made.remaining.read_text().split() == ["hall-b-sw", "hall-b-01"]
        assert resume(run.output) == ["--limit", "@city/records/rollout/remaining.limit"]
        lost = kept(made)[-1]["sites"][B]
        assert (lost["status"], lost["steps"]["switch"], lost["steps"]["link"]) == (
            "failed",
            "unreachable",
            "unreachable",
        )
        assert lost["reason"].startswith("hall-b-sw: 127.0.0.1 port")


def test_evidence_that_was_altered_costs_its_own_site_only(tmp_path: Path) -> None:
    with city(tmp_path, (A, B), canaries=[A, B]) as made:
        altered, sound = (made.inventory / f"records/{site}/evidence.jsonl" for site in (A, B))
        for run_id in ("earlier", "later"):
            begun = {"kind": "run", "run": run_id, "site": A, "checks": 1}
            evidence.append(altered, [begun, {"kind": "check", "run": run_id}])
        kept = altered.read_bytes().replace(b'"kind":"check"', b'"kind":"chick"', 1)  # in the middle
        altered.write_bytes(kept)
        run = made.deploy()
        assert run.status == 2, run.output
        assert "wave 1 of 1 (canary): 1 of 2 sites accepted" in run.output
        assert (
            f"FAILED hall-a-01: {altered}:2:1: the evidence does not hold (edited): its content does not match its seal; "
            "nothing was added to it\n    fix: find out who changed it"
        ) in run.output
        assert altered.read_bytes() == kept
        assert not list(altered.parent.glob("hall-a-01/[事安]*.pdf"))
        assert "hall-b-01: ready for acceptance" in run.output
        assert "1 of 2 terminals are ready for acceptance" in run.output
        assert evidence.verify(sound).broken is None
        assert made.remaining.read_text().split() == ["hall-a-sw", "hall-a-01"]


def test_two_engineers_and_a_kill(tmp_path: Path) -> None:
    with city(tmp_path, SITES, canaries=[A], rollout=ONE_BY_ONE) as made:
        made.tell("hall-b-01", "egress_check", HANG)
        first = made.start()
        try:
            until(lambda: "hall-b-01 egress_check" in made.asked, "the second wave is on its way")
            assert locks(made) == [B, C], "an accepted site is free as soon as its wave is over"
            assert made.remaining.read_text().split() == ["hall-b-sw", "hall-b-01", "hall-c-sw", "hall-c-01"]
            before = made.switches.device(C).running_text

            second = made.deploy()
            assert second.status != 0
            for site in (B, C):
                assert re.search(rf"{site}: is held by \S+ on \S+ since \S+ \(process {first.pid}\)", second.output)
            assert "wave 1 of 1 (canary): 1 of 1 sites accepted" in second.output, second.output
            assert made.switches.device(C).running_text == before
            assert made.asked.count("hall-b-01 egress_check") == 1
        finally:
            os.killpg(first.pid, signal.SIGKILL)
            first.wait()
        record = next(record for record in kept(made) if not record["ended"])
        assert [record["sites"][site]["status"] for site in SITES] == ["accepted", "running", "waiting"]
        made.well()
        made.forget()
        assert made.configured(B)
        assert not made.configured(C)
        again = made.deploy("--limit", f"@{made.remaining}")
        assert again.status == 0, again.output
        assert order(made) == ["hall-b-01", "hall-c-01"], "what was accepted is not repeated"
        assert [made.configured(site) for site in SITES] == [True] * 3
        assert [made.switches.device(site).minutes_to_reboot for site in SITES] == [None] * 3, "no guard is left armed"
        assert not made.remaining.exists()
        assert locks(made) == []


def test_a_killed_run_types_no_further_line(tmp_path: Path) -> None:
    with city(tmp_path, (A,)) as made:
        device = made.switches.device(A)
        device.faults.delay = 0.3
        run = made.start()
        try:
            until(lambda: "acl number 3901" in device.running_text, "the lines are on their way")
        finally:
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
        until(lambda: not device.sessions, "the worker that typed them has ended")
        assert "traffic-filter" not in device.running_text
        assert device.minutes_to_reboot is not None, "its guard undoes what was typed"


def test_check_mode_holds_nothing_and_writes_nothing(tmp_path: Path) -> None:
    with city(tmp_path, (A, B), rollout=ONE_BY_ONE) as made:
        run = made.deploy("--check", "--diff")
        assert run.status == 0, run.output
        assert "traffic-filter inbound acl 3901" in run.output
        assert not (made.inventory / "records").exists()
        assert not any(made.configured(site) for site in (A, B))


def test_check_mode_fails_each_switch_that_a_deployment_could_not_change(tmp_path: Path) -> None:
    sites = (*SITES, "hall-d")
    with city(tmp_path, sites, canaries=[A], rollout=ONE_BY_ONE) as made:
        made.switches.unreachable(A)
        with (made.inventory / f"host_vars/{B}-sw.yml").open("a", encoding="utf-8") as file:
            file.write("ansible_user: stranger\n")
        known, port = made.inventory / "known_hosts", f"[127.0.0.1]:{made.switches.port(C)} "
        other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode().strip()
        lines = known.read_text(encoding="utf-8").splitlines()
        known.write_text("".join(f"{port}{other}\n" if line.startswith(port) else f"{line}\n" for line in lines))
        run = made.deploy("--check")
        assert run.status == 2, run.output
        assert [run.recap(f"{site}-sw").get("failed") for site in sites] == [1, 1, 1, 0], run.output
        assert [run.recap(f"{site}-01").get("failed") for site in sites] == [0] * 4, run.output
        for told in (
            "FAILED hall-a-sw: 127.0.0.1 port",
            "FAILED hall-b-sw: 127.0.0.1 refused the log-in of stranger\n",
            "FAILED hall-c-sw: the host key of 127.0.0.1 is not the one in",
        ):
            assert told in run.output, run.output
        assert "sites accepted" not in run.output
        assert "ready for acceptance" not in run.output
        assert not (made.inventory / "records").exists()


def test_a_held_site_is_released_by_hand_and_costs_no_other_its_turn(tmp_path: Path) -> None:
    with city(tmp_path, (A, B), rollout=ONE_BY_ONE) as made:
        elsewhere = replace(Process.of(os.getpid()), host="noc-2", user="zhang")
        SiteLocks(made.inventory / "records").take([A], elsewhere, datetime.now(UTC))
        run = made.deploy()
        assert run.status != 0
        assert "FAILED hall-a-sw: hall-a: is held by zhang on noc-2" in run.output
        assert "run again with -e unlock=hall-a" in run.output
        assert order(made) == ["hall-b-01"]
        assert made.remaining.read_text().split() == ["hall-a-sw", "hall-a-01"], (
            "who was refused is still to be deployed"
        )
        assert kept(made)[-1]["sites"][A]["status"] == "held"
        again = made.deploy(*resume(run.output), "-e", "unlock=hall-a")
        assert again.status == 0, again.output
        assert order(made) == ["hall-b-01", "hall-a-01"]
        assert locks(made) == []
