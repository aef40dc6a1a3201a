# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Hiding secrets in whatever leaves the toolkit: evidence, forms, messages, logs, differences, records, callbacks.

It is the one way out, so nothing that cannot be seen passes it either: a console obeys escape sequences (`plain_text`).

A secret is a value that is given, a text in a form that only secrets have, or what stands behind certain words
(`secret_line`). The passwords of a run are given once (`remember`), so that no way out can do without them.

Runs on terminals too: standard library only, Python 3.8 syntax.
"""

from __future__ import annotations

import html
import json
import re
from functools import lru_cache
from typing import Any, Dict, Iterable, List, Mapping, Pattern, Sequence, Set, Tuple
from urllib.parse import quote, quote_plus, unquote

from .plain_text import seen
from .secret_line import CONFIGURED, WORDS, is_suspect, without_secrets, without_wrapped
from .secret_look import without_keys
from .secret_words import MASK

# A shorter value is hidden where it stands alone: anywhere it would eat ordinary words.
SHORTEST = 4

_SECRET_NAME = re.compile(r"(?i)passw|passphrase|secret|token|credential|private_?key|psk|community|cipher")
# A text under such a name is a secret; a number (`pass: 3`) and what has parts of its own (`auth: [...]`) is not.
_SECRET_TEXT_NAME = re.compile(
    r"(?i)(?:\A|[_-])(?:api_?key|key|authorization|auth|pass|pwd|pw|pin|otp|creds?|pre_?shared|wpa|snmp_r[ow]|signing_?key)[_-]?\d*\Z"
)
# Half a pair of UTF-16 has no UTF-8, so no URL.
_ENCODES = re.compile("[\ud800-\udfff]")
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


class _Known:
    """Values to hide, and which of them a text can have: a city has thousands, and a text of ours a handful of words."""

    #: So many are looked for one by one.
    FEW = 64

    def __init__(self, spellings: Iterable[str] = ()) -> None:
        self._all: Set[str] = set()
        self._short: Set[str] = set()
        self._by_start: Dict[str, List[str]] = {}
        self.add(spellings)

    def add(self, spellings: Iterable[str]) -> None:
        for each in set(spellings) - self._all:
            self._all.add(each)
            start = "".join(each.split())[:SHORTEST]
            if len(start) < SHORTEST:
                self._short.add(each)
            else:
                self._by_start.setdefault(start, []).append(each)

    def clear(self) -> None:
        for each in (self._all, self._short, self._by_start):
            each.clear()

    def within(self, text: str) -> Set[str]:
        """Return those that may stand in a text, wherever it is broken: whatever blanks are between, their start is there."""
        if len(self._all) <= self.FEW:
            return self._all
        dense = "".join(text.split())
        starts = {dense[at : at + SHORTEST] for at in range(len(dense))} & self._by_start.keys()
        return self._short.union(*(self._by_start[start] for start in starts))


_REMEMBERED = _Known()


def remember(secrets: Iterable[str]) -> None:
    """Hide these values from now on in every text that leaves this process; words shorter than `SHORTEST` are no secrets."""
    _REMEMBERED.add(each for each in _spellings(secrets) if len(each) >= SHORTEST)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """Return text without secrets and control characters; what is hidden already stays as it is.

    Args:
        text: lines of any kind.
        secrets: values to hide wherever they stand, besides those that are remembered.
    """
    return _hide(text, (_REMEMBERED, _given(tuple(secrets))))


@lru_cache(maxsize=8)
def _given(secrets: Tuple[str, ...]) -> _Known:
    """Return the values of a call, which are the same ones in most calls of a run."""
    return _Known(_spellings(secrets))


def _hide(text: str, known: Sequence[_Known]) -> str:
    text = seen(text)
    for secret in sorted(set().union(*(each.within(text) for each in known)), key=len, reverse=True):
        text = _without(text, secret)
    if "-----BEGIN" in text:
        text = without_keys(text)
    return "\n".join(without_wrapped(text.split("\n"))) if is_suspect(text) else text


def redacted(value: Any, secrets: Sequence[str] = ()) -> Any:
    """Return JSON types without secrets: every text, names too, and whatever a key with a secret's name has."""
    given = (_given(tuple(secrets)),)
    return _redacted(value, (_REMEMBERED, *given), given)


def _redacted(value: Any, known: Sequence[_Known], given: Sequence[_Known]) -> Any:
    """Go through a value; in keys and words of ours only what was `given` for it is hidden."""
    if _is_message(value):
        values = {name: _redacted(part, known, given) for name, part in value["values"].items()}
        text = {"text": _redacted(value["text"], known, given)} if "text" in value else {}
        return {"id": value["id"], "values": values, **text}
    if isinstance(value, Mapping):
        return {
            _hide(str(k), given): MASK
            if _names_secret(str(k), v)
            else _redacted(v, given if k in _OURS else known, given)
            for k, v in value.items()
        }
    if isinstance(value, (list, tuple)):
        return _command([_redacted(entry, known, given) for entry in value])
    if isinstance(value, (bytes, bytearray)):
        value = value.decode("utf-8", "replace")
    return _hide(value, known) if isinstance(value, str) else value


def _is_message(value: Any) -> bool:
    """Tell whether it is a message as it is sent and kept: the names of its values are those of places in a sentence."""
    return (
        isinstance(value, Mapping)
        and {"id", "values"} <= value.keys() <= {"id", "values", "text"}
        and isinstance(value["id"], str)
        and isinstance(value["values"], Mapping)
    )


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
    """Return given values as they are, as a console shows them, without their line breaks, and as others write them."""
    found: Set[str] = set()
    for secret in secrets:
        for each in (secret, seen(secret), "".join(secret.splitlines()), " ".join(secret.split())):
            found |= {each, unquote(each)}
            if not each.isalnum():
                found |= _escaped(each)
    return {each for each in found if each.strip()}


def _escaped(text: str) -> Set[str]:
    """Return a text as it stands in a URL, in HTML, and between the quotes of JSON and Python."""
    url = (quote(text, safe=""), quote(text), quote_plus(text)) if _ENCODES.search(text) is None else ()
    quoted = (json.dumps(text), json.dumps(text, ensure_ascii=False), repr(text))
    return {*url, *(each[1:-1] for each in quoted), html.escape(text), html.escape(text, quote=False)}


@lru_cache(maxsize=64)
def _broken(secret: str) -> Pattern[str]:
    """Return the pattern of a value that is broken over lines anywhere, as a console of 80 columns does it."""
    return re.compile(r"(?:[ \t]{0,80}\n[ \t]{0,80})?".join(map(re.escape, secret)))


def _without(text: str, secret: str) -> str:
    if len(secret) >= SHORTEST:
        text = text.replace(secret, MASK)
        return _broken(secret).sub(MASK, text) if "\n" in text else text
    return re.sub(rf"(?<![\w-]){re.escape(secret)}(?![\w-])", MASK, text)
