# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The main job on the lab: what it does, what it leaves alone, and what it says when something is wrong."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lab import witness
from tests.lab.deployment import ROOT, SITE, Deployment, Run

FIRST, SECOND = f"{SITE}-01", f"{SITE}-02"


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    made = Deployment("gkdeploy", tmp_path_factory.mktemp("deploy"))
    with made.lab:
        yield made


@pytest.fixture(scope="module")
def fresh_check(deployment: Deployment) -> tuple[Run, bool]:
    """`--check --diff` on the untouched lab, and whether it left everything as it was."""
    before = deployment.files(), deployment.switch_config()
    run = deployment.playbook("--check", "--diff")
    return run, before == (deployment.files(), deployment.switch_config())


@pytest.fixture(scope="module")
def first_run(deployment: Deployment, fresh_check: tuple[Run, bool]) -> Run:
    del fresh_check  # it only has to come before anything is deployed
    return deployment.playbook()


@pytest.fixture
def deployed(deployment: Deployment, first_run: Run) -> Deployment:
    """A lab in which everything is deployed and accepted, for tests that end with a run that has put it right."""
    assert first_run.status == 0, first_run.output
    return deployment


@pytest.fixture
def untouched(deployed: Deployment) -> Iterator[Deployment]:
    """The same for tests that leave the switch as it is; what they break beside it they mend themselves.

    That a terminal is accepted again then, each next run says of those that it did not break.
    """
    before = deployed.switch_config()
    yield deployed
    assert deployed.switch_config() == before


@pytest.fixture
def healed(deployed: Deployment) -> Iterator[Deployment]:
    """The same for tests that change the switch: afterwards one run must have put it right."""
    yield deployed
    run = deployed.playbook()
    assert run.status == 0, run.output


def evidence(deployment: Deployment) -> list[dict[str, object]]:
    text = (deployment.city / "records" / SITE / "evidence.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def canary_log(deployment: Deployment, canary: str = "canary-a") -> list[dict[str, str]]:
    log = deployment.lab.canary_logs[canary]
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.2)


def page(paper: Path) -> str:
    """The text of a form as a person reads it."""
    return subprocess.run(["pdftotext", "-layout", str(paper), "-"], capture_output=True, text=True, check=True).stdout


def test_check_mode_prints_the_exact_lines_and_touches_nothing(fresh_check: tuple[Run, bool]) -> None:
    run, untouched = fresh_check
    assert run.status == 0, run.output
    for line in ("traffic-filter inbound acl", "user-bind static ip-address 10.96.128.2", "rule 5 permit"):
        assert line in run.output
    assert untouched


def test_a_fresh_site_is_accepted(first_run: Run, deployment: Deployment) -> None:
    assert first_run.status == 0, first_run.output
    assert first_run.recap(f"{SITE}-sw")["changed"] > 0
    for terminal in (FIRST, SECOND):
        papers = deployment.city / "records" / SITE / terminal
        assert {path.suffix for path in papers.iterdir()} >= {".pdf", ".json", ".png"}
    assert "6.4-e" in first_run.output


def test_the_canaries_have_logged_what_reached_them_and_nothing_else(first_run: Run, deployment: Deployment) -> None:
    """By the lab's own witness, which stands beside them: a leak that a canary keeps to itself would be none."""
    assert first_run.status == 0, first_run.output
    arrived = witness.packets(deployment.lab.capture.read_bytes())
    for canary in deployment.lab.bench.topology.canaries:
        addresses = {str(address.ip) for address in canary.addresses}
        mine = [each for each in arrived if each.dst in addresses]
        assert {each.proto for each in mine if each.nonce} == {"tcp", "udp", "icmp", "gre", "esp", "6in4"}
        assert witness.differences(canary.name, canary_log(deployment, canary.name), mine) == []


def test_a_second_run_changes_nothing(untouched: Deployment) -> None:
    run = untouched.playbook()
    assert run.status == 0, run.output
    for host in (FIRST, SECOND, f"{SITE}-sw"):
        assert run.recap(host)["changed"] == 0, run.output


def test_a_stopped_item_a_proxy_and_a_resolver_that_asks_the_internet_are_named_and_the_rest_is_done(
    untouched: Deployment,
) -> None:
    records = len(evidence(untouched))
    untouched.lab.fault("item-stop", "GA-003")
    untouched.lab.fault("item-relay", "FC-001")
    untouched.lab.fault("resolver-forward", "10.96.4.53")
    try:
        run = untouched.playbook()
    finally:
        untouched.lab.fault("resolver-honest", "10.96.4.53")
        untouched.lab.fault("item-honest", "FC-001")
        untouched.lab.fault("item-start", "GA-003")
    assert run.status != 0
    assert run.recap(FIRST)["failed"] == 1
    for word in (FIRST, SECOND, "GA-003", "交通违法处理", "7.7", "fix:"):
        assert word in run.output
    new = evidence(untouched)[records:]
    assert any(record.get("name") == "item/RS-001" and record.get("status") == "pass" for record in new)
    assert any(record.get("name") == "item/GA-003" and record.get("status") == "fail" for record in new)
    relays = {r["name"]: r for r in new if str(r.get("name")).startswith("egress/relay/")}
    assert {name for name, record in relays.items() if record["status"] != "pass"} == {
        "egress/relay/10.96.8.13:8080", "egress/relay/10.96.8.12:9001", "egress/relay/10.96.4.53:53",
    }  # fmt: skip
    proxy = relays["egress/relay/10.96.8.13:8080"]
    assert (proxy["subject"], proxy["status"], proxy["terminals"]) == ("FC-001", "fail", [FIRST, SECOND])
    assert (
        "fc.zw.test (10.96.8.13:8080) passes CONNECT (an HTTP proxy) on to the internet: canary-a heard" in run.output
    )
    assert "10.96.4.53:53 passes questions on to the internet: canary-a heard" in run.output
    assert any(record.get("name") == "item/FC-001" and record.get("status") == "pass" for record in new)
    papers = (untouched.city / "records" / SITE / FIRST).glob("安装部署验收确认单-v*.pdf")
    acceptance = page(max(papers, key=lambda paper: paper.stat().st_mtime))
    assert "不具备验收条件" in acceptance
    assert "GA-003" in acceptance


def test_an_exchanged_terminal_is_found_by_its_mac(untouched: Deployment) -> None:
    untouched.lab.fault("terminal-mac", FIRST, "54:89:98:00:09:99")
    try:
        run = untouched.playbook()
    finally:
        untouched.lab.fault("terminal-mac", FIRST, "54:89:98:00:01:01")
    assert run.status != 0
    for word in (FIRST, "GigabitEthernet0/0/1 carries 5489-9800-0999, expected 5489-9800-0101", "6.4-c", "fix:"):
        assert word in run.output
    assert run.recap(SECOND)["failed"] == 0, run.output


def test_a_terminal_switched_off_is_named_and_the_other_is_done(untouched: Deployment) -> None:
    untouched.lab.fault("terminal-off", SECOND)
    try:
        run = untouched.playbook()
    finally:
        untouched.lab.fault("terminal-on", SECOND)
    assert run.status != 0
    assert run.recap(FIRST)["failed"] == 0, run.output
    assert run.recap(SECOND)["failed"] > 0
    assert SECOND in run.output
    assert any(
        record.get("subject") == SECOND and record.get("status") in {"error", "not_run"}
        for record in evidence(untouched)
    )


def test_an_address_given_twice_by_hand_holds_only_the_later_terminal(healed: Deployment) -> None:
    ledger = healed.city / "addresses/futian.csv"
    good = ledger.read_text(encoding="utf-8")
    ledger.write_text(good.replace("10.96.128.3", "10.96.128.2"), encoding="utf-8")
    try:
        run = healed.playbook()
    finally:
        ledger.write_text(good, encoding="utf-8")
    assert run.status != 0
    assert run.recap(FIRST)["failed"] == 0, run.output
    for word in (FIRST, SECOND, "10.96.128.2", "6.4-b", "futian.csv:3"):
        assert word in run.output


def test_a_rule_removed_by_hand_is_drift_and_is_put_back(deployed: Deployment) -> None:
    before = deployed.switch_config()
    acl = re.search(r"^acl number (\d+)\n(?: .*\n)*? rule (\d+) permit tcp .*$", before, re.MULTILINE)
    assert acl
    deployed.console("system-view", f"acl {acl[1]}", f"undo rule {acl[2]}", "return")
    assert deployed.switch_config() != before
    run = deployed.playbook("--diff")
    assert run.status == 0, run.output
    assert run.recap(f"{SITE}-sw")["changed"] > 0
    assert re.search(r"drift", run.output, re.IGNORECASE)
    assert "6.4" in run.output
    rules = re.findall(r"^ rule \d+ .*$", deployed.switch_config(), re.MULTILINE)
    assert rules == re.findall(r"^ rule \d+ .*$", before, re.MULTILINE)


@pytest.fixture
def leaky_templates(tmp_path: Path) -> Path:
    """The site's templates without the line that puts the filter on the port."""
    folder = tmp_path / "templates"
    shutil.copytree(ROOT / "roles/network_policy/templates", folder)
    for template in folder.rglob("*.j2"):
        lines = template.read_text(encoding="utf-8").splitlines(keepends=True)
        template.write_text("".join(line for line in lines if "traffic-filter" not in line), encoding="utf-8")
    return folder


def test_the_proof_refuses_a_template_without_the_filter(untouched: Deployment, leaky_templates: Path) -> None:
    before = untouched.switch_config()
    run = untouched.playbook("-e", f"network_policy_templates={leaky_templates}")
    assert run.status != 0
    assert untouched.switch_config() == before
    for word in ("6.4-e", FIRST, "lets tcp 10.96.128.2:40000 -> 198.51.100.80:443 through"):
        assert word in run.output


def test_with_the_proof_bypassed_the_probes_find_the_leak(deployed: Deployment, leaky_templates: Path) -> None:
    before = canary_log(deployed)
    # In a reviewed file of the city's: nobody says it with -e.
    bypass = deployed.city / "group_vars/all.yml"
    bypass.write_text("network_policy_prove: false\n", encoding="utf-8")
    run = deployed.playbook("-e", f"network_policy_templates={leaky_templates}")
    bypass.unlink()
    assert run.status != 0
    assert "LEAK" in run.output
    log = canary_log(deployed)[len(before) :]
    from_terminal = {entry["nonce"] for entry in log if entry["src"] == "10.96.128.2" and entry.get("nonce")}
    leaked = {
        probe["nonce"]
        for record in evidence(deployed)
        for probe in (record.get("data") or {}).get("probes", [])  # type: ignore[union-attr]
        if probe.get("verdict") == "LEAK"
    }
    assert leaked & from_terminal
    # Nobody confirmed that change. In ten minutes the switch would undo it by itself; here its clock need not be waited for.
    assert "the device reboots into its former configuration within" in run.output
    deployed.lab.fault("switch", SITE, {"do": "reboot"})
    wait_until(lambda: bool(deployed.lab.fault("switch", SITE, {"do": "status"})["up"]))
    assert "traffic-filter inbound acl" in deployed.switch_config()


def test_a_city_without_a_site_says_how_to_add_one() -> None:
    done = subprocess.run(
        ["ansible-playbook", "deploy.yml"], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode != 0
    assert "This city has no site yet." in done.stdout
    assert "example-hall.yml.example" in done.stdout
