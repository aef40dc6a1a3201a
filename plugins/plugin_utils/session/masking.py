# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Hiding secrets in text that a device printed, before it is kept or shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MASK = "******"

# A word after which a configuration line of VRP, Comware, RGOS or IOS carries a secret, clear or ciphered.
_KEYWORD = (
    r"cipher|irreversible-cipher|simple|password|secret|pre-shared-key|key-string|community(?:\s+(?:read|write))?|md5"
)
_QUALIFIER = r"\d{1,3}|cipher|irreversible-cipher|simple|hash|sha256|plain"
_SECRET = re.compile(
    rf"(?i)(?<![\w-])(?P<head>(?:{_KEYWORD})(?:[ \t]+(?:{_QUALIFIER})(?=[ \t]))*)[ \t]+(?P<secret>\S+)"
)
# Words that follow one of those words without being a secret.
_HARMLESS = frozenset({"policy", "recovery", "complexity-check", "alert", "expire", "history", "authentication", "rsa"})


def masked(text: str, secrets: Iterable[str] = ()) -> str:
    """Return `text` without secrets.

    Args:
        text: configuration text or a device's answer.
        secrets: values to hide wherever they stand, such as the account's password.
    """
    for secret in secrets:
        if secret:
            text = text.replace(secret, MASK)
    return _SECRET.sub(_hide, text)


def _hide(match: re.Match[str]) -> str:
    if match["secret"].lower() in _HARMLESS:
        return match[0]
    return f"{match['head']} {MASK}"
