# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`playbooks/verify.yml` on the lab's switch: what it tells, how it ends, and that it only looks."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.check import Check
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy import verify_report
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.visit import Result
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.verification import Comparison, Standing

from tests.helpers.policy.policy_platforms import HUAWEI_VRP, TYPED, PlatformCase
from tests.integration.device.lab_switch import lab_switch
from tests.integration.device.play_city import HOST, City
from tests.unit.acceptance import lianhua

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What a session that only looks may type: the first words of each command.
LOOKS = re.compile(r"(?:display|show|screen-length|terminal (?:length|width)|quit|exit)\b|$")


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with lab_switch(tmp_path / "switch", startup=HUAWEI_VRP.startup) as switch:
        yield City(tmp_path, switch, HUAWEI_VRP)


def report(city: City) -> dict[str, Any]:
    """Return what it wrote for other programs."""
    told: dict[str, Any] = json.loads((city.network / f"{HOST}.verify.json").read_text(encoding="utf-8"))
    return told


def described(city: City, case: PlatformCase, text: str) -> None:
    """Change a terminal's port at the console, and save nothing."""
    city.switch.console(case.enter, f"interface {case.port.format(1)}", f"description {text}", *case.ends)


@pytest.mark.parametrize("case", TYPED, ids=lambda case: case.name)
def test_right_then_drifted_and_nothing_but_looks(case: PlatformCase, tmp_path: Path) -> None:
    with lab_switch(tmp_path / "switch", startup=case.startup, platform=case.name) as switch:
        city = City(tmp_path, switch, case)
        city.deploy()
        typed, running, saved = len(switch.typed), switch.running, switch.saved
        before = city.files()
        code, told = city.play("verify.yml")
        assert code == 0, told
        assert "1 switch: 1 right" in told
        looked = switch.typed[typed:]
        seen = report(city)
        assert (seen["standing"], seen["drift"], seen["violations"], seen["saved"]) == ("right", [], [], True)

        described(city, case, "moved")
        typed = len(switch.typed)
        code, told = city.play("verify.yml", "--diff")
        looked += switch.typed[typed:]
        assert code != 0
        assert f"{HOST} drifted from the plan that was accepted" in told
        port = case.port.format(1)
        assert re.search(rf"7\.4 +drift: {port}: description is moved, not lianhua-hall-01", told)
        assert "description lianhua-hall-01" in told.split("these lines would take the drift back:")[1]
        assert f"{HOST} runs what it has not saved" in told
        assert [one["clause"] for one in report(city)["drift"]] == ["7.4"]
        assert switch.saved == saved
        assert "description moved" in switch.running
        assert switch.running != running
        assert len(looked) > 8
        assert [line for line in looked if not LOOKS.match(line)] == []
        after = city.files("records/lianhua-hall/network/lianhua-hall-sw.verify.json")
        latest = f"records/lianhua-hall/network/{HOST}.running.cfg"
        assert b"description moved" in after[latest]
        assert {name: text for name, text in after.items() if name != latest} == {
            name: text for name, text in before.items() if name != latest
        }


def test_never_deployed_is_told_and_no_failure(city: City) -> None:
    code, told = city.play("verify.yml", "--diff")
    assert code == 0, told
    assert f"{HOST} was never deployed: nothing of the toolkit is on it" in told
    assert "acl number 3901" in told.split("a deployment would send:")[1]
    assert report(city)["standing"] == "undeployed"
    assert not (city.network / f"{HOST}.accepted.cfg").exists()


def test_plan_that_has_changed_since_is_due_and_no_failure(city: City) -> None:
    city.deploy()
    city.edit("platform: huawei_vrp", "platform: huawei_vrp\n  spare_ports: [GigabitEthernet0/0/9]")
    code, told = city.play("verify.yml")
    assert code == 0, told
    assert "1 switch: 1 due" in told
    assert f"{HOST} runs the plan that was accepted; today's plan differs, a deployment is due" in told
    assert "6.4-c  due: GigabitEthernet0/0/9" in told
    assert report(city)["deploy"]


def test_what_is_forbidden_since_is_unsafe(city: City) -> None:
    city.deploy()
    city.edit("  - {items: all,", "  - {items: [RS-001],")
    code, told = city.play("verify.yml")
    assert code != 0
    assert f"{HOST} runs the plan that was accepted, but that is not safe by today's rules" in told
    assert "not covered by any grant or required service" in told


def test_without_a_record_the_plan_of_today_is_what_counts(city: City) -> None:
    city.deploy()
    (city.network / f"{HOST}.accepted.cfg").unlink()
    described(city, HUAWEI_VRP, "moved")
    code, told = city.play("verify.yml")
    assert code != 0
    assert "7.4    drift:" in told
    assert not (city.network / f"{HOST}.accepted.cfg").exists()


def test_a_switch_that_was_reset_has_drifted(city: City) -> None:
    city.deploy()
    with lab_switch(city.folder.parent / "new", startup=HUAWEI_VRP.startup) as fresh:
        city.edit(f"ansible_port: {city.switch.port}", f"ansible_port: {fresh.port}", f"host_vars/{HOST}.yml")
        city.known_hosts.write_text(fresh.known_hosts, encoding="utf-8")
        code, told = city.play("verify.yml")
    assert code != 0
    assert "there is no access list of ours for IPv4" in told


def test_unreachable_and_check_mode(city: City) -> None:
    city.deploy()
    before = city.files()
    code, told = city.play("verify.yml", "--check")
    assert code == 0, told
    assert city.files() == before
    city.switch.process.terminate()
    city.switch.process.join(10)
    code, told = city.play("verify.yml")
    assert code != 0
    assert "is unreachable: connection refused" in told
    assert "1 switch: 1 not read" in told
    assert report(city)["error"]


ONE = ("--limit", "lianhua-hall-sw,lianhua-hall-01", "-e", "verify_terminals=true")
LOOK = {"changed": False, "version": "0.1.0", "version_before": "0.1.0", "files": [], "restarted": []}


def test_terminals_are_checked_only_if_that_is_asked_for(city: City) -> None:
    city.deploy()
    code, told = city.play("verify.yml", "-e", "verify_terminals=true")
    assert code != 0
    assert "lianhua-hall-02 did not pass" in told
    assert "7.7 all 13 items: error: the terminal does not answer at 10.96.128.3" in told
    # What is right is counted at the very end, below whatever failed.
    assert told.rstrip().endswith("1 switch: 1 right; 2 terminals: 0 right, 2 NOT")
    assert told.count("1 right") == 1
    # Ansible itself counts a host that it could not reach as ok wherever a play goes on without it.
    recap = re.search(r"^lianhua-hall-01 +: ok=(\d+) +changed=0 +unreachable=(\d+)", told, re.MULTILINE)
    assert recap
    # The one is the egress check, which refuses by itself to probe from outside the lab.
    assert (recap[1], recap[2]) == ("1", "4")


def test_a_healthy_terminal_passes_and_what_fails_is_told_with_clause_and_fix(city: City) -> None:
    city.deploy()
    # An item that was never granted is no failure.
    city.edit("  - {items: all,", "  - {items: [RS-001],")
    city.deploy()
    service = {"checks": [lianhua.check("7.3", "grants"), lianhua.check("7.7", "item/RS-001")]}
    # Nor is anybody asked whether its server passes requests on.
    servers = ("RS-001", "measure", "10.96.4.53")
    whole = lianhua.results()["egress_check"]["checks"]
    egress = {"checks": [c for c in whole if "/relay/" not in c["name"] or c["subject"] in servers]}
    city.tell(terminal_host=LOOK, service_check=service, egress_check=egress)
    code, told = city.play("verify.yml", *ONE)
    assert code == 0, told
    assert told.rstrip().endswith("1 switch: 1 right; 1 terminal: 1 right")

    refused = lianhua.check(
        "7.7", "item/RS-001", status="fail", reason="10.96.8.11:443 refused", fix="ask its provider"
    )
    city.tell(service_check={"checks": [refused]})
    code, told = city.play("verify.yml", *ONE)
    assert code != 0
    assert "lianhua-hall-01 did not pass\n  - 7.7 item RS-001 社保参保证明打印: fail: 10.96.8.11:443 refused\n" in told
    assert "    fix: ask its provider" in told
    assert told.rstrip().endswith("1 switch: 1 right; 1 terminal: 0 right, 1 NOT")


def test_what_was_changed_on_a_terminal_is_told_with_the_command_that_mends_it(city: City) -> None:
    """All of it at once; one by one: tests/unit/acceptance/test_shortfalls.py."""
    look = {
        "altered": ["/usr/sbin/govkiosk-home"], "version_before": "", "settings_differ": True,
        "files": ["/etc/chromium/policies/managed/govkiosk.json"], "restarted": ["govkiosk-home.service"],
    }  # fmt: skip
    city.tell(terminal_host=LOOK | look)
    code, told = city.play("verify.yml", *ONE)
    assert code != 0
    assert (
        "  - 7.4: fail: the terminal is not as it was installed: its package is altered: /usr/sbin/govkiosk-home; "
        "its package is not there, 0.1.0 is due; its settings are not those of the inventory; "
        "these differ: /etc/chromium/policies/managed/govkiosk.json; these do not run as they should: govkiosk-home.service\n"
    ) in told
    assert re.search(r"    fix: ansible-playbook -i \S*city \S*deploy.yml --limit lianhua-hall\n", told)


def test_a_stranger_at_a_port_is_not_counted_as_right() -> None:
    switch = Result("a-sw", comparison=Comparison(Standing.RIGHT))
    stranger = Check("6.4-c", "a-01", "switch/port", "fail", "", data={"seen": ["5489-9800-0999"]})
    wrong = Result("b-sw", comparison=Comparison(Standing.RIGHT), checks=(stranger,))
    assert verify_report.headline([switch, wrong]) == "2 switches: 1 right, 1 with a stranger at a terminal's port"
    assert verify_report.headline([switch], lost=2) == "3 switches: 1 right, 2 not read"
    assert verify_report.headline([]) == "0 switches: none was looked at"


@pytest.mark.parametrize(
    "playbook", ["verify.yml", "checks.yml", "acceptance.yml", "rollout.yml", "host_keys.yml", "plan.yml"]
)
def test_a_run_on_an_inventory_that_is_none_is_no_green_one(playbook: str, city: City, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    # All of them ask the same play, so one of them shows that a folder without a file is no other case than one that is not there.
    for wrong in ("nowhere", "empty") if playbook == "verify.yml" else ("nowhere",):
        city.folder = tmp_path / wrong
        code, told = city.play(playbook)
        assert code != 0
        assert "no site" in told.lower()


def test_a_line_that_nobody_has_judged_is_told_and_stops_nothing(tmp_path: Path) -> None:
    startup = HUAWEI_VRP.startup.replace("#\nsysname", "#\nstp priority frobnicate\n#\nsysname", 1)
    line = 'line 3 "stp priority frobnicate" is in no table of the toolkit: nobody has judged what it does to the terminals'
    with lab_switch(tmp_path / "switch", startup=startup) as switch:
        city = City(tmp_path, switch, HUAWEI_VRP)
        city.deploy()
        code, told = city.play("verify.yml")
    assert code == 0, told
    assert "1 switch: 1 right" in told
    assert re.search(r'warning: line \d+ "stp priority frobnicate" is in no table of the toolkit', told)
    seen = report(city)
    assert [re.sub(r"line \d+", "line 3", one) for one in seen["unjudged"]] == [line]
    proofs = [one for one in seen["checks"] if one["name"] == "switch/proof"]
    assert [(one["status"], one["clause"], len(one["data"]["unjudged"])) for one in proofs] == [
        ("pass", "6.4-e", 1)
    ] * 2
