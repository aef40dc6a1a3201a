# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A known_hosts file, read once for all devices of a run: 10,000 devices must not each read 10,000 lines.

A line's comment may have the host name that the device prints in its prompt: `hostname=HALL-A`, with %XX for what is no
letter, digit, `.`, `_`, `-` or `~`. OpenSSH passes comments over (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, unquote

import paramiko

from ...module_utils.message import say
from .errors import KioskError
from .problem import Where

# Marks a name that is only there as its hash (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).
HASHED = "|1|"
# After the names, the kind and the key.
_HOST_NAME = re.compile(r"^\s*\S+\s+\S+\s+\S+\s(?:.*\s)?hostname=(\S+)")
Keys = dict[str, paramiko.PKey]


@dataclass(frozen=True)
class KeyFile:
    """The keys by name and by key type; paramiko's own table is searched from its beginning for every name."""

    clear: dict[str, Keys] = field(default_factory=dict)
    hashed: dict[str, Keys] = field(default_factory=dict)
    host_names: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> Keys:
        """Return the keys of a name by key type."""
        found = dict(self.clear.get(name, {}))
        for pattern, keys in self.hashed.items():
            if is_name(pattern, name):
                found |= keys
        return found

    def host_name(self, name: str) -> str:
        """Return the host name on file beside a name's keys, empty if there is none."""
        if (found := self.host_names.get(name)) is not None:
            return found
        return next((host for pattern, host in self.host_names.items() if is_name(pattern, name)), "")


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
            _keep_host_name(file, name, line, Where(str(path), number, 1))
    return file


def _keep_host_name(file: KeyFile, name: str, line: str, where: Where) -> None:
    said = host_name_in(line)
    if said and file.host_names.setdefault(name, said) != said:
        what = say(
            "{name} has two host names on file, {first} and {second}",
            name=name,
            first=file.host_names[name],
            second=said,
        )
        raise KioskError(what, where=where, fix=say("keep the line that is right"), id="host-name-twice")


def host_name_in(line: str) -> str:
    """Return the host name that a line's comment has, empty if it has none."""
    found = _HOST_NAME.search(line)
    return unquote(found[1]) if found else ""


def host_name_comment(name: str) -> str:
    """Return a host name as a line's comment has it."""
    return f"hostname={quote(name, safe='')}"


def _entry(path: Path, number: int, line: str) -> paramiko.hostkeys.HostKeyEntry:
    try:
        entry = paramiko.hostkeys.HostKeyEntry.from_line(line, number)
    except (paramiko.hostkeys.InvalidHostKey, paramiko.SSHException, ValueError):
        entry = None
    if entry is None:
        what, fix = say("the line is no host key"), say("take the line out, then record the key again")
        raise KioskError(what, where=Where(str(path), number, 1), fix=fix, id="host-key-unreadable")
    return entry
