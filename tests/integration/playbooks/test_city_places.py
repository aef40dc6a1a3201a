# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Where the city and its records are: said once, by nobody who may not, and not by a variable of a former release."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import city_places
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.city_places import CityPlaces
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.task import Task

from lab.certificates import Authority

ROOT = Path(__file__).resolve().parents[3]
CITY: dict[str, Any] = {
    "inventory_hostname": "a-sw",
    "govkiosk_city_folder": "/city",
    "govkiosk_records": "/city/records",
}


def test_the_places_are_what_the_inventory_says_and_the_records_where_an_engineer_moved_them() -> None:
    assert city_places.of(CITY) == CityPlaces(Path("/city"), Path("/city/records"))
    assert city_places.of(CITY | {"govkiosk_records": "/srv/records"}).records == Path("/srv/records")
    assert city_places.of(CITY).known_hosts == Path("/city/known_hosts")


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        (
            {"inventory_hostname": "a-sw"},
            "a-sw: no city was read\n    fix: give the city's folder, which holds city.yml and sites/, with -i",
        ),
        (
            CITY | {"acceptance_records": "/srv/records", "network_policy_rollback": False},
            (
                "acceptance_records: is no variable any more; nothing was done\n"
                "    fix: write govkiosk_records in its place\n"
                "network_policy_rollback: is no variable any more; nothing was done\n"
                "    fix: run playbooks/rollback.yml; the role takes network_policy_state: restored"
            ),
        ),
        (
            CITY | {"govkiosk_records": "/evil", "ansible_facts": {"govkiosk_records": "/evil"}},
            (
                "a-sw: facts of this host stand for govkiosk_records, which is nothing that a host may say\n"
                "    fix: set inject_facts_as_vars = False in ansible.cfg, and clear its facts (--flush-cache)"
            ),
        ),
    ],
    ids=["no city", "former release", "a host's fact"],
)
def test_what_is_refused(variables: dict[str, Any], told: str) -> None:
    with pytest.raises(KioskError) as caught:
        city_places.of(variables)
    assert str(caught.value) == told


def test_a_plan_to_go_back_to_is_not_ignored() -> None:
    with pytest.raises(KioskError) as caught:
        Task.of({"hosts": [], "state": "present", "to": "2026-11-23"}, CITY)
    assert str(caught.value) == (
        "network_policy_to: is 2026-11-23 and would be ignored: network_policy_state is present\n"
        "    fix: leave it out, or write network_policy_state: restored"
    )


def play(city: Path, *arguments: str, playbook: str = "plan.yml") -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("ansible-playbook")), str(ROOT / "playbooks" / playbook), *arguments]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        command, cwd=city.parent, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def test_moved_records_and_two_cities(tmp_path: Path) -> None:
    city, other = tmp_path / "city", tmp_path / "other"
    shutil.copytree(ROOT / "tests/one_site", city, ignore=shutil.ignore_patterns("records"))
    (city / "ca.pem").write_bytes(Authority("city CA").certificate)
    # A playbook says itself what becomes of the policy: no variable of the inventory turns it into another one.
    (city / "group_vars/all.yml").write_text(
        "network_policy_state: restored\nnetwork_policy_to: '2026-11-23'\n", "utf-8"
    )
    done = play(city, "-i", "city", "-e", "govkiosk_records=elsewhere")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "elsewhere/lianhua-hall/plan/lianhua-hall-sw.cfg").is_file()
    assert not (city / "records").exists()

    shutil.copytree(city, other)
    done = play(city, "-i", "city", "-i", "other")
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == (
        "1 thing is wrong in the inventory; nothing was done:\n\n"
        f"other: a second city, beside that in {city}: a run works on one\n    fix: give one -i\n"
    )


def test_a_group_has_no_records_of_its_own(tmp_path: Path) -> None:
    """Two runs would hold the same site, each in another folder."""
    city = tmp_path / "city"
    shutil.copytree(ROOT / "tests/one_site", city, ignore=shutil.ignore_patterns("records"))
    (city / "ca.pem").write_bytes(Authority("city CA").certificate)
    (city / "group_vars/terminals.yml").write_text("govkiosk_records: elsewhere\n", "utf-8")
    done = play(city, "-i", "city", playbook="rollout.yml")
    assert done.returncode == 2, done.stdout + done.stderr
    assert (
        f"govkiosk_records: the hosts have their records in several places: {city}/records, elsewhere\n"
        "    fix: write govkiosk_records once, in group_vars/all.yml"
    ) in done.stdout + done.stderr
    assert "Configure the site" not in done.stdout
    assert not (tmp_path / "elsewhere").exists()


BEGIN = """
- hosts: switches:terminals
  gather_facts: false
  tasks:
    - govkiosk.site.rollout_begin:
        selected: "{{ ansible_play_hosts_all }}"
        hosts: "{{ ansible_play_hosts }}"
        held: "{{ {'lianhua-hall': {}} if held | bool else {} }}"
      run_once: true
      register: begun
    - ansible.builtin.debug: {msg: "in waves {{ begun.hosts | sort }}"}
      run_once: true
"""


@pytest.mark.parametrize(
    ("held", "said"),
    [("true", "in waves []"), ("false", "in waves ['lianhua-hall-01', 'lianhua-hall-02', 'lianhua-hall-sw']")],
)
def test_a_site_that_is_held_is_in_no_wave(held: str, said: str, tmp_path: Path) -> None:
    city = tmp_path / "city"
    shutil.copytree(ROOT / "tests/one_site", city, ignore=shutil.ignore_patterns("records"))
    (city / "ca.pem").write_bytes(Authority("city CA").certificate)
    (tmp_path / "begin.yml").write_text(BEGIN, "utf-8")
    done = play(city, "-i", "city", "--check", "-e", f"held={held}", playbook=str(tmp_path / "begin.yml"))
    assert said in done.stdout, done.stdout + done.stderr
