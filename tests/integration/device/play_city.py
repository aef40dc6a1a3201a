# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A city of one site in a folder of its own, its switch on loopback, and the playbooks on it as an engineer runs them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import Device
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.batch import Batch, utc_now
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm import Candidate, confirm_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm_decision import ConfirmDecision
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.push import push_one

from lab.certificates import Authority
from tests.integration.device.lab_switch import PASSWORD, ROOT, LabSwitch
from tests.integration.rollout.rollout_city import overlay

if TYPE_CHECKING:
    from datetime import datetime

    from tests.helpers.policy.policy_platforms import PlatformCase

HOST = "lianhua-hall-sw"
TERMINALS = "group_vars/terminals.yml"
SITE = "sites/futian/lianhua-hall.yml"
TWO_TERMINALS = ("lianhua-hall-01", "lianhua-hall-02")


class City:
    """An inventory folder of its own, and playbooks on it."""

    def __init__(self, folder: Path, switch: LabSwitch, case: PlatformCase | None = None) -> None:
        self.folder, self.switch = folder / "city", switch
        self.platform = case.name if case else "huawei_vrp"
        ignored = shutil.ignore_patterns("records", "known_hosts")
        shutil.copytree(ROOT / "tests" / "one_site", self.folder, ignore=ignored)
        (self.folder / "ca.pem").write_bytes(Authority("city CA").certificate)
        self.known_hosts.write_text(switch.known_hosts, encoding="utf-8")
        host_vars = self.folder / "host_vars" / f"{HOST}.yml"
        host_vars.parent.mkdir()
        host_vars.write_text(f"ansible_host: 127.0.0.1\nansible_port: {switch.port}\n", encoding="utf-8")
        if case:
            self.edit("platform: huawei_vrp", f"platform: {case.name}")
            for number in (1, 2):
                self.edit(f"GigabitEthernet0/0/{number}\n", f"{case.port.format(number)}\n")

    @property
    def known_hosts(self) -> Path:
        """The file of the host keys."""
        return self.folder / "known_hosts"

    @property
    def network(self) -> Path:
        """The site's records of its switch."""
        return self.folder / "records" / "lianhua-hall" / "network"

    def edit(self, old: str, new: str, file: str = SITE) -> None:
        """Change a file of the city."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, (old, text)
        path.write_text(text.replace(old, new), encoding="utf-8")

    def deploy(self, now: datetime | None = None) -> None:
        """Bring the switch to the site's plan and accept it."""
        batch = Batch.load(self.folder, records=self.folder / "records")
        device = Device(HOST, "127.0.0.1", "govkiosk", PASSWORD, self.platform, self.known_hosts, self.switch.port)
        plan = batch.plan("lianhua-hall")
        job = batch.job(plan, device, 10, utc_now())
        done = push_one(job)
        assert done.error is None, done.error
        assert confirm_one(Candidate(job, lambda _checks: ConfirmDecision(True, ""))).confirmed
        batch.accept(plan, HOST, now)

    def tell(self, **answers: dict[str, Any]) -> None:
        """Let both terminals answer these steps like this, and all others as they should; unless told, they are not there."""
        if not self.overlaid:
            overlay(self.folder.parent)
        for step, answer in answers.items():
            for terminal in TWO_TERMINALS:
                path = self.folder.parent / f"{terminal}.{step}.json"
                path.write_text(json.dumps(answer).replace("lianhua-hall-01", terminal), encoding="utf-8")

    @property
    def overlaid(self) -> bool:
        """Tell whether terminals were made up."""
        return (self.folder.parent / "collections").exists()

    def play(self, playbook: str, *arguments: str, environment: dict[str, str] | None = None) -> tuple[int, str]:
        """Run a playbook; return its exit code and what it printed."""
        made_up = self.folder.parent / "collections"
        root = made_up / "ansible_collections/govkiosk/site" if self.overlaid else ROOT
        told_by = {
            "ANSIBLE_COLLECTIONS_PATH": str(made_up), "PYTHONPATH": f"{made_up}{os.pathsep}{ROOT}",
            "GOVKIOSK_TOLD": str(self.folder.parent),
        }  # fmt: skip
        done = subprocess.run(
            [Path(sys.executable).parent / "ansible-playbook", "-i", self.folder, root / "playbooks" / playbook, *arguments],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=120, stdin=subprocess.DEVNULL,
            env={
                **os.environ, "GOVKIOSK_SWITCH_PASSWORD": PASSWORD, "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
                "ANSIBLE_NOCOLOR": "1", "HOME": str(self.folder.parent), "COLUMNS": "400",
                **(told_by if self.overlaid else {}), **(environment or {}),
            },
        )  # fmt: skip
        told = done.stdout + done.stderr
        assert "Traceback" not in told, told
        assert PASSWORD not in told
        return done.returncode, told

    def files(self, *without: str) -> dict[str, bytes]:
        """Return the content of every file but those below `without`."""
        paths = (path for path in self.folder.rglob("*") if path.is_file() and path.suffix != ".lock")
        names = {str(path.relative_to(self.folder)): path for path in paths}
        return {name: path.read_bytes() for name, path in names.items() if not name.startswith(without or "\0")}
