# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One Debian package on this host: what is installed, whether it is whole, and installing it or leaving no trace.

Runs on terminals: standard library only, Python 3.8 syntax.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import List, Sequence

from .message import Message, failure, say

KEPT = "/var/lib/govkiosk/package"
# dpkg needs room for the old and the new files at once, and for its own database.
ROOM_BYTES = 16 * 1024 * 1024


class PackageError(RuntimeError):
    """The package cannot be installed.

    Attributes:
        what: why.
        fix: what to do.
    """

    def __init__(self, what: Message, fix: Message) -> None:
        super().__init__(failure(what, fix)["msg"])
        self.what, self.fix = what, fix


@dataclass(frozen=True)
class Installed:
    """What dpkg says: the version, empty if it is not (wholly) installed, and files that differ from the package's."""

    version: str
    altered: Sequence[str]


def _run(argv: Sequence[str], timeout: int = 120) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(
        argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, encoding="utf-8",
        errors="replace", env=environment, timeout=timeout,
    )  # fmt: skip


def parse_query(text: str) -> str:
    """Return the version from dpkg-query's `status version`, empty unless the package is wholly installed."""
    status, _, version = text.strip().partition(" ")
    return version if status == "installed" else ""


def parse_verify(text: str) -> List[str]:
    """Return the files that `dpkg --verify` found altered or missing (deb: `??5?????? c /path`, `missing  /path`)."""
    found = []
    for line in text.splitlines():
        match = re.match(r"(?:missing|\S{9})\s+(?:[a-z] )?(/.*?)(?: \(.*\))?$", line)
        if match:
            found.append(match.group(1))
    return found


def installed(name: str) -> Installed:
    """Ask dpkg about a package; a package that is not there has no version."""
    query = _run(["dpkg-query", "--show", "--showformat=${db:Status-Status} ${Version}", name])
    version = parse_query(query.stdout) if query.returncode == 0 else ""
    return Installed(version, parse_verify(_run(["dpkg", "--verify", name]).stdout) if version else [])


def versions(names: Sequence[str]) -> dict[str, str]:
    """Return the version of each package that is installed."""
    shown = _run(["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status} ${Version}\n", *names]).stdout
    found = {}
    for line in shown.splitlines():
        fields = line.split()
        if len(fields) == 3 and fields[1] == "installed":
            found[fields[0]] = fields[2]
    return found


def missing(names: Sequence[str]) -> List[str]:
    """Return the packages that are not installed."""
    present = versions(names)
    return [name for name in names if name not in present]


def _require_room() -> None:
    for path in ("/usr", "/var/lib"):
        free = shutil.disk_usage(path).free
        if free < ROOM_BYTES:
            raise PackageError(
                say(
                    "the disk is full: {free} KiB free under {path}, {needed} KiB are needed",
                    id="package-no-room",
                    free=free // 1024,
                    path=path,
                    needed=ROOM_BYTES // 1024,
                ),
                say(
                    "make room on the terminal (journalctl --vacuum-size=50M, apt-get clean) and run again",
                    id="package-make-room",
                ),
            )


def _kept(name: str) -> str:
    return os.path.join(KEPT, f"{name}.deb")


def install(name: str, deb: str, depends: Sequence[str]) -> str:
    """Install the package; return dpkg's output.

    Raises:
        PackageError: it was not installed. The version before is back, or, if there was none, nothing is left of it.
    """
    _require_room()
    lacking = missing(depends)
    if lacking:
        packages = " ".join(lacking)
        raise PackageError(
            say("this terminal lacks the Debian packages {packages}", id="package-lacking", packages=packages),
            say(
                "install them from the city's mirror (apt-get install --no-install-recommends {packages}) and run again",
                id="package-install-lacking",
                packages=packages,
            ),
        )
    before = installed(name).version
    done = _run(["dpkg", "--install", "--force-confnew", deb])
    if done.returncode == 0:
        os.makedirs(KEPT, mode=0o755, exist_ok=True)
        shutil.copyfile(deb, _kept(name))
        return done.stdout
    raise PackageError(
        say(
            "dpkg refused the package {name}: {answer}; {state}",
            id="package-refused",
            name=name,
            # Its reason comes last.
            answer=" ".join(done.stdout.split())[-400:],
            state=_undo(name, before),
        ),
        say("mend that on the terminal, and run again", id="package-mend"),
    )


def _undo(name: str, before: str) -> Message:
    """Put back what was there and say so."""
    if before and os.path.exists(_kept(name)):
        back = _run(["dpkg", "--install", "--force-confnew", _kept(name)])
        if back.returncode == 0:
            return say("version {before} is back", id="package-back", before=before)
        return say("version {before} could not be put back", id="package-not-back", before=before)
    gone = _run(["dpkg", "--purge", "--force-remove-reinstreq", name])
    if gone.returncode and installed(name).version == "" and "not installed" not in gone.stdout:
        # A package whose own scripts are broken goes without them.
        for script in ("prerm", "postrm"):
            path = f"/var/lib/dpkg/info/{name}.{script}"
            if os.path.exists(path):
                os.unlink(path)
        _run(["dpkg", "--purge", "--force-remove-reinstreq", name])
    return say("nothing of it is left on the terminal", id="package-gone")
