# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The lab's whole city: a site for each platform, one of them of the police."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.lab.deployment import ROOT, Deployment, Run
from tests.lab.own_lab import ask

if TYPE_CHECKING:
    from collections.abc import Iterator

SITES = {
    "lianhua-hall": "huawei_vrp",
    "shekou-center": "hp_comware",
    "yuehai-station": "cisco_ios",
    "xiangmi-park": "ruijie_os",
    "futian-offices": "huawei_vrpv8",
}
POLICE = "yuehai-station-01"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    made = Deployment("gkcity", tmp_path_factory.mktemp("city"), ROOT / "inventory/lab")
    with made.lab:
        yield made


@pytest.fixture(scope="module")
def before(city: Deployment) -> dict[str, str]:
    """What the engineers left on each switch."""
    return {site: city.switch_config(site) for site in SITES}


@pytest.fixture(scope="module")
def deployed(city: Deployment, before: dict[str, str]) -> Run:
    del before  # it only has to come first
    return city.playbook()


def test_every_terminal_is_accepted(deployed: Run) -> None:
    assert deployed.status == 0, deployed.output
    assert "6 of 6 terminals are ready for acceptance" in deployed.output


def test_a_run_leaves_every_file_that_git_keeps_as_it_was(city: Deployment, deployed: Run) -> None:
    assert deployed.status == 0, deployed.output
    kept = subprocess.run(
        ["git", "ls-files", "-z", "inventory/lab"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    names = [name.removeprefix("inventory/lab/") for name in kept if name]
    assert "addresses/futian.csv" in names
    files = city.files()
    assert [name for name in names if files.get(name) != (ROOT / "inventory/lab" / name).read_bytes()] == []


def test_a_second_run_changes_nothing(city: Deployment, deployed: Run) -> None:
    assert deployed.status == 0, deployed.output
    again = city.playbook()
    assert again.status == 0, again.output
    hosts = [f"{site}-sw" for site in SITES] + [f"{site}-01" for site in SITES]
    assert {host: again.recap(host)["changed"] for host in hosts} == dict.fromkeys(hosts, 0), again.output


@pytest.mark.parametrize("site", SITES, ids=SITES.values())
def test_what_engineers_configured_stays(site: str, city: Deployment, deployed: Run, before: dict[str, str]) -> None:
    assert deployed.status == 0, deployed.output
    running = city.switch_config(site).splitlines()
    terminals = {one.id for one in city.lab.bench.topology.terminals}
    # A terminal's port gets our settings; the printed length of the configuration is no setting.
    gone = [
        line
        for line in before[site].splitlines()
        if line not in running and not any(name in line for name in ("Current configuration", "!", *terminals))
    ]
    assert gone == []
    assert len(running) > len(before[site].splitlines())


def test_a_police_terminal_reaches_the_police_s_items_and_no_others(city: Deployment, deployed: Run) -> None:
    assert deployed.status == 0, deployed.output
    assert "answer" in ask(city.lab, POLICE, do="tcp", address="10.96.8.12", port=9001)
    # The second wall must be seen to hold by itself: this is past the terminal's own firewall.
    city.lab.exec(POLICE, ["nft", "delete", "table", "inet", "govkiosk"])
    try:
        assert "answer" in ask(city.lab, POLICE, do="tcp", address="10.96.8.12", port=9001)
        for address, port in (("10.96.8.11", 443), ("10.96.8.12", 8080), ("198.51.100.80", 443)):
            assert "error" in ask(city.lab, POLICE, do="tcp", address=address, port=port)
    finally:
        city.lab.exec(POLICE, ["systemctl", "restart", "govkiosk-firewall.service"])
