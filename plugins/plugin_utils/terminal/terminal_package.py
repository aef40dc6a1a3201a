# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The Debian package `govkiosk-terminal`, built from `terminal/`: the same source gives the same bytes.

The version ends in the hash of everything that goes in, so a terminal that has the version has the content.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ...module_utils.message import say
from ..base.errors import KioskError
from . import package_archive

NAME = "govkiosk-terminal"
SOURCE = Path(__file__).resolve().parents[3] / "terminal"
# dpkg-deb sets every file to this second (SOURCE_DATE_EPOCH); any fixed one before the source was written does.
EPOCH = 1735660800
_UNITS = "usr/lib/systemd/system"
_MASKS = (
    "getty@.service",
    "autovt@.service",
    "ctrl-alt-del.target",
    "apt-daily.timer",
    "apt-daily-upgrade.timer",
    # Debian's /etc/nftables.conf begins with `flush ruleset`, and so does the end of this service.
    "nftables.service",
)

# Links live here and not in git: `ansible-galaxy collection build` drops links that lead out of the tree.
LINKS = {
    f"{_UNITS}/sysinit.target.wants/govkiosk-firewall.service": "../govkiosk-firewall.service",
    f"{_UNITS}/multi-user.target.wants/govkiosk-home.service": "../govkiosk-home.service",
    f"{_UNITS}/multi-user.target.wants/govkiosk-keeper.service": "../govkiosk-keeper.service",
    f"{_UNITS}/multi-user.target.wants/govkiosk-screen.service": "../govkiosk-screen.service",
    f"{_UNITS}/multi-user.target.wants/systemd-networkd.service": "../systemd-networkd.service",
    **{f"etc/systemd/system/{unit}": "/dev/null" for unit in _MASKS},
}
_PROGRAMS = ("usr/sbin/", "DEBIAN/p")


@dataclass(frozen=True)
class Package:
    """What will be installed: its version, and where the built file is or will be."""

    version: str
    path: Path


def _plain_files(source: Path) -> dict[str, bytes]:
    files = {}
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source).as_posix()
        if path.is_file() and not any(part == "__pycache__" or part.endswith("~") for part in path.parts):
            files[name] = path.read_bytes()
    return files


def contents(source: Path = SOURCE) -> dict[str, bytes]:
    """Return the package's files by path (`DEBIAN/…` is dpkg's own), with the version filled in.

    Raises:
        KioskError: the source folder is not complete.
    """
    root, debian = _plain_files(source / "root"), _plain_files(source / "debian")
    if "control" not in debian or not root:
        raise KioskError(
            say("the source of the terminal's package is not complete: no debian/control or no files"),
            where=str(source),
            fix=say("check out the whole repository, or install the collection again"),
            id="package-source",
        )
    digest = hashlib.sha256()
    for name, data in [*root.items(), *debian.items(), *((name, goal.encode()) for name, goal in LINKS.items())]:
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    control = debian["control"].decode().replace("@CONTENT@", digest.hexdigest()[:10])
    version = next(line.split(" ", 1)[1] for line in control.splitlines() if line.startswith("Version: "))
    files = {name: data.replace(b"@VERSION@", version.encode()) for name, data in root.items()}
    files["usr/share/govkiosk/version"] = f"{version}\n".encode()
    files.update({f"DEBIAN/{name}": data for name, data in debian.items()})
    files["DEBIAN/control"] = control.encode()
    files["DEBIAN/md5sums"] = _md5sums(files)
    return files


def _md5sums(files: dict[str, bytes]) -> bytes:
    """Return what `dpkg --verify` compares with."""
    lines = [
        f"{hashlib.md5(data, usedforsecurity=False).hexdigest()}  {name}"
        for name, data in sorted(files.items())
        if not name.startswith("DEBIAN/")
    ]
    return ("\n".join(lines) + "\n").encode()


def version(files: dict[str, bytes]) -> str:
    """Return the version of a package's contents."""
    return files["usr/share/govkiosk/version"].decode().strip()


def depends(files: dict[str, bytes]) -> tuple[str, ...]:
    """Return the names of the Debian packages that must be there first."""
    line = next(line for line in files["DEBIAN/control"].decode().splitlines() if line.startswith("Depends: "))
    return tuple(package.split("(")[0].strip() for package in line.removeprefix("Depends: ").split(","))


def default_cache() -> Path:
    """Return the folder that keeps built packages: $GOVKIOSK_CACHE, or the user's own cache."""
    given = os.environ.get("GOVKIOSK_CACHE")
    return Path(given) if given else Path.home() / ".cache" / "govkiosk"


def planned(files: dict[str, bytes], cache: Path) -> Package:
    """Return the package for these contents without building it."""
    return Package(version(files), cache / f"{NAME}_{version(files)}_all.deb")


def build(files: dict[str, bytes], cache: Path) -> Package:
    """Build the package unless the cache has it; many processes may ask at once, one builds.

    What is in the cache is installed as root on every terminal, so it is looked at, whatever it is called.

    Raises:
        KioskError: dpkg-deb is missing or refuses, or the cache cannot be written.
    """
    package = planned(files, cache)
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with _locked(cache / f"{NAME}.lock"):
            if not _holds(package.path, files):
                with tempfile.TemporaryDirectory(dir=cache, prefix=".build-") as folder:
                    _lay_out(files, Path(folder) / "root")
                    _pack(Path(folder) / "root", Path(folder) / package.path.name)
                    (Path(folder) / package.path.name).replace(package.path)
    except OSError as error:
        raise KioskError(
            say("the terminal's package cannot be built: {error}", error=error),
            where=str(cache),
            fix=say("make room there, or set GOVKIOSK_CACHE to a folder that can be written"),
            id="package-not-built",
        ) from error
    return package


def _holds(path: Path, files: dict[str, bytes]) -> bool:
    """Tell whether a built package holds these files and nothing else."""
    wanted = {name: package_archive.Member(data, _mode(name)) for name, data in files.items()}
    wanted |= {name: package_archive.Member(b"", 0o777, link=goal) for name, goal in LINKS.items()}
    try:
        return package_archive.read(path.read_bytes()) == wanted
    except (FileNotFoundError, ValueError):
        return False


def _mode(name: str) -> int:
    """Return a file's mode: it comes from here, not from git or the umask, as it must be the same everywhere."""
    return 0o755 if name.startswith(_PROGRAMS) else 0o644


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _lay_out(files: dict[str, bytes], root: Path) -> None:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(_mode(name))
    for name, goal in LINKS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(goal)
    for path in [root, *root.rglob("*")]:
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)


def _pack(root: Path, target: Path) -> None:
    if shutil.which("dpkg-deb") is None:
        raise KioskError(
            say("dpkg-deb is missing on the controller"),
            fix=say("install the Debian package `dpkg`"),
            id="dpkg-deb-missing",
        )
    done = subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "--threads-max=1", "--build", str(root), str(target)],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise KioskError(
            say("dpkg-deb refused to build the terminal's package: {stderr}", stderr=done.stderr.strip()),
            id="dpkg-deb-refused",
        )
