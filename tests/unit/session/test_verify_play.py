# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`playbooks/verify.yml` on the lab's switch: what it tells, how it ends, and that it only looks."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from lab_switch import lab_switch
from play_city import HOST, City
from policy_dialects import HUAWEI_VRP, TYPED, DialectCase

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


def described(city: City, case: DialectCase, text: str) -> None:
    """Change a terminal's port at the console, and save nothing."""
    city.switch.console(case.enter, f"interface {case.port.format(1)}", f"description {text}", *case.ends)


@pytest.mark.parametrize("case", TYPED, ids=lambda case: case.name)
def test_right_then_drifted_and_nothing_but_looks(case: DialectCase, tmp_path: Path) -> None:
    with lab_switch(tmp_path / "switch", startup=case.startup, dialect=case.name) as switch:
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
    city.edit("dialect: huawei_vrp", "dialect: huawei_vrp\n  spare_ports: [GigabitEthernet0/0/9]")
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
    assert "which no grant and no duty of the site needs" in told


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
    city.switch.process.wait(10)
    code, told = city.play("verify.yml")
    assert code != 0
    assert "is unreachable: connection refused" in told
    assert "1 switch: 1 not read" in told
    assert report(city)["error"]


def test_terminals_are_checked_only_if_that_is_asked_for(city: City) -> None:
    city.deploy()
    code, told = city.play("verify.yml", "-e", "verify_terminals=true")
    assert code != 0
    assert "1 switch: 1 right" in told
    assert "lianhua-hall-02" in told
    assert "this host can be reached over ssh" in told.split("Say what did not pass")[1]

    passed = {"checks": [{"status": "pass", "reason": ""}]}
    names = ("link_check_result", "egress_check_result", "service_check_result", "home_page_result")
    found = json.dumps(dict.fromkeys(names, passed))
    code, told = city.play("verify.yml", "-e", "verify_terminals=true", "-e", found)
    assert code == 0, told
    leak = {"checks": [{"status": "pass", "reason": ""}, {"status": "fail", "reason": "it reaches 198.51.100.80"}]}
    found = json.dumps(dict.fromkeys(names, passed) | {"egress_check_result": leak})
    code, told = city.play("verify.yml", "-e", "verify_terminals=true", "-e", found)
    assert code != 0
    assert "it reaches 198.51.100.80" in told


def test_a_line_that_nobody_has_judged_is_told_and_stops_nothing(tmp_path: Path) -> None:
    startup = HUAWEI_VRP.startup.replace("#\nsysname", "#\nlldp frobnicate\n#\nsysname", 1)
    line = 'line 3 "lldp frobnicate" is in no table of the toolkit: nobody has judged what it does to the terminals'
    with lab_switch(tmp_path / "switch", startup=startup) as switch:
        city = City(tmp_path, switch, HUAWEI_VRP)
        city.deploy()
        code, told = city.play("verify.yml")
    assert code == 0, told
    assert "1 switch: 1 right" in told
    assert re.search(r'warning: line \d+ "lldp frobnicate" is in no table of the toolkit', told)
    seen = report(city)
    assert [re.sub(r"line \d+", "line 3", one) for one in seen["unjudged"]] == [line]
    proofs = [one for one in seen["checks"] if one["name"] == "switch/proof"]
    assert [(one["status"], one["clause"], len(one["data"]["unjudged"])) for one in proofs] == [
        ("pass", "6.4-e", 1)
    ] * 2
