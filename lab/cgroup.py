# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The control groups of a lab: what was started in one can be ended with all its children, whatever they are called.

Works with cgroup v2 alone and with v1 beside it (hybrid), where systemd in a terminal needs its named v1 hierarchy too.
"""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError

_MOUNT = Path("/sys/fs/cgroup")
TOP = "govkiosk"


def _unified() -> Path:
    for root in (_MOUNT, _MOUNT / "unified"):
        if (root / "cgroup.procs").exists() and (root / "cgroup.controllers").exists():
            return root
    raise KioskError(
        "there is no cgroup v2 hierarchy", where=str(_MOUNT), fix="Mount cgroup2 on /sys/fs/cgroup/unified."
    )


def _hierarchies() -> list[Path]:
    named = _MOUNT / "systemd"
    return [_unified(), *([named] if (named / "cgroup.procs").exists() else [])]


def create(*names: str) -> list[Path]:
    """Make the group `govkiosk/<names…>` in every hierarchy and return its folders."""
    folders = [root.joinpath(TOP, *names) for root in _hierarchies()]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    return folders


def exists(*names: str) -> bool:
    """Tell whether the group is there."""
    return _unified().joinpath(TOP, *names).is_dir()


def populated(*names: str) -> bool:
    """Tell whether a process lives in the group or below it."""
    events = _unified().joinpath(TOP, *names, "cgroup.events")
    return events.exists() and "populated 1" in events.read_text()


def kill(*names: str, timeout: float = 10.0) -> None:
    """End every process in the group and below, and wait until none is left.

    Raises:
        KioskError: a process outlives SIGKILL (it hangs in the kernel).
    """
    if not exists(*names):
        return
    _unified().joinpath(TOP, *names, "cgroup.kill").write_text("1")
    until = time.monotonic() + timeout
    while populated(*names):
        if time.monotonic() > until:
            raise KioskError(
                f"processes of {'/'.join(names)} outlive SIGKILL", where=str(_unified().joinpath(TOP, *names))
            )
        time.sleep(0.01)


def remove(*names: str) -> None:
    """Remove the group and all below it; there must be no process left. The top goes with the last lab."""
    for root in _hierarchies():
        folder = root.joinpath(TOP, *names)
        below = sorted((path for path in folder.rglob("*") if path.is_dir()), key=lambda path: -len(path.parts))
        for path in [*below, *([folder] if folder.is_dir() else [])]:
            _rmdir(path)
        with suppress(OSError):  # Another lab is up, or the group was never made.
            (root / TOP).rmdir()


def _rmdir(folder: Path, timeout: float = 5.0) -> None:
    # A killed process leaves a v1 group only when it has been reaped.
    until = time.monotonic() + timeout
    while True:
        try:
            return folder.rmdir()
        except FileNotFoundError:
            return None
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
