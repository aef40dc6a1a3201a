# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Tells one state of our own code from any other, so that what was cached by a former release or edit is not used."""

from __future__ import annotations

import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

import pydantic


@cache
def code_version(folder: str = "") -> bytes:
    """Give a digest of the code in one folder of the library, or in all of it, and of what it runs on."""
    sources = sorted((Path(__file__).parent / folder).rglob("*.py"))
    parts = [sys.version.encode(), pydantic.VERSION.encode(), *(path.read_bytes() for path in sources)]
    return sha256(b"\0".join(sha256(part).digest() for part in parts)).digest()
