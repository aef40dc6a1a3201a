# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Tells one state of our own code from any other, so that what was cached by a former release or edit is not used."""

from __future__ import annotations

import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

import pydantic

_PLUGINS = Path(__file__).parents[2]


@cache
def code_version(folder: Path = _PLUGINS) -> bytes:
    """Give a digest of all the code in a folder, ours unless said otherwise, and of what it runs on."""
    sources = sorted(folder.rglob("*.py"))
    parts = [sys.version.encode(), pydantic.VERSION.encode()]
    for path in sources:
        parts += [str(path.relative_to(folder)).encode(), path.read_bytes()]
    return sha256(b"\0".join(sha256(part).digest() for part in parts)).digest()
