# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Writing the file of host keys: one writer at a time, whole at any moment, nothing replaced that was not named."""

from __future__ import annotations

import fcntl
import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

import paramiko

from ...module_utils.message import say
from ..base import atomic_file, host_keys, key_file, own_file
from ..base.errors import KioskError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ..base.host_keys import Endpoint

MODE = 0o644


def record(endpoint: Endpoint, key: paramiko.PKey, *, replace: bool = False) -> bool:
    """Put a key on file.

    Args:
        endpoint: whose key it is, and in which file it belongs.
        key: the key that a person has compared.
        replace: in place of those that are there for it; without this, another key is never touched.

    Returns:
        Whether the file was changed.

    Raises:
        KioskError: another key is on file, or the file cannot be written.
    """
    name = host_keys.entry_name(endpoint)
    with _edited(endpoint.known_hosts) as lines:
        known = host_keys.keys_of(endpoint)
        if key in known.values():
            return False
        if known and not replace:
            raise host_keys.changed(endpoint, key, known.values())
        kept = [left for line in lines if (left := _without(line, name) if known else line) is not None]
        lines[:] = [*kept, f"{name} {key.get_name()} {key.get_base64()}"]
        return True


def record_name(endpoint: Endpoint, host_name: str, *, replace: bool = False) -> bool:
    """Put the host name that a device prints on file, beside its keys.

    Args:
        endpoint: whose name it is.
        host_name: the name that a person has seen.
        replace: in place of the one that is there for it; without this, another name is never touched.

    Returns:
        Whether the file was changed.

    Raises:
        KioskError: another name is on file, or no key, or the file cannot be written.
    """
    name = host_keys.entry_name(endpoint)
    with _edited(endpoint.known_hosts) as lines:
        filed = host_keys.name_of(endpoint)
        if filed == host_name:
            return False
        if filed and not replace:
            raise host_keys.another_name(endpoint, host_name, filed)
        keys = host_keys.keys_of(endpoint)
        if not keys:
            raise KioskError(
                say("has no host key on file to put its name beside"),
                where=endpoint.host,
                fix=say("record its key first"),
                id="host-name-without-key",
            )
        kept = [left for line in lines if (left := _without(line, name)) is not None]
        comment = key_file.host_name_comment(host_name)
        lines[:] = [*kept, *(f"{name} {kind} {key.get_base64()} {comment}" for kind, key in keys.items())]
        return True


@contextmanager
def _edited(path: Path) -> Iterator[list[str]]:
    """Give the file's lines to be changed in place; what is left unchanged is not written."""
    try:
        with _locked(path):
            lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
            before = list(lines)
            yield lines
            if lines != before:
                mode = stat.S_IMODE(path.stat().st_mode) if path.is_file() else MODE
                atomic_file.put(path, ("\n".join(lines) + "\n").encode(), mode)
    except OSError as error:
        what = say("cannot be written: {reason}", reason=error.strerror)
        fix = say("give whoever deploys write access to the folder, and the disk room")
        raise KioskError(what, where=str(path), fix=fix, id="known-hosts-not-written") from None


def _without(line: str, name: str) -> str | None:
    """Return a line without one name, None if nothing is left of it; marks and comments stay."""
    fields = line.split(None, 1)
    if len(fields) < 2 or fields[0].startswith(("#", "@")):
        return line
    names = [pattern for pattern in fields[0].split(",") if not key_file.is_name(pattern, name)]
    if len(names) == len(fields[0].split(",")):
        return line
    return f"{','.join(names)} {fields[1]}" if names else None


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the one lock of the file; the kernel lets go of it when the process ends, however it ends."""
    descriptor = own_file.opened(path.with_name(f".{path.name}.lock"), os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
