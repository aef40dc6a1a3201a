# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Host keys as Ansible and people get to see them, and back from there to the file."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import paramiko

from ..base import host_keys
from ..base.errors import KioskError
from ..base.host_result import failure
from . import fingerprint_hints, known_hosts
from .key_scan import Found, Server

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from .key_scan import Seen


def server_of(host: str, variables: Mapping[str, Any], file: Path, timeout: float) -> Server | None:
    """Return the SSH server that an inventory host is, None for a terminal that has no address yet."""
    address = str(variables.get("ansible_host") or "")
    port, platform = int(variables.get("ansible_port") or 22), str(variables.get("govkiosk_platform") or "")
    return Server(host, address, file, port, platform, timeout) if address else None


def slot(seen: Seen, replace: Collection[str]) -> dict[str, Any]:
    """Return a host's result; another key than the one on file fails it, unless it is named in `replace`."""
    if seen.error or seen.key is None:
        return {"changed": False} | failure(seen.error or KioskError("shows no host key", where=seen.server.host))
    told: dict[str, Any] = {
        "changed": False,
        "found": str(seen.found),
        "key": f"{seen.key.get_name()} {seen.key.get_base64()}",
        "open": _open(seen, replace),
        "msg": f"{host_keys.fingerprint(seen.key)} is {seen.found}",
    }
    if seen.found is Found.CHANGED and not told["open"]:
        told |= failure(host_keys.changed(seen.server, seen.key, seen.filed))
    return told


def table(results: Iterable[Seen], replace: Collection[str]) -> Iterator[str]:
    """Tell which keys are not on file, with all that a person needs to compare them; the others are only counted."""
    seen = sorted(results, key=lambda one: one.server.host)
    known = sum(one.found is Found.KNOWN for one in seen)
    yield f"{len(seen)} asked: {known} show the key on file"
    for one in seen:
        if one.key is None or one.found is Found.KNOWN:
            continue
        yield ""
        yield f"{one.server.host} ({one.server.address} port {one.server.port}): {_what(one, replace)}"
        yield from (f"    on file: {host_keys.fingerprint(key)}" for key in one.filed)
        yield from (f"    {line}" for line in fingerprint_hints.comparison(one.server.platform, one.key))


def record(server: Server, found: Mapping[str, Any], *, check_mode: bool) -> dict[str, Any]:
    """Put the key of a host's result on file, and return the host's next result.

    Args:
        server: whose key it is.
        found: the host's result, as `slot` has made it.
        check_mode: only say what would be done.
    """
    if not found.get("open"):
        return {"changed": False, "msg": str(found.get("msg") or "nothing to record")}
    kind, text = str(found["key"]).split()
    key = paramiko.PKey.from_type_string(kind, base64.b64decode(text))
    try:
        changed = check_mode or known_hosts.record(server, key, replace=found["found"] == Found.CHANGED)
    except KioskError as error:
        return {"changed": False} | failure(error)
    return {"changed": changed, "msg": f"{host_keys.fingerprint(key)} is now in {server.known_hosts}"}


def _open(seen: Seen, replace: Collection[str]) -> bool:
    """Tell whether the key waits for somebody to accept it."""
    return seen.found is Found.NEW or (seen.found is Found.CHANGED and seen.server.host in replace)


def _what(seen: Seen, replace: Collection[str]) -> str:
    if seen.found is Found.NEW:
        return "no key on file yet"
    return "ANOTHER KEY THAN THE ONE ON FILE" + (", which is to be replaced" if _open(seen, replace) else "")
