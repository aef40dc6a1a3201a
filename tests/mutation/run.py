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
import importlib
import importlib.util
import itertools
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "collections")]

# Before any fork: what tests need, and nothing of our own.
import hypothesis
import pytest
import yaml

for _name in ("dd.autoref", "jinja2", "pydantic"):
    importlib.import_module(_name)

from tests.mutation.mutants import Mutant, mutants
from tests.mutation.survey import Survey, load

WITHOUT = ("-p", "no:cacheprovider", "-p", "no:xdist")
# All passed, one that was asked for is not there, there is none at all.
NOTHING_SAID = (pytest.ExitCode.OK, pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED)
PREFIX = "ansible_collections.govkiosk.site."
REASONS = ROOT / "docs/mutation.md"
LEAST = 90  # percent of a module's mutants that some test has to notice
PATIENCE = 10  # a mutant that takes so many times what the module itself takes hangs
MEMORY = 4 << 30  # bytes; a mutant that never stops collecting is ended by it, and not the machine


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
    cpu: float = 0
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
    parser.add_argument("-k", metavar="TEXT", default="", help="only mutants with that in their name")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each N-th mutant, to have an idea")
    options = parser.parse_args()
    listed = yaml.safe_load((ROOT / "tests/mutation/targets.yml").read_text(encoding="utf-8"))
    targets = [Target(name, each["file"], tuple(each["tests"])) for name, each in listed.items()]
    reasons = REASONS.read_text(encoding="utf-8") if REASONS.is_file() else ""
    good = True
    for target in targets:
        if options.names and target.name not in options.names:
            continue
        source = (ROOT / target.file).read_text(encoding="utf-8")
        chosen = (each for each in mutants(source, str(ROOT / target.file)) if options.k in each.name)
        some = itertools.islice(chosen, 0, None, options.every)
        began = time.monotonic()
        score = judge(target, source, some, options.jobs, verbose=options.verbose)
        said = f"{target.name}: {score.percent:.1f} % of {score.total} mutants noticed, {len(score.unnoticed)} not"
        print(f"{said}, in {time.monotonic() - began:.0f} s, {score.cpu:.0f} s of them computing", flush=True)
        bare = [mutant for mutant in score.unnoticed if f"`{mutant.name}`" not in reasons]
        for mutant in bare:
            print(f"{target.file}:{mutant.line}: not noticed, and no reason in {REASONS.name}: {mutant.name}")
        good = good and not bare and score.percent >= LEAST
    return 0 if good else 1


def judge(target: Target, source: str, chosen: Iterable[Mutant], jobs: int, *, verbose: bool) -> Score:
    """Run the tests against mutants of a module."""
    runs = _Runs(Score(target), _healthy(target, source))
    for mutant in chosen:
        runs.score.total += 1
        runs.begin(mutant)
        while len(runs.running) >= jobs:
            runs.collect(verbose=verbose)
    while runs.running:
        runs.collect(verbose=verbose)
    return runs.score


@dataclass(frozen=True)
class _Healthy:
    """What the tests take without a mutant, in seconds of the clock and of the processor; all of them, and those of each line."""

    seconds: float
    cpu: float
    tests: list[str]
    by_line: dict[int, list[str]]

    def of(self, line: int) -> list[str]:
        """Return the tests that run a line, all if it runs on import; in the middle of a statement, those of the lines before."""
        return next((self.by_line[each] for each in range(line, 0, -1) if each in self.by_line), []) or self.tests


def _healthy(target: Target, source: str) -> _Healthy:
    began, survey = time.monotonic(), Survey(str(ROOT / target.file))
    pid = _start(target, compile(source, str(ROOT / target.file), "exec"), target.tests, resource.RLIM_INFINITY, survey)
    _pid, status, used = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"{target.name}: its tests fail without any mutant: " + " ".join(target.tests))
    seconds, found = time.monotonic() - began, load(_folder(pid) / "survey")
    shutil.rmtree(_folder(pid))
    return _Healthy(seconds, used.ru_utime + used.ru_stime, *found)


@dataclass(frozen=True)
class _Run:
    """A fork: the mutant, the tests that it is shown to, those that it is shown to if they notice nothing, and when it hangs."""

    mutant: Mutant
    tests: Sequence[str]
    others: Sequence[str]
    until: float


class _Runs:
    """The forks that run now."""

    def __init__(self, score: Score, healthy: _Healthy) -> None:
        self.score, self.healthy = score, healthy
        self.running: dict[int, _Run] = {}

    def begin(self, mutant: Mutant) -> None:
        """Show a mutant to the tests that run its line; what those do not notice, to all others."""
        few = self.healthy.of(mutant.line)
        self._start(mutant, few, [each for each in self.healthy.tests if each not in few])

    def _start(self, mutant: Mutant, tests: Sequence[str], others: Sequence[str] = ()) -> None:
        pid = _start(self.score.target, mutant.code, tests, 5 + 3 * self.healthy.cpu)
        self.running[pid] = _Run(mutant, tests, others, time.monotonic() + 10 + PATIENCE * self.healthy.seconds)

    def collect(self, *, verbose: bool) -> None:
        """Take what has ended, and end what hangs."""
        pid, status, used = os.wait4(-1, os.WNOHANG)
        if pid == 0:
            now = time.monotonic()
            for child, run in self.running.items():
                if now > run.until:
                    os.killpg(child, signal.SIGKILL)
            time.sleep(0.01)
            return
        run = self.running.pop(pid)
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        shutil.rmtree(_folder(pid), ignore_errors=True)
        self.score.cpu += used.ru_utime + used.ru_stime
        code, whole = os.waitstatus_to_exitcode(status), self.score.target.tests
        if code == pytest.ExitCode.USAGE_ERROR and run.tests is not whole:
            self._start(run.mutant, whole)  # a test is not there by that name: a mutant can do that to a table of tests
        elif code == pytest.ExitCode.OK and run.others:
            self._start(run.mutant, run.others)
        elif code in NOTHING_SAID:
            self.score.unnoticed.append(run.mutant)
            if verbose:
                print(f"    {self.score.target.file}:{run.mutant.line}: {run.mutant.name}", flush=True)


def _folder(pid: int) -> Path:
    """Return where a fork's tests write: not where those of others do, which a test session clears away."""
    return Path(tempfile.gettempdir()) / f"govkiosk-mutant-{pid}"


def _start(target: Target, code: CodeType, tests: Sequence[str], cpu: float, survey: Survey | None = None) -> int:
    """Run tests in a fork that has another code for the module; its exit status is 0 if they notice nothing."""
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    os.setsid()  # what a test starts ends with it
    status = 1
    try:
        for limit, most in ((resource.RLIMIT_CPU, int(cpu)), (resource.RLIMIT_AS, MEMORY)):
            resource.setrlimit(limit, (most, most))
        sys.meta_path.insert(0, Planted(target.module, code))
        os.chdir(ROOT)
        hypothesis.settings.register_profile("mutation", database=None, derandomize=True)
        hypothesis.settings.load_profile("mutation")
        with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
            options = ["-x", "-q", "--tb=no", f"--basetemp={_folder(os.getpid())}", *WITHOUT]
            status = int(pytest.main([*options, *tests], [survey] if survey else []))
            if survey:
                survey.save(_folder(os.getpid()) / "survey")
    finally:
        os._exit(min(status, 100))
    return 0


if __name__ == "__main__":
    sys.exit(main())
