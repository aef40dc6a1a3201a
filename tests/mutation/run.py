# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Run the tests of a module against every mutant of it, and tell which mutants no test notices.

    python tests/mutation/run.py                 all modules of targets.yml
    python tests/mutation/run.py evidence -v     one of them, each survivor as it is found

Each mutant is a fork of one process that has imported everything but our own code: it costs its tests and no interpreter.
Ends non-zero if too few mutants of a module are noticed, or one that is not is without its reason in docs/mutation.md.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import signal
import sys
import time
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "collections"), str(ROOT / "tests/unit/policy")]

# Before any fork, and nothing of our own.
import hypothesis
import pytest
import yaml

from tests.mutation.mutants import Mutant, mutants

PREFIX = "ansible_collections.govkiosk.site."
REASONS = ROOT / "docs/mutation.md"
LEAST = 90  # percent of a module's mutants that some test has to notice
PATIENCE = 10  # a mutant that takes so many times what the module itself takes hangs
NOTICED, UNNOTICED, BROKEN = "noticed", "unnoticed", "broken"


@dataclass(frozen=True)
class Target:
    """A module and the tests that hold it, the quick ones first."""

    name: str
    file: str
    tests: tuple[str, ...]

    @property
    def module(self) -> str:
        """Its name, as it is imported."""
        return PREFIX + self.file.removesuffix(".py").replace("/", ".")


@dataclass
class Score:
    """What became of a module's mutants."""

    target: Target
    total: int = 0
    unnoticed: list[Mutant] = field(default_factory=list)

    @property
    def percent(self) -> float:
        """How many were noticed."""
        return 100 * (self.total - len(self.unnoticed)) / max(1, self.total)


class Planted:
    """Gives a module's mutated code to whoever imports it."""

    def __init__(self, name: str, code: CodeType) -> None:
        """Plant it."""
        self.name, self.code = name, code

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> Any:
        """Step in for that one module."""
        if name != self.name:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec and spec.loader:
            spec.loader.get_code = lambda _name: self.code  # type: ignore[attr-defined]
        return spec


def main() -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="modules of targets.yml; all unless given")
    parser.add_argument("-v", "--verbose", action="store_true", help="tell each survivor as it is found")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each N-th mutant, to have an idea")
    options = parser.parse_args()
    listed = yaml.safe_load((ROOT / "tests/mutation/targets.yml").read_text(encoding="utf-8"))
    targets = [Target(name, each["file"], tuple(each["tests"])) for name, each in listed.items()]
    reasons = REASONS.read_text(encoding="utf-8") if REASONS.is_file() else ""
    good = True
    for target in targets:
        if options.names and target.name not in options.names:
            continue
        score = judge(target, options.jobs, options.every, verbose=options.verbose)
        bare = [mutant for mutant in score.unnoticed if f"`{mutant.name}`" not in reasons]
        for mutant in bare:
            print(f"{target.file}:{mutant.line}: not noticed, and no reason in {REASONS.name}: {mutant.name}")
        good = good and not bare and score.percent >= LEAST
    return 0 if good else 1


def judge(target: Target, jobs: int, every: int, *, verbose: bool) -> Score:
    """Run the tests against each mutant of a module."""
    began, source = time.monotonic(), (ROOT / target.file).read_text(encoding="utf-8")
    healthy, seconds = _healthy(target, source)
    if not healthy:
        raise SystemExit(f"{target.name}: its tests fail without any mutant: " + " ".join(target.tests))
    score, limit = Score(target), 10 + PATIENCE * seconds
    running: dict[int, tuple[Mutant, float]] = {}
    waiting = (each for number, each in enumerate(mutants(source, str(ROOT / target.file))) if number % every == 0)
    for mutant in waiting:
        score.total += 1
        running[_start(target, mutant.code)] = (mutant, time.monotonic() + limit)
        while len(running) >= jobs:
            _collect(running, score, verbose=verbose)
    while running:
        _collect(running, score, verbose=verbose)
    spent = time.monotonic() - began
    print(
        f"{target.name}: {score.percent:.1f} % of {score.total} mutants noticed, {len(score.unnoticed)} not, in {spent:.0f} s",
        flush=True,
    )
    return score


def _healthy(target: Target, source: str) -> tuple[bool, float]:
    began = time.monotonic()
    pid = _start(target, compile(source, str(ROOT / target.file), "exec"))
    _pid, status = os.waitpid(pid, 0)
    return status == 0, time.monotonic() - began


def _start(target: Target, code: CodeType) -> int:
    """Run the tests in a fork that has another code for the module; its exit status is 0 if they notice nothing."""
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    os.setsid()  # what a test starts ends with it
    status = 1
    try:
        sys.meta_path.insert(0, Planted(target.module, code))
        os.chdir(ROOT)
        hypothesis.settings.register_profile("mutation", database=None, derandomize=True)
        hypothesis.settings.load_profile("mutation")
        with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
            status = int(
                pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--tb=no", *target.tests])
            )
    finally:
        os._exit(min(status, 100))
    return 0


def _collect(running: dict[int, tuple[Mutant, float]], score: Score, *, verbose: bool) -> None:
    """Take what has ended, and end what hangs."""
    pid, status = os.waitpid(-1, os.WNOHANG)
    if pid == 0:
        now = time.monotonic()
        for child, (_mutant, until) in running.items():
            if now > until:
                os.killpg(child, signal.SIGKILL)
        time.sleep(0.01)
        return
    mutant, _until = running.pop(pid)
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    if status == 0:
        score.unnoticed.append(mutant)
        if verbose:
            print(f"    {score.target.file}:{mutant.line}: {mutant.name}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
