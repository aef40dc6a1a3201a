# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Host keys as Ansible and people get to see them, and back from there to the file."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import paramiko

from ...module_utils.message import join, say
from ..base import host_keys
from ..base.errors import KioskError
from ..base.host_result import failure
from ..base.language import translated
from . import fingerprint_hints, known_hosts
from .key_scan import Found, Server

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from .key_scan import Seen


#: How a key or a name is related to those on file, as people read it.
FOUND = {Found.KNOWN: say("is known"), Found.NEW: say("is new"), Found.CHANGED: say("is changed")}


def server_of(host: str, variables: Mapping[str, Any], file: Path, timeout: float) -> Server | None:
    """Return the SSH server that an inventory host is, None for a terminal that has no address yet."""
    address = str(variables.get("ansible_host") or "")
    port, platform = int(variables.get("ansible_port") or 22), str(variables.get("govkiosk_platform") or "")
    return Server(host, address, file, port, platform, timeout) if address else None


def slot(seen: Seen, replace: Collection[str]) -> dict[str, Any]:
    """Return a host's result; another key than the one on file fails it, unless it is named in `replace`."""
    if seen.error or seen.key is None:
        return {"changed": False} | failure(
            seen.error or KioskError(say("shows no host key"), where=seen.server.host, id="host-key-none")
        )
    result: dict[str, Any] = {
        "changed": False,
        "found": str(seen.found),
        "key": f"{seen.key.get_name()} {seen.key.get_base64()}",
        "open": _open(seen, replace),
        "msg": translated(join([host_keys.fingerprint(seen.key), FOUND[seen.found or Found.NEW]], " ")),
    }
    if seen.found is Found.CHANGED and not result["open"]:
        result |= failure(host_keys.changed(seen.server, seen.key, seen.filed))
    return result


def table(results: Iterable[Seen], replace: Collection[str]) -> Iterator[str]:
    """Tell which keys are not on file, with all that a person needs to compare them; the others are only counted."""
    seen = sorted(results, key=lambda scan: scan.server.host)
    known = sum(scan.found is Found.KNOWN for scan in seen)
    yield translated(say("{count} asked: {known} show the key on file", count=len(seen), known=known))
    for scan in seen:
        if scan.key is None or scan.found is Found.KNOWN:
            continue
        yield ""
        where = {"host": scan.server.host, "address": scan.server.address, "port": scan.server.port}
        yield translated(say("{host} ({address} port {port}): {what}", what=_what(scan, replace), **where))
        for key in scan.filed:
            yield translated(say("    on file: {fingerprint}", fingerprint=host_keys.fingerprint(key)))
        yield from (f"    {line}" for line in fingerprint_hints.comparison(scan.server.platform, scan.key))


def record(server: Server, found: Mapping[str, Any], *, check_mode: bool) -> dict[str, Any]:
    """Put the key of a host's result on file, and return the host's next result.

    Args:
        server: whose key it is.
        found: the host's result, as `slot` has made it.
        check_mode: only say what would be done.
    """
    if not found.get("open"):
        return {"changed": False, "msg": str(found.get("msg") or translated(say("nothing to record")))}
    kind, text = str(found["key"]).split()
    key = paramiko.PKey.from_type_string(kind, base64.b64decode(text))
    try:
        changed = check_mode or known_hosts.record(server, key, replace=found["found"] == Found.CHANGED)
    except KioskError as error:
        return {"changed": False} | failure(error)
    what = say("{key} is now in {file}", key=host_keys.fingerprint(key), file=server.known_hosts)
    return {"changed": changed, "msg": translated(what)}


def _open(seen: Seen, replace: Collection[str]) -> bool:
    """Tell whether the key waits for somebody to accept it."""
    return seen.found is Found.NEW or (seen.found is Found.CHANGED and seen.server.host in replace)


def _what(seen: Seen, replace: Collection[str]) -> str:
    if seen.found is Found.NEW:
        return say("no key on file yet")
    if _open(seen, replace):
        return say("ANOTHER KEY THAN THE ONE ON FILE, which is to be replaced")
    return say("ANOTHER KEY THAN THE ONE ON FILE")
