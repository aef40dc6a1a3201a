# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Every mistake a user makes in the inventory is answered by exactly this message."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import ledger_store
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder

from tests.errors import case

CASES = list(case.cases())


@pytest.mark.parametrize("given", CASES, ids=lambda given: given.name)
def test_message(given: case.Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told in these words, says where and how to fix it, and everything is left as it was."""
    monkeypatch.chdir(tmp_path)
    folder = Path("lab")
    given.make(folder)
    before = tree(folder)
    outcome = given.told(folder)
    assert outcome == given.expected, "what was told:\n\n" + str(outcome.get("message", outcome))
    says_where_and_how_to_fix(given)
    leaves_everything_as_it_was(given, folder, before)


def says_where_and_how_to_fix(given: case.Case) -> None:
    texts = [given.expected["message"]] if "message" in given.expected else list(given.expected["held"].values())
    assert texts
    for text in texts:
        first, *rest = text.rstrip("\n").split("\n")
        assert first.startswith("lab/")
        assert [line.startswith("    fix: ") for line in rest[::2]] == [True] * ((len(rest) + 1) // 2)


Tree = dict[str, tuple[int, int, bytes]]


def tree(folder: Path) -> Tree:
    """Give the mode, time and content of every file, but for the ledger's lock."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ledger_store.LOCK)
    return {str(path): (path.stat().st_mode, path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def leaves_everything_as_it_was(given: case.Case, folder: Path, before: Tree) -> None:
    """A run writes nothing but the ledger into the inventory; with a mistake in a file, it does not write that either."""
    if "message" in given.expected:
        with pytest.raises(KioskError):
            ledger_store.commit(city_folder.load(folder), case.TODAY)
    else:
        # Who is not held may get an address, but no line is lost.
        assert ledger_store.commit(city_folder.load(folder), case.TODAY).assignment.held
    after = tree(folder)
    grown = {name for name in before if after.get(name) != before[name]} if "held" in given.expected else set()
    assert {name: after[name] for name in after if name not in grown} == {
        name: before[name] for name in before if name not in grown
    }
    for name in grown:
        assert name.endswith(".csv")
        assert set(before[name][2].splitlines()) < set(after[name][2].splitlines())


def test_unchanged_lab_is_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert case.Case("nothing", {"changes": []}).outcome(Path("lab")) == {"held": {}}
