# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A lab with a city of its own, and the engineer's command run in it."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from lab.city_lab import Lab

ROOT = Path(__file__).resolve().parents[2]
SITE = "lianhua-hall"


@dataclass(frozen=True)
class Run:
    """What one run of ansible-playbook said."""

    status: int
    output: str

    def recap(self, host: str) -> dict[str, int]:
        """The counters of one host in the play recap."""
        line = re.search(rf"^{re.escape(host)}\s+: (.*)$", self.output, re.MULTILINE)
        assert line, f"{host} is not in the recap:\n{self.output}"
        return {key: int(value) for key, value in re.findall(r"(\w+)=(\d+)", line[1])}


class Deployment:
    """A copy of the lab's city in `folder`, and a lab built from it."""

    def __init__(self, name: str, folder: Path, source: Path = ROOT / "tests/one_site") -> None:
        self.city = folder / "city"
        shutil.copytree(source, self.city, ignore=shutil.ignore_patterns("records", "known_hosts", "ca.pem"))
        self.lab = Lab(name, self.city)

    def playbook(self, *arguments: str, playbook: str = "deploy.yml") -> Run:
        """Run the engineer's command in the operations namespace."""
        done = self.lab.exec(
            "ops",
            ["ansible-playbook", "-i", str(self.city), playbook, *arguments],
            env={"ANSIBLE_NOCOLOR": "1", "COLUMNS": "250"},
            timeout=300,
            check=False,
        )
        run = Run(done.returncode, done.stdout + done.stderr)
        # Ansible warns of every value in a result that is of no type of its own, whatever else became of the run.
        assert "is unsupported in variable storage" not in run.output, run.output
        return run

    def switch_config(self, site: str = SITE) -> str:
        """A switch's running configuration, read past SSH."""
        return str(self.lab.fault("switch", site, {"do": "config"})["running"])

    def console(self, *lines: str) -> str:
        """Type lines on the switch's console."""
        return str(self.lab.fault("switch", SITE, {"do": "cli", "lines": list(lines)})["output"])

    def files(self) -> dict[str, bytes]:
        """Every file of the city and its content."""
        return {
            str(path.relative_to(self.city)): path.read_bytes()
            for path in sorted(self.city.rglob("*"))
            if path.is_file()
        }
