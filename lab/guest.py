# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A terminal's operating system: what the vendor's installer left on its disk, and how it is booted. Pure.

The disk is an overlay on the base image, mounted in a mount namespace of its own: the machine's mount table never shows
it, and it is gone when the terminal's processes are.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from lab.bench import Bench
from lab.ssh_key import SshKey
from lab.topology import Terminal

_SSHD = """\
# Left by the installer: the operations centre's key and nothing else opens this terminal.
HostKey /etc/ssh/ssh_host_ed25519_key
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UseDNS no
"""

# systemd-nspawn keeps locks and propagation folders under /run/systemd; a private tmpfs leaves none of them behind.
# `volatile` saves the disk all syncs; its marker would refuse the next mount after a power cut.
_BOOT = """\
set -e
umask 022
root=$1 base=$2 disk=$3
shift 3
mkdir -p /run/systemd "$root" "$disk/upper" "$disk/work"
find "$disk/work" -mindepth 2 -maxdepth 2 -name incompat -exec rm -rf {} +
mount -t tmpfs -o mode=755 tmpfs /run/systemd
mount -t overlay -o "lowerdir=$base,upperdir=$disk/upper,workdir=$disk/work,volatile" overlay "$root"
exec "$@"
"""


@dataclass(frozen=True)
class DiskFile:
    """A file of the disk as it is before the first boot."""

    path: str
    content: bytes
    mode: int = 0o644


def disk_files(lab: str, terminal: Terminal, host_key: SshKey, controller: SshKey) -> tuple[DiskFile, ...]:
    """Return what the installer wrote."""
    machine = hashlib.sha256(f"{lab}/{terminal.id}".encode()).hexdigest()[:32]
    resolvers = "".join(f"nameserver {address}\n" for address in terminal.resolvers)
    return (
        DiskFile("etc/hostname", f"{terminal.id}\n".encode()),
        DiskFile("etc/hosts", f"127.0.0.1 localhost\n127.0.1.1 {terminal.id}\n::1 localhost\n".encode()),
        DiskFile("etc/machine-id", f"{machine}\n".encode(), 0o444),
        DiskFile("etc/resolv.conf", resolvers.encode()),
        DiskFile("etc/systemd/network/10-eth0.network", network_unit(terminal).encode()),
        DiskFile("etc/ssh/sshd_config.d/10-installer.conf", _SSHD.encode()),
        DiskFile("etc/ssh/ssh_host_ed25519_key", host_key.private, 0o600),
        DiskFile("etc/ssh/ssh_host_ed25519_key.pub", f"{host_key.public}\n".encode()),
        DiskFile("root/.ssh/authorized_keys", f"{controller.public} operations\n".encode(), 0o600),
    )


def network_unit(terminal: Terminal) -> str:
    """Return the network configuration: the address the ledger gave, and whatever the router announces over IPv6."""
    address = f"Address={terminal.address}\nGateway={terminal.gateway}\n" if terminal.address else ""
    return f"[Match]\nName=eth0\n\n[Network]\n{address}LinkLocalAddressing=ipv6\nIPv6AcceptRA=yes\n"


def write_disk(disk: Path, files: tuple[DiskFile, ...]) -> None:
    """Write the files into the overlay's upper folder."""
    upper = disk / "upper"
    for file in files:
        path = upper / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(file.mode)
        path.write_bytes(file.content)
        path.chmod(file.mode)
    # An overlay shows the upper folders' modes, and whoever makes a lab may keep his files to himself (umask 077).
    for folder in (upper, *(path for path in upper.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    for private in ("root", "root/.ssh"):
        (upper / private).chmod(0o700)


def boot_command(bench: Bench, terminal: Terminal) -> list[str]:
    """Return the command line that is the terminal: it runs until the terminal is off."""
    root = bench.state / "terminals" / terminal.id / "root"
    return [
        *("unshare", "--mount", "--propagation", "slave", "--", "/bin/sh", "-c", _BOOT, "sh"),
        *(str(root), str(bench.base), str(bench.disks / terminal.id)),
        *("systemd-nspawn", "--quiet", f"--directory={root}", "--boot", "--keep-unit", "--register=no"),
        *(f"--machine={bench.lab}-{terminal.id}", f"--hostname={terminal.id}", "--console=pipe"),
        *("--link-journal=no", "--resolv-conf=off", "--timezone=off", "--notify-ready=yes"),
        # The host firewall and the switching off of IPv6 are the terminal's own work.
        *("--capability=CAP_NET_ADMIN", f"--network-namespace-path={bench.namespace(terminal.role)}"),
    ]


def boot_environment(notify: Path) -> dict[str, str]:
    """Return what systemd-nspawn needs to know besides: who waits for the boot, and that /proc/sys/net is writable."""
    return {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "NOTIFY_SOCKET": str(notify),
        "SYSTEMD_NSPAWN_API_VFS_WRITABLE": "network",
    }
