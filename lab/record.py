# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The record of a lab: what it is about to make, written down first, so that `down` works after any crash."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

STATE = Path("/run/govkiosk")


def state_folder(lab: str) -> Path:
    """Return the folder of a lab's state."""
    return STATE / lab


@dataclass(frozen=True)
class Record:
    """What a lab owns outside its state folder.

    Attributes:
        inventory: the inventory folder it is built from.
        namespaces: the network namespaces, by full name.
        disks: the folder of the terminals' disks.
        written: the files that it puts into the inventory folder.
    """

    inventory: str
    namespaces: tuple[str, ...]
    disks: str
    written: tuple[str, ...]

    def save(self, lab: str) -> None:
        """Write the record; from here on `down` knows what to remove."""
        path = _file(lab)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.parent.chmod(0o700)
        partial = path.with_suffix(".partial")
        partial.write_text(json.dumps(asdict(self), indent=1))
        partial.rename(path)

    @classmethod
    def load(cls, lab: str) -> Record | None:
        """Return the record of a lab that is up or was left half-way."""
        try:
            data = json.loads(_file(lab).read_text())
        except FileNotFoundError:
            return None
        return cls(data["inventory"], tuple(data["namespaces"]), data["disks"], tuple(data["written"]))


def labs() -> dict[str, Record]:
    """Return the records of all labs of this machine."""
    names = sorted(path.parent.name for path in STATE.glob("*/lab.json"))
    return {name: record for name in names if (record := Record.load(name))}


def _file(lab: str) -> Path:
    return state_folder(lab) / "lab.json"


def forget(lab: str) -> None:
    """Remove the state folder; the record itself goes last."""
    folder = state_folder(lab)
    if not folder.exists():
        return
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path != _file(lab):
            path.unlink()
    _file(lab).unlink(missing_ok=True)
    folder.rmdir()
    with suppress(OSError):  # Another lab is up.
        STATE.rmdir()
