# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The role as an engineer runs it: recap, --check, --diff, failures per host; the lab's switch is on loopback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.device.lab_switch import PASSWORD, ROOT, LabSwitch, lab_switch

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "lianhua-hall-sw"
PLAYBOOK = """
- hosts: switches
  any_errors_fatal: true
  tasks:
    - ansible.builtin.import_role: {name: govkiosk.site.network_policy, tasks_from: plan}
- hosts: switches
  ignore_errors: true
  ignore_unreachable: true
  roles: [govkiosk.site.network_policy]
- hosts: terminals
  tasks:
    - ansible.builtin.set_fact:
        egress_check_result:
          checks:
            - clause: 6.4-e
              subject: "{{ inventory_hostname }}"
              name: egress/path-control
              status: "{{ path }}"
              reason: ""
- hosts: switches
  ignore_errors: true
  tasks:
    - ansible.builtin.import_role: {name: govkiosk.site.network_policy, tasks_from: confirm}
    - ansible.builtin.copy:
        content: >-
          {{ {'push': network_policy_batch.results[inventory_hostname],
              'confirm': network_policy_confirm_batch.results[inventory_hostname]} | to_json }}
        dest: "{{ out }}"
      delegate_to: localhost
      vars: {ansible_connection: local, ansible_python_interpreter: "{{ ansible_playbook_python }}"}
      check_mode: false
      changed_when: false
"""


class Site:
    """An inventory folder of its own, and ansible-playbook on it."""

    def __init__(self, folder: Path, switch: LabSwitch) -> None:
        self.folder, self.switch = folder, switch
        self.inventory = folder / "inventory"
        shutil.copytree(
            ROOT / "tests" / "one_site", self.inventory, ignore=shutil.ignore_patterns("records", "known_hosts")
        )
        known = switch.known_hosts
        (self.inventory / "known_hosts").write_text(known, encoding="utf-8")
        (folder / "play.yml").write_text(PLAYBOOK, encoding="utf-8")

    def play(self, *arguments: str, password: str = PASSWORD, path: str = "pass") -> tuple[str, dict[str, Any]]:
        """Run the playbook; return what it printed and the two registered results."""
        out = self.folder / "out.json"
        out.unlink(missing_ok=True)
        done = subprocess.run(
            [
                Path(sys.executable).parent / "ansible-playbook", "-i", self.inventory, self.folder / "play.yml",
                "-e", "ansible_host=127.0.0.1", "-e", f"ansible_port={self.switch.port}",
                "-e", f"out={out}", "-e", f"path={path}", *arguments,
            ],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
            env={
                **os.environ, "GOVKIOSK_SWITCH_PASSWORD": password, "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
                "ANSIBLE_CALLBACKS_ENABLED": "ansible.builtin.default", "ANSIBLE_NOCOLOR": "1",
                "HOME": str(self.folder), "COLUMNS": "400",
            },
        )  # fmt: skip
        told = done.stdout + done.stderr
        assert "Traceback" not in told, told
        assert PASSWORD not in told
        results = json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}
        assert PASSWORD not in json.dumps(results)
        return told, results


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with lab_switch(tmp_path / "switch") as switch:
        yield Site(tmp_path, switch)


def recap(told: str) -> dict[str, int]:
    line = next(line for line in told.splitlines() if line.startswith(HOST) and "ok=" in line)
    return {key: int(value) for key, value in (part.split("=") for part in line.split(":", 1)[1].split())}


def test_check_then_deploy_then_nothing_then_drift(site: Site) -> None:
    told, results = site.play("--check", "--diff")
    assert "traffic-filter inbound acl 3901" in told
    assert "user-bind static ip-address 10.96.128.2 mac-address 5489-9800-0101" in told
    assert site.switch.reboot_left is None
    assert "traffic-filter" not in site.switch.running
    assert not (site.inventory / "records").exists()

    told, results = site.play("-vvv")
    assert results["push"]["changed"]
    assert results["confirm"]["confirmed"], told
    assert "traffic-filter inbound acl 3901" in site.switch.saved
    assert site.switch.reboot_left is None
    kept = site.inventory / "records" / "lianhua-hall" / "network"
    assert (kept / f"{HOST}.accepted.cfg").is_file()
    assert Path(results["push"]["record"]).parent == kept

    told, results = site.play()
    assert recap(told)["changed"] == 0
    assert results["confirm"]["confirmed"]

    site.switch.console("system-view", "acl number 3901", "undo rule 175", "return", "save", "y")
    told, results = site.play("--diff")
    assert "[WARNING]: lianhua-hall-sw drifted: " in told
    assert "[DB4403/T 503.5 6.4-e]" in told
    assert "deny ip" in site.switch.running
    assert recap(told)["changed"] > 0


def test_nobody_proves_the_path(site: Site) -> None:
    told, results = site.play(path="fail")
    assert results["confirm"]["confirmed"] is False
    assert "no terminal proved its path" in told, told
    assert "the device reboots into its former configuration within 10 min" in told
    assert site.switch.reboot_left is not None


def test_unreachable_switch_is_so_on_its_own_host(site: Site) -> None:
    site.switch.process.terminate()
    site.switch.process.join(10)
    told, _results = site.play()
    assert recap(told)["unreachable"] + recap(told)["ignored"] > 0
    assert f"{HOST}: 127.0.0.1 port {site.switch.port} is unreachable: connection refused" in told


def test_wrong_password(site: Site) -> None:
    told, results = site.play("-vvv", password="an-0ther-Secret")
    assert "refused the log-in of govkiosk" in told
    assert "an-0ther-Secret" not in told
    assert results["confirm"]["confirmed"] is False


def test_no_password(site: Site) -> None:
    told, _results = site.play(password="")
    assert "has no ansible_password, so nobody can log in" in told


def test_plan_that_leaks_is_refused_before_any_device_is_touched(site: Site) -> None:
    templates = site.folder / "templates" / "huawei_vrp"
    templates.mkdir(parents=True)
    ours = (ROOT / "roles" / "network_policy" / "templates" / "huawei_vrp" / "port.j2").read_text(encoding="utf-8")
    leaky = "".join(line for line in ours.splitlines(keepends=True) if "traffic-filter inbound acl {{" not in line)
    (templates / "port.j2").write_text(leaky, encoding="utf-8")
    told, results = site.play("-e", f"network_policy_templates={templates.parent}")
    assert "the plan of lianhua-hall-sw is refused, no device was touched" in told
    assert "-> 198.51.100.80:443" in told
    assert not results
    assert "acl number" not in site.switch.running

    # In a reviewed file of the city's: nobody says it with -e.
    (site.inventory / "group_vars/all.yml").write_text("network_policy_prove: false\n", encoding="utf-8")
    told, results = site.play("-e", f"network_policy_templates={templates.parent}")
    assert "This is for tests only" in told
    assert results["push"]["changed"]
    assert not results["push"].get("failed"), told
    assert {check["status"] for check in results["push"]["checks"] if check["name"] == "switch/proof"} == {"fail"}
