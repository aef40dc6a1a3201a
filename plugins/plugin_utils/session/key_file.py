# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A known_hosts file, read once for all devices of a run: 10,000 devices must not each read 10,000 lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import paramiko
from ansible_collections.govkiosk.site.plugins.plugin_utils.errors import KioskError, Where

# Marks a name that is only there as its hash (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).
HASHED = "|1|"
Keys = dict[str, paramiko.PKey]


@dataclass(frozen=True)
class KeyFile:
    """The keys by name and by key type; paramiko's own table is searched from its beginning for every name."""

    clear: dict[str, Keys] = field(default_factory=dict)
    hashed: dict[str, Keys] = field(default_factory=dict)

    def of(self, name: str) -> Keys:
        """Return the keys of a name by key type."""
        found = dict(self.clear.get(name, {}))
        for one, keys in self.hashed.items():
            if is_name(one, name):
                found |= keys
        return found


def is_name(entry: str, name: str) -> bool:
    """Tell whether a name as the file has it, clear or hashed, is this one."""
    return entry == name or (entry.startswith(HASHED) and paramiko.HostKeys.hash_host(name, entry) == entry)


def load(path: Path) -> KeyFile:
    """Return the keys on file, none if there is no such file; lines with a mark (@revoked) are no keys to trust.

    Raises:
        KioskError: a line is no key.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        return KeyFile()
    return _read(path, (status.st_ino, status.st_mtime_ns, status.st_size))


@lru_cache(maxsize=4)
def _read(path: Path, _state: tuple[int, int, int]) -> KeyFile:
    file = KeyFile()
    for number, line in enumerate(map(str.strip, path.read_text(encoding="utf-8").splitlines()), 1):
        if not line or line.startswith(("#", "@")):
            continue
        entry = _entry(path, number, line)
        for name in entry.hostnames:
            names = file.hashed if name.startswith(HASHED) else file.clear
            names.setdefault(name, {})[entry.key.get_name()] = entry.key
    return file


def _entry(path: Path, number: int, line: str) -> paramiko.hostkeys.HostKeyEntry:
    try:
        entry = paramiko.hostkeys.HostKeyEntry.from_line(line, number)
    except (paramiko.hostkeys.InvalidHostKey, paramiko.SSHException, ValueError):
        entry = None
    if entry is None:
        what, fix = "the line is no host key", "take the line out, then record the key again"
        raise KioskError(what, where=Where(str(path), number, 1), fix=fix)
    return entry
