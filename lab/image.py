# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The base systems of the lab: built once by mmdebstrap, kept in a cache, never written to again.

The name of an image carries a hash of its recipe, so a changed package list is a new image and the old one is simply
not used any more.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError

# Terminals and servers are Debian 12 on every machine: what is tested must not depend on who tests.
SUITE = "bookworm"


@dataclass(frozen=True)
class Image:
    """A recipe.

    Attributes:
        name: what the image is called in the cache.
        packages: the Debian packages on top of the minimal base.
        hooks: shell lines for mmdebstrap's customize hook; `$1` is the new root.
    """

    name: str
    packages: tuple[str, ...]
    hooks: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Return the directory name in the cache, which changes with the recipe."""
        recipe = "\n".join((SUITE, *self.packages, "--", *self.hooks))
        return f"{self.name}-{hashlib.sha256(recipe.encode()).hexdigest()[:12]}"


# What a vendor's installer leaves on a terminal, and what roles/terminal_host expects to find there.
TERMINAL = Image(
    name="base",
    packages=(
        "systemd",
        "systemd-sysv",
        "dbus",
        "libpam-systemd",
        "openssh-server",
        "python3",
        "iproute2",
        "iputils-ping",
        "procps",
        "nftables",
        "sudo",
        "chrony",
        "ca-certificates",
        "chromium",
        "chromium-l10n",
        "sway",
        "swayidle",
        "grim",
        "fonts-noto-cjk",
    ),
    hooks=(
        'rm -f "$1"/etc/ssh/ssh_host_* "$1"/etc/resolv.conf',
        'chroot "$1" systemctl enable systemd-networkd.service ssh.service',
    ),
)

# The city's servers run chrooted in this image, so no daemon is ever installed on the machine that runs the lab.
SERVERS = Image(name="servers", packages=("nginx-light", "libnginx-mod-stream", "dnsmasq-base", "chrony"))


def cache_folder() -> Path:
    """Return the folder that outlives labs."""
    return Path(os.environ.get("GOVKIOSK_CACHE", "/var/cache/govkiosk"))


def disks_folder(lab: str) -> Path:
    """Return where the disks of a lab's terminals are: beside the images, because memory may be short for them."""
    return cache_folder() / "disks" / lab


def remove_disks(disks: Path) -> None:
    """Remove a lab's disks."""
    shutil.rmtree(disks, ignore_errors=True)
    with suppress(OSError):  # Another lab has disks, too.
        disks.parent.rmdir()


def ensure(image: Image, say: Callable[[str], None]) -> Path:
    """Return the root of the image, building it first if the cache has none.

    Raises:
        KioskError: when mmdebstrap is missing or fails; its own log is named.
    """
    root = cache_folder() / image.key
    if root.is_dir():
        return root
    with _lock(image):
        if not root.is_dir():
            say(f"building image {image.key} (once, a minute or two)")
            _build(image, root)
    return root


@contextmanager
def _lock(image: Image) -> Iterator[None]:
    cache_folder().mkdir(parents=True, exist_ok=True)
    with (cache_folder() / f"{image.name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _build(image: Image, root: Path) -> None:
    # The lock is held, so whatever is half-built was left by a build that died.
    partial = root.with_name(f".{image.name}.partial")
    log = root.with_name(f"{image.name}.log")
    shutil.rmtree(partial, ignore_errors=True)
    if not shutil.which("mmdebstrap"):
        raise KioskError("mmdebstrap is not installed", fix="Run script/lab, or: apt-get install mmdebstrap.")
    with log.open("w") as output:
        done = subprocess.run(
            _command(image, partial), stdout=output, stderr=subprocess.STDOUT, check=False, umask=0o022
        )
    if done.returncode:
        shutil.rmtree(partial, ignore_errors=True)
        raise KioskError(
            f"mmdebstrap failed with exit code {done.returncode}",
            where=str(log),
            fix="Read the end of the log; most often the Debian mirror can not be reached.",
        )
    partial.rename(root)


def _command(image: Image, root: Path) -> list[str]:
    # Its mounts must go with it, whatever ends it: a later clean-up would else walk into the machine's own /dev.
    private = ["unshare", "--mount", "--propagation", "slave", "--pid", "--fork", "--kill-child", "--mount-proc"]
    return [
        *("setpriv", "--pdeathsig", "KILL", *private),
        "mmdebstrap",
        "--mode=root",
        "--variant=minbase",
        "--format=directory",
        '--aptopt=Acquire::Languages "none"',
        "--dpkgopt=path-exclude=/usr/share/man/*",
        "--dpkgopt=path-exclude=/usr/share/doc/*",
        f"--include={','.join(image.packages)}",
        *(f"--customize-hook={hook}" for hook in image.hooks),
        SUITE,
        str(root),
    ]
