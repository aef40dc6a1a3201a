# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A city of three sites, anchored by three runs with a key of its own, to be damaged by each test in its own way."""

from __future__ import annotations

import io
import json
import shutil
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ansible_collections.govkiosk.site.plugins.module_utils import verify_evidence
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import evidence, signing
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.anchor_log import Anchor, AnchorLog

from tests.helpers.evidence_chain import NOW, records

A, B, C = "hall-a", "hall-b", "hall-c"


@dataclass(frozen=True)
class Audited:
    """What the auditor's command said."""

    returncode: int
    stdout: str
    stderr: str


def audited(*arguments: str) -> Audited:
    """Run the command, here and now: that it runs alone is shown elsewhere."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = verify_evidence.main(arguments)
    return Audited(code, out.getvalue(), err.getvalue())


@dataclass
class AnchoredCity:
    """The folder of a city, its log, and what signs."""

    path: Path
    days: int = 0
    made: list[Anchor] = field(default_factory=list)
    key: Path = field(init=False)

    def __post_init__(self) -> None:
        """Sign with the key beside the city."""
        self.key = self.path.parent / "key"

    @property
    def log(self) -> AnchorLog:
        """Return the log of its anchors."""
        return AnchorLog(self.path / "anchors", self.path / "records")

    @property
    def signer(self) -> signing.Signer:
        """Return what signs."""
        return signing.Signer(self.key)

    def chain(self, site: str) -> Path:
        """Return a site's chain."""
        return self.path / "records" / site / "evidence.jsonl"

    def now(self) -> datetime:
        """Return the moment of the next run."""
        return NOW + timedelta(days=self.days)

    def enter_key(self, key: Path | None = None) -> None:
        """Make a key that is valid from now on."""
        signing.make_key(key or self.key, self.log.signers, self.now())

    def write(self, run: str, *sites: str) -> dict[str, evidence.Head]:
        """Write a run of three checks into the chains of sites, as a run of the toolkit does."""
        book = self.log.read(self.now())
        time = evidence.stamp(self.now())
        heads = {}
        for site in sites:
            bodies = [record | {"time": time, "subject": site} for record in records(run)]
            bodies[0]["site"] = site
            heads[site] = evidence.append(self.chain(site), bodies, book.known(site)).head
        return heads

    def run(self, run: str, *sites: str) -> Anchor:
        """Write a run and anchor it; a day later than the one before."""
        heads = self.write(run, *sites)
        self.made.append(self.log.append(heads, run, self.now(), self.signer))
        self.days += 1
        return self.made[-1]

    def audit(self, *arguments: str, folder: Path | None = None) -> Audited:
        """Verify as an auditor does."""
        return audited(str(folder or self.path), *arguments)

    def found(self, *arguments: str) -> list[str]:
        """Return what an auditor is told that does not hold, without the city's path; nothing if all holds."""
        done = self.audit(*arguments)
        assert done.stderr == "", done.stderr
        lines = done.stdout.replace(f"{self.path}/", "").splitlines()
        assert done.returncode == (0 if lines[-1].endswith("all holds") else 1)
        return [line for line in lines[:-1] if "records hold" not in line]

    def rewrite(self, site: str, change: Any) -> None:
        """Seal a changed chain anew, as somebody would who has this code."""
        bodies = []
        for line in self.chain(site).read_bytes().splitlines():
            body = {k: v for k, v in json.loads(line).items() if k not in ("seq", "prev", "hash")}
            bodies.append(body)
        self.chain(site).write_bytes(evidence.seal(change(bodies), evidence.Head())[0])


def copied(city: AnchoredCity, tmp_path: Path) -> AnchoredCity:
    """Copy a city, to be damaged."""
    shutil.copytree(city.path.parent, tmp_path, dirs_exist_ok=True)
    return AnchoredCity(tmp_path / "city", city.days, list(city.made))


def made(tmp_path: Path) -> AnchoredCity:
    """Make it: run 1 on all sites, run 2 on two, run 3 on one."""
    city = AnchoredCity(tmp_path / "city")
    city.enter_key()
    city.run("run-1", A, B, C)
    city.run("run-2", A, B)
    city.run("run-3", A)
    return city
