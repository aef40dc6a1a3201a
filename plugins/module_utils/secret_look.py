# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Secrets that are known by their own look: ciphered texts, passwords in URLs, `password=…`, numbers of SIM cards, private keys.

Runs on terminals too: standard library only, Python 3.8 syntax.
"""

from __future__ import annotations

import re
from typing import List

from .secret_words import MASK

# VRP's ends as it begins; any other, and one that is cut off, with its word.
_CIPHERED = re.compile(r"\$(?:1[a-z]|\d|[56y]|2[aby]|[ch]\$\d+)\$.*|(%[\^@$+]%[#@$%]?).*?(?:\1|\Z)")
# JSON may write `\/` for `/`.
_URL = re.compile(r":\\?/\\?/")
# Names of what has a secret behind `=` or `:`; `pass: 3` counts what passed.
NAMES = (
    r"passw(?:or)?d|passphrase|_pass|sshpass|(?<![a-z])pass(?==)|(?<![a-z])pwd|secret|token|cookie|psk|"
    r"api[_-]?key|access[_-]key"
)
_ASSIGNED = re.compile(rf"(?i)((?:{NAMES})[\"']?[=:：][\"']?)([^\s,;&\"'}}<]+)")
# Numbers of a SIM card: IMSI of China (ITU-T E.212, country 460), ICCID (E.118, 89 and 86).
_SIM = re.compile(r"(?<!\d)(?:46\d{13}|8986\d{15,16})(?!\d)")
_KEY_BEGINS, _KEY_ENDS = (
    re.compile(r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----"),
    re.compile(r"-----END [A-Z ]{0,40}KEY-----"),
)


def in_word(word: str) -> str:
    """Return a word without what is a secret by its own look."""
    word = _CIPHERED.sub(MASK, word)
    if "@" in word:
        word = _without_login(word)
    if "=" in word or ":" in word or "：" in word:
        word = _ASSIGNED.sub(rf"\g<1>{MASK}", word)
    return _SIM.sub(MASK, word)


def _without_login(word: str) -> str:
    """Hide the password of a URL, and a name without one before a web server; a name and a password may have a slash or an @."""
    begins, ends = _URL.search(word), word.rfind("@")
    if begins is None or ends <= begins.end():
        return word
    name, colon, _password = word[begins.end() : ends].partition(":")
    if colon:
        return word[: begins.end() + len(name) + 1] + MASK + word[ends:]
    if "/" in name or not word[: begins.start()].lower().endswith(("http", "https")):
        return word
    return word[: begins.end()] + MASK + word[ends:]


def without_keys(text: str) -> str:
    """Hide private keys (RFC 7468), also one whose end is missing."""
    kept: List[str] = []
    place = 0
    while True:
        begins = _KEY_BEGINS.search(text, place)
        if begins is None:
            return "".join([*kept, text[place:]])
        kept += [text[place : begins.start()], MASK]
        ends = _KEY_ENDS.search(text, begins.end())
        if ends is None:
            return "".join(kept)
        place = ends.end()
