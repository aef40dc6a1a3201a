# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which tests run which lines of a module: those are the ones that a mutant in such a line is shown to first."""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import coverage
import pytest


class Survey:
    """A plugin of pytest that watches a whole run of a module's tests."""

    def __init__(self, file: str) -> None:
        """Watch a file's lines."""
        self._watch = coverage.Coverage(data_file=None, include=[file], config_file=False)
        self._file, self._item = file, ""
        self._cost: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionstart(self) -> Generator[None, Any, Any]:
        """Begin before anything of ours is imported."""
        self._watch.start()
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Put down to a test what runs for it."""
        self._item = item.nodeid
        self._watch.switch_context(self._item)
        began = sum(os.times()[:4])
        result = yield
        self._cost[self._item] = sum(os.times()[:4]) - began
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> Generator[None, Any, Any]:
        """Put down to all tests of a file what runs once for all of them."""
        if fixturedef.scope == "function":
            return (yield)
        self._watch.switch_context(request.node.nodeid)
        try:
            return (yield)
        finally:
            self._watch.switch_context(self._item)

    def save(self, path: Path) -> None:
        """Write all tests, and of each line its own; those that cost least first, but a file's tests together."""
        self._watch.stop()
        files: dict[str, float] = {}
        for test, cost in self._cost.items():
            files[_file(test)] = files.get(_file(test), 0) + cost
        tests = sorted(self._cost, key=lambda test: (files[_file(test)], _file(test), self._cost[test]))
        lines = {}
        for line, contexts in self._watch.get_data().contexts_by_lineno(self._file).items():
            lines[line] = [test for test in tests if test in contexts or _file(test) in contexts]
        path.write_text(json.dumps([tests, lines]), encoding="utf-8")


def _file(test: str) -> str:
    return test.partition("::")[0]


def load(path: Path) -> tuple[list[str], dict[int, list[str]]]:
    """Read what a survey has written."""
    tests, lines = json.loads(path.read_text(encoding="utf-8"))
    return tests, {int(line): each for line, each in lines.items()}
