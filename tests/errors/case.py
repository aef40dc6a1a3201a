# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A user's error as data: what is changed in a copy of tests/one_site, and exactly what the user is told.

A case in `cases/*.yml`:

    a name that says what the user did:
      in: sites/futian/lianhua-hall.yml     the file, this one if left out
      replace: {"vlan: 110": "vlan: 5000"}  each text must occur; all its occurrences are replaced
      copy: sites/futian/second.yml         write the result there, and leave the file itself as it is
      content: "..."                        or: the whole file; `remove: true`: no file
      append: "..."                         at its end, `repeat: N` times
      encoding: gb18030                     how it is written, UTF-8 if left out
      message: |                            what is told
        lab/sites/futian/lianhua-hall.yml:16:9: ...
      held:                                 or, of the ledger: who is held, and why; all others go on
        lianhua-hall-02: |
          lab/addresses/futian.csv:4:1: ...

`changes:` is a list of the above where one file is not enough. To add a case, write it with an empty message, run
`pytest tests/errors`, read what the test shows, and copy it if it is good.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import allocation, ledger
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder

HERE = Path(__file__).parent
LAB = HERE.parent.parent / "tests" / "one_site"
SITE = "sites/futian/lianhua-hall.yml"
TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Case:
    """One error."""

    name: str
    given: dict[str, Any]

    def make(self, folder: Path) -> None:
        """Make the mistake in a copy of the lab's inventory."""
        shutil.copytree(LAB, folder, ignore=shutil.ignore_patterns("records", "known_hosts", "*.pem", "*.lock"))
        for change in self.given.get("changes", [self.given]):
            _change(folder, change)

    def outcome(self, folder: Path) -> dict[str, Any]:
        """Make the mistake and give what is told, as the case writes it."""
        self.make(folder)
        return self.told(folder)

    def told(self, folder: Path) -> dict[str, Any]:
        """Give what is told of a folder in which the mistake was made."""
        try:
            city = city_folder.load(folder)
            assignment = allocation.assign(city, ledger.Ledger.load(city.addresses), TODAY)
        except KioskError as error:
            return {"message": f"{error}\n"}
        return {"held": {terminal: f"{error}\n" for terminal, error in assignment.held.items()}}

    @property
    def expected(self) -> dict[str, Any]:
        """Give what the case says is told."""
        return {key: self.given[key] for key in ("message", "held") if key in self.given}


def _change(folder: Path, change: dict[str, Any]) -> None:
    path = folder / change.get("in", SITE)
    if change.get("remove"):
        path.unlink()
        return
    text = change.get("content", path.read_text(encoding="utf-8") if path.exists() else "")
    for old, new in change.get("replace", {}).items():
        assert old in text, f"{old!r} does not occur in {path.name}"
        text = text.replace(old, new)
    target = folder / change.get("copy", path.relative_to(folder))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(
        (text + change.get("append", "") * change.get("repeat", 1)).encode(change.get("encoding", "utf-8"))
    )


def cases() -> Iterator[Case]:
    """Read all cases."""
    for path in sorted((HERE / "cases").glob("*.yml")):
        for name, given in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            yield Case(f"{path.stem}: {name}", given)
