# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`playbooks/retire.yml` on a deployed site: the lab's switch is asked first, and without its answer nothing is written."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.batch import utc_now
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import evidence
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.process import Process
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.site_lock import SiteLocks

from tests.integration.device.lab_switch import lab_switch
from tests.integration.device.play_city import HOST, SITE, City

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LEDGER = "addresses/futian.csv"
LATEST = f"records/lianhua-hall/network/{HOST}.running.cfg"
RETIRE = ("-e", "retire=lianhua-hall")


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with lab_switch(tmp_path / "switch") as switch:
        yield City(tmp_path, switch)


def test_policy_leaves_the_switch_then_addresses_rest_and_the_file_is_put_away(city: City) -> None:
    city.deploy()
    running, before = city.switch.running, city.files()
    code, told = city.play("retire.yml", *RETIRE, "--check", "--diff")
    assert code == 0, told
    assert "undo acl number 3901" in told
    assert "This was a look, nothing was touched." in told
    assert (city.switch.running, city.switch.reboot_left, city.files()) == (running, None, before)

    code, told = city.play("retire.yml", *RETIRE)
    assert code == 0, told
    assert "Its policy is off the switch, its ports are shut." in told
    for ours in ("acl number 39", "acl ipv6 number 39", "user-bind", "traffic-filter", "port-security", "port-isolate"):
        assert ours not in city.switch.running
    assert city.switch.running.count("shutdown") == 2
    assert (city.switch.running, city.switch.reboot_left) == (city.switch.saved, None)
    ledger = (city.folder / LEDGER).read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(",")[3] for line in ledger] == ["quarantine", "quarantine"]
    after, records = city.files(), city.folder / "records/lianhua-hall"
    assert SITE not in after
    (kept,) = records.glob("*-lianhua-hall.yml")
    assert kept.read_bytes() == before[SITE]
    assert {name: after[name] for name in before.keys() - {SITE, LEDGER, LATEST}} == {
        name: before[name] for name in before.keys() - {SITE, LEDGER, LATEST}
    }
    chain = records / "evidence.jsonl"
    assert evidence.verify(chain).broken is None
    entries = [json.loads(line) for line in chain.read_text(encoding="utf-8").splitlines()]
    assert [(one["terminal"], one["switch"]) for one in entries if one["kind"] == "retired"] == [
        ("lianhua-hall-01", "cleared"),
        ("lianhua-hall-02", "cleared"),
    ]
    sent = [path.read_text(encoding="utf-8") for path in sorted(records.glob("network/*/sent.txt"))]
    assert "undo acl number 3901" in sent[-1]

    code, told = city.play("retire.yml", *RETIRE)
    assert code == 0, told
    assert city.files() == after


def test_without_the_switch_nothing_is_written(city: City) -> None:
    city.deploy()
    city.switch.process.terminate()
    city.switch.process.join(10)
    before = city.files()
    code, told = city.play("retire.yml", *RETIRE)
    assert code != 0
    assert f"{HOST}: 127.0.0.1 port {city.switch.port} is unreachable: connection refused" in told
    assert city.files() == before
    code, told = city.play("retire.yml", *RETIRE, "-e", "switch=gone")
    assert code == 0, told
    assert "No switch was asked." in told
    assert SITE not in city.files()
    assert (city.folder / LEDGER).read_text(encoding="utf-8").count("quarantine") == 2
    assert '"switch":"gone"' in (city.folder / "records/lianhua-hall/evidence.jsonl").read_text(encoding="utf-8")


def test_a_refused_line_leaves_the_switch_to_its_guard_and_the_ledger_as_it_was(city: City) -> None:
    city.deploy()
    before = city.files()
    city.switch.fault("refuse", text="Error: Refused.", match="undo acl number 3901")
    code, told = city.play("retire.yml", *RETIRE)
    assert code != 0
    assert "the device refused 'undo acl number 3901'" in told
    assert city.switch.reboot_left is not None
    assert "acl number 3901" in city.switch.saved
    assert city.files("records/") == {name: data for name, data in before.items() if not name.startswith("records/")}


def test_what_would_reach_more_than_one_switch_or_half_of_the_run_is_refused(city: City) -> None:
    city.deploy()
    running, before = city.switch.running, city.files()
    for arguments, told in (
        (("-e", "retire=*"), "Nothing is named"),
        (("-e", "retire=futian"), "futian has no address that could be put to rest"),
        (("-e", "retire=all"), "all has no address that could be put to rest"),
        ((*RETIRE, "-e", "switch=off"), "switch=off says nothing"),
        ((*RETIRE, "--limit", "lianhua-hall"), "Run this without --limit"),
        ((), "Nothing is named"),
    ):
        code, output = city.play("retire.yml", *arguments)
        assert code != 0, output
        assert told in output, output
    assert (city.switch.running, city.switch.reboot_left, city.files()) == (running, None, before)


def test_a_site_that_somebody_else_holds_is_left_alone(city: City) -> None:
    city.deploy()
    before, running = city.files(), city.switch.running
    locks, me = SiteLocks(city.folder / "records"), Process.of(os.getpid())
    assert locks.take(["lianhua-hall"], me, utc_now()) == {}
    for more in ((), ("-e", "switch=gone")):
        code, told = city.play("retire.yml", *RETIRE, *more)
        assert code != 0
        assert f"lianhua-hall: is held by {me.user} on {me.host}" in told
        assert (city.switch.running, city.files()) == (running, before)
    locks.release(["lianhua-hall"], me)
    assert city.play("retire.yml", *RETIRE)[0] == 0
    assert not list(city.folder.rglob("site.lock"))
