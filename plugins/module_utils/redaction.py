# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Hiding secrets in whatever leaves the toolkit: evidence, forms, messages, logs, differences, records, callbacks.

It is the one way out, so nothing that cannot be seen passes it either: a console obeys escape sequences (`plain_text`).

A secret is a value that is given, a text in a form that only secrets have, or what stands behind certain words
(`secret_line`). The passwords of a run are given once (`remember`), so that no way out can do without them.

Runs on terminals too: standard library only, Python 3.8 syntax.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Iterable, List, Mapping, Pattern, Sequence, Set
from urllib.parse import unquote

from .plain_text import seen
from .secret_line import CONFIGURED, SUSPECT, WORDS, without_secrets, without_wrapped
from .secret_look import without_keys
from .secret_words import MASK

# A shorter value is hidden where it stands alone: anywhere it would eat ordinary words.
SHORTEST = 4

_SECRET_NAME = re.compile(r"(?i)passw|passphrase|secret|token|credential|private_?key|psk|community|cipher")
# A text under such a name is a secret; a number (`pass: 3`) and what has parts of its own (`auth: [...]`) is not.
_SECRET_TEXT_NAME = re.compile(r"(?i)(?:\A|[_-])(?:api_?key|key|authorization|auth|pass|pwd|pin|signing_?key)\Z")
_PUBLIC_KEY = re.compile(r"(?:ssh|ecdsa|sk)-[\w@.-]{1,60} ")


# Words of ours by which a result is understood; a password that happens to be one of them must not change what it says.
_OURS = frozenset(
    (
        "clause",
        "subject",
        "name",
        "status",
        "source",
        "kind",
        "guard",
        "guard_name",
        "standing",
        "plan",
        "site",
        "host",
        "terminal",
    )
)
_REMEMBERED: Set[str] = set()


def remember(secrets: Iterable[str]) -> None:
    """Hide these values from now on in every text that leaves this process; words shorter than `SHORTEST` are no secrets."""
    _REMEMBERED.update(each for each in _spellings(secrets) if len(each) >= SHORTEST)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """Return text without secrets and control characters; what is hidden already stays as it is.

    Args:
        text: lines of any kind.
        secrets: values to hide wherever they stand, besides those that are remembered.
    """
    return _hide(text, _REMEMBERED.union(_spellings(secrets)))


def _hide(text: str, spellings: Set[str]) -> str:
    text = seen(text)
    for secret in sorted(spellings, key=len, reverse=True):
        text = _without(text, secret)
    if "-----BEGIN" in text:
        text = without_keys(text)
    return "\n".join(without_wrapped(text.split("\n"))) if SUSPECT.search(text) else text


def redacted(value: Any, secrets: Sequence[str] = ()) -> Any:
    """Return JSON types without secrets: every text, names too, and whatever a key with a secret's name has."""
    return _redacted(value, _REMEMBERED.union(_spellings(secrets)), _spellings(secrets))


def _redacted(value: Any, spellings: Set[str], given: Set[str]) -> Any:
    """Go through a value; in keys and words of ours only what was `given` for it is hidden."""
    if isinstance(value, Mapping):
        return {
            _hide(str(k), given): MASK
            if _names_secret(str(k), v)
            else _redacted(v, given if k in _OURS else spellings, given)
            for k, v in value.items()
        }
    if isinstance(value, (list, tuple)):
        return _command([_redacted(entry, spellings, given) for entry in value])
    if isinstance(value, (bytes, bytearray)):
        value = value.decode("utf-8", "replace")
    return _hide(value, spellings) if isinstance(value, str) else value


def _names_secret(name: str, value: Any) -> bool:
    if _SECRET_NAME.search(name):
        return True
    text = isinstance(value, (str, bytes)) and not (isinstance(value, str) and _PUBLIC_KEY.match(value))
    return text and _SECRET_TEXT_NAME.search(name) is not None


def _command(entries: List[Any]) -> List[Any]:
    """Return the words of a list that is a configuration line (`["enable", "secret", …]`) without its secret."""
    if not all(isinstance(entry, str) and WORDS.fullmatch(entry) for entry in entries):
        return entries
    if not entries or not CONFIGURED.match(entries[0].lower()):
        return entries
    words = without_secrets(" ".join(entries)).split(" ")
    return words + [MASK] * (len(entries) - len(words))


def _spellings(secrets: Iterable[str]) -> Set[str]:
    """Return given values as they are, as a console shows them, without their line breaks, and as a URL means them."""
    found: Set[str] = set()
    for secret in secrets:
        for each in (secret, seen(secret), "".join(secret.splitlines()), " ".join(secret.split())):
            found |= {each, unquote(each)}
    return {each for each in found if each.strip()}


@lru_cache(maxsize=64)
def _broken(secret: str) -> Pattern[str]:
    """Return the pattern of a value that is broken over lines anywhere, as a console of 80 columns does it."""
    return re.compile(r"(?:[ \t]{0,80}\n[ \t]{0,80})?".join(map(re.escape, secret)))


def _without(text: str, secret: str) -> str:
    if len(secret) >= SHORTEST:
        text = text.replace(secret, MASK)
        return _broken(secret).sub(MASK, text) if "\n" in text else text
    return re.sub(rf"(?<![\w-]){re.escape(secret)}(?![\w-])", MASK, text)
