# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A city of several sites on the lab's switches, and deploy.yml on it.

Switches, sessions, guards, records, papers are the real ones. Only what a terminal would answer is made up: the action
plugins that speak to terminals are replaced by `terminal_stub.py` in a copy of the collection made of links.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lab.certificates import Authority
from tests.integration.rollout.switch_fleet import PASSWORD, Fleet, fleet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[3]
STUBBED = ("terminal_host", "link_check", "egress_check", "service_check", "screen_check")
MODEL = ROOT / "tests/one_site"


@dataclass
class Run:
    """One run of ansible-playbook that has ended."""

    status: int
    output: str

    def recap(self, host: str) -> dict[str, int]:
        """Give a host's counters."""
        line = re.search(rf"^{host} +: (.*)$", self.output, re.MULTILINE)
        return {key: int(value) for key, value in re.findall(r"(\w+)=(\d+)", line[1])} if line else {}


@dataclass
class City:
    """The inventory, its switches, and what terminals are to answer."""

    folder: Path
    switches: Fleet

    @property
    def inventory(self) -> Path:
        """The inventory folder."""
        return self.folder / "city"

    @property
    def remaining(self) -> Path:
        """The file with what is left."""
        return self.inventory / "records/rollout/remaining.limit"

    @property
    def asked(self) -> list[str]:
        """Every step that was done on a terminal, as `host step`, since the last `forget`."""
        path = self.folder / "asked"
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    def forget(self) -> None:
        """Empty what was asked."""
        (self.folder / "asked").unlink(missing_ok=True)

    def tell(self, terminal: str, step: str, answer: dict[str, Any]) -> None:
        """Let a terminal answer a step like this; `{"hang": true}` never answers."""
        (self.folder / f"{terminal}.{step}.json").write_text(json.dumps(answer), encoding="utf-8")

    def well(self) -> None:
        """Let all terminals answer as they should."""
        for path in self.folder.glob("*.json"):
            path.unlink()

    def command(self, *arguments: str, playbook: str = "deploy.yml") -> list[str]:
        """What an engineer types."""
        # Of the copy: a `collections` folder beside a playbook goes before all others.
        book = f"collections/ansible_collections/govkiosk/site/{playbook}"
        return [str(Path(sys.executable).with_name("ansible-playbook")), "-i", "city", book, *arguments]

    @property
    def environment(self) -> dict[str, str]:
        """The environment that it is typed in."""
        overlay = self.folder / "collections"
        return os.environ | {
            "ANSIBLE_COLLECTIONS_PATH": str(overlay),
            "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
            "ANSIBLE_NOCOLOR": "1",
            "COLUMNS": "200",
            "GOVKIOSK_SWITCH_PASSWORD": PASSWORD,
            "GOVKIOSK_TOLD": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": f"{overlay}{os.pathsep}{ROOT}",
        }

    def start(self, *arguments: str, playbook: str = "deploy.yml") -> subprocess.Popen[str]:
        """Start a run in a session of its own."""
        with (self.folder / "output").open("w") as output:
            return subprocess.Popen(
                self.command(*arguments, playbook=playbook), cwd=self.folder, env=self.environment, text=True,
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def deploy(self, *arguments: str, playbook: str = "deploy.yml") -> Run:
        """Run to the end."""
        process = self.start(*arguments, playbook=playbook)
        status = process.wait(180)
        told = (self.folder / "output").read_text(encoding="utf-8")
        assert "Traceback" not in told, told
        assert PASSWORD not in told
        return Run(status, told)

    def configured(self, site: str) -> bool:
        """Tell whether a site's switch runs its policy."""
        return "traffic-filter" in self.switches.device(site).running_text


@contextmanager
def city(folder: Path, sites: Sequence[str], *, canaries: Sequence[str] = (), rollout: str = "") -> Iterator[City]:
    """Make a city of one-terminal sites, each on a switch of its own."""
    inventory = folder / "city"
    shutil.copytree(
        MODEL, inventory, ignore=shutil.ignore_patterns("records", "known_hosts", "sites", "*.pem", "*.csv")
    )
    (inventory / "ca.pem").write_bytes(Authority("city CA").certificate)
    if rollout:
        with (inventory / "city.yml").open("a", encoding="utf-8") as file:
            file.write(f"\nrollout: {rollout}\n")
    for number, site in enumerate(sites):
        _site(inventory, site, number, canary=site in canaries)
    overlay(folder)
    with fleet(folder, {site: mac(number) for number, site in enumerate(sites)}) as switches:
        (inventory / "known_hosts").write_text("".join(switches.known_hosts), encoding="utf-8")
        (inventory / "host_vars").mkdir()
        for site in sites:
            host = inventory / f"host_vars/{site}-sw.yml"
            host.write_text(f"---\nansible_host: 127.0.0.1\nansible_port: {switches.port(site)}\n", encoding="utf-8")
        yield City(folder, switches)


def mac(number: int) -> str:
    """Give the MAC of the terminal of the site of that number."""
    return f"5489-9800-{number:02}01"


def _site(inventory: Path, site: str, number: int, *, canary: bool) -> None:
    text = (MODEL / "sites/futian/lianhua-hall.yml").read_text(encoding="utf-8")
    second = re.search(r"  - id: lianhua-hall-02.*?(?=\ngrants)", text, re.DOTALL)
    assert second
    for old, new in (
        (second[0], ""), ("莲花街道行政服务大厅", f"第{number}号行政服务大厅"), (", ZW2026110002]", "]"),
        ("lianhua-hall", site), ("10.96.128.0/27", f"10.96.128.{32 * number}/27"),
        ("10.96.192.11", f"10.96.192.{11 + number}"), ("ZW2026110001", f"ZW202611{number:04}"),
        ("5489-9800-0101", mac(number)), ("venue: a1\n", f"venue: a1\nwave: {'canary' if canary else 'rest'}\n"),
    ):  # fmt: skip
        assert old in text, old
        text = text.replace(old, new)
    path = inventory / f"sites/futian/{site}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def overlay(folder: Path) -> Path:
    """Link the collection into `folder`, all but the plugins that would speak to a terminal; return its root."""
    ours = folder / "collections/ansible_collections/govkiosk/site"
    action = ours / "plugins/action"
    action.mkdir(parents=True)
    for entry in ROOT.iterdir():
        if entry.name not in ("plugins", "collections", ".git"):
            (ours / entry.name).symlink_to(entry)
    for entry in (ROOT / "plugins").iterdir():
        if entry.name != "action":
            (ours / "plugins" / entry.name).symlink_to(entry)
    for entry in (ROOT / "plugins/action").glob("*.py"):
        stub = Path(__file__).with_name("terminal_stub.py")
        (action / entry.name).symlink_to(stub if entry.stem in STUBBED else entry)
    return ours
