# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What labs change on the machine itself, shared by all that are up and put back by the last one that goes."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from lab.image import cache_folder
from lab.netns import NETNS
from lab.record import STATE

# A booted terminal holds 9 inotify instances of root; the kernel's default of 128 is used up by 14 of them.
INSTANCES = Path("/proc/sys/fs/inotify/max_user_instances")
ENOUGH_INSTANCES = 8192


@contextmanager
def lock() -> Iterator[None]:
    """Keep other labs from coming and going meanwhile."""
    cache_folder().mkdir(parents=True, exist_ok=True)
    with (cache_folder() / "machine.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@dataclass(frozen=True)
class Shared:
    """What the machine was like before the first lab, and which labs are there.

    Attributes:
        instances: the limit of inotify instances.
        netns_mounted: whether ip(8) had made /run/netns a mount of its own.
        labs: the labs that are up or half-way.
    """

    instances: int
    netns_mounted: bool
    labs: tuple[str, ...]


def prepare(lab: str) -> None:
    """Raise the limit for this lab; remember, for the last one, what it was. Call it under the lock."""
    shared = _load() or Shared(int(INSTANCES.read_text()), os.path.ismount(NETNS), ())
    _save(replace(shared, labs=(*shared.labs, lab)))
    if int(INSTANCES.read_text()) < ENOUGH_INSTANCES:
        INSTANCES.write_text(str(ENOUGH_INSTANCES))


def restore(lab: str) -> None:
    """Put everything back if this was the last lab. Call it under the lock."""
    shared = _load()
    if not shared:
        return
    left = tuple(name for name in shared.labs if name != lab)
    if left:
        _save(replace(shared, labs=left))
        return
    # Somebody else may have set another limit meanwhile: that one stays.
    if int(INSTANCES.read_text()) == ENOUGH_INSTANCES:
        INSTANCES.write_text(str(shared.instances))
    if not shared.netns_mounted and NETNS.is_dir() and not any(NETNS.iterdir()):
        subprocess.run(["umount", str(NETNS)], check=False, capture_output=True)
    _file().unlink()


def _file() -> Path:
    return STATE / "machine.json"


def _load() -> Shared | None:
    try:
        data = json.loads(_file().read_text())
    except FileNotFoundError:
        return None
    return Shared(data["instances"], data["netns_mounted"], tuple(data["labs"]))


def _save(shared: Shared) -> None:
    _file().parent.mkdir(parents=True, exist_ok=True)
    _file().write_text(json.dumps(asdict(shared)))
