# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Sites that were read and found valid before, so that 10,000 unchanged files are neither parsed nor validated again.

One file per inventory folder below `$XDG_CACHE_HOME/govkiosk` (`~/.cache/govkiosk`). A site is found by its file's
content and place and by the code that read it: never stale, whatever git or an editor does to times, and old entries
drop out by themselves. That the rules found nothing wrong with it is kept beside it, for the city and the catalogue that they
were given and for that day; what is wrong is never kept, nor what depends on other sites (uniqueness).

It only ever saves time (`user_cache.py`).
"""

from __future__ import annotations

import io
import pickle
import struct
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from hashlib import sha256
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path
from typing import Any, NamedTuple

from ..base import user_cache
from ..base.code_version import code_version
from .site import Site

_MAGIC = b"govkiosk sites 2\n"
_ENTRY = struct.Struct(">32s32sI")
_NEVER = bytes(32)
_MODEL = Site.__module__.rpartition(".")[0]
_VALUES = {(kind.__module__, kind.__name__): kind for kind in (IPv4Address, IPv4Network, date)}


class Kept(NamedTuple):
    """A site as it was read, and the surroundings in which the rules found nothing wrong with it."""

    site: bytes
    faultless_in: bytes = _NEVER


class SiteCache:
    """The sites of one inventory folder: look each file up, keep what had to be read, save at the end."""

    def __init__(self, path: Path | None, entries: Mapping[bytes, Kept]) -> None:
        self._path = path
        self._known = entries
        self._used: dict[bytes, Kept] = {}
        self._new = False

    @classmethod
    def of(cls, folder: Path) -> SiteCache:
        """Open the cache of the inventory in `folder`; it is empty where there is none that can be trusted."""
        path = user_cache.place(folder, "sites")
        return cls(path, _entries(user_cache.trusted(path)) if path else {})

    def find(self, key: bytes) -> Site | None:
        """Give the site under `key`, if it is there and whole."""
        kept = self._known.get(key)
        if kept is None:
            return None
        try:
            site = _Reader(io.BytesIO(kept.site)).load()
        except Exception:  # noqa: BLE001  (whatever is wrong with it, the file itself is read instead)
            return None
        if not isinstance(site, Site):
            return None
        self._used[key] = kept
        return site

    def keep(self, key: bytes, site: Site) -> None:
        """Remember a site that was read and is valid by itself."""
        self._used[key] = Kept(pickle.dumps(site, protocol=5))
        self._new = True

    def faultless(self, key: bytes, around: bytes) -> bool:
        """Tell whether the rules found nothing wrong with the site in these surroundings; never in `b""`, which are not known."""
        kept = self._used.get(key)
        return bool(around) and kept is not None and kept.faultless_in == around

    def keep_faultless(self, key: bytes, around: bytes) -> None:
        """Remember that the rules found nothing wrong with it."""
        kept = self._used.get(key)
        if around and kept is not None:
            self._used[key] = kept._replace(faultless_in=around)
            self._new = True

    def save(self) -> None:
        """Write what was used this time, if that is not what the file holds already."""
        if self._path is None or not (self._new or len(self._used) < len(self._known)):
            return
        body = b"".join(
            _ENTRY.pack(key, kept.faultless_in, len(kept.site)) + kept.site for key, kept in self._used.items()
        )
        with suppress(OSError):
            user_cache.put(self._path, user_cache.sealed(_MAGIC, body))


def key(content: bytes, district: str, site: str) -> bytes:
    """Give the key of a site file: all that the site read from it depends on."""
    return sha256(b"\0".join((code_version(), district.encode(), site.encode(), content))).digest()


def surroundings(city: bytes, catalogue: bytes, day: date) -> bytes:
    """Give the digest of all that the rules look at beside a site's own file."""
    parts = (code_version(), sha256(city).digest(), sha256(catalogue).digest(), day.isoformat().encode())
    return sha256(b"\0".join(parts)).digest()


class _Reader(pickle.Unpickler):
    """Makes values of the model and nothing else, so that not even a planted file can run anything."""

    def find_class(self, module: str, name: str) -> Any:
        return _class(module, name)


@cache
def _class(module: str, name: str) -> type:
    kind = _VALUES.get((module, name))
    if kind is None and module.startswith(f"{_MODEL}."):
        kind = vars(sys.modules[module]).get(name)
    if not isinstance(kind, type) or kind.__module__ != module:
        raise pickle.UnpicklingError(f"{module}.{name}")
    return kind


def _entries(content: bytes) -> dict[bytes, Kept]:
    if user_cache.unsealed(_MAGIC, content) is None:
        return {}
    entries, at = {}, len(_MAGIC) + sha256().digest_size
    with suppress(struct.error):
        while at < len(content):
            name, faultless_in, size = _ENTRY.unpack_from(content, at)
            at += _ENTRY.size
            entries[name] = Kept(content[at : at + size], faultless_in)
            at += size
    return entries
