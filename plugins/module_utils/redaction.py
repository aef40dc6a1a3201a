# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Hiding secrets in whatever leaves the toolkit: evidence, forms, messages, logs, differences, records, callbacks.

It is the one way out, so nothing that cannot be seen passes it either: a console obeys escape sequences (`plain_text`).

A secret is a value that is given, a text in a form that only secrets have, or what stands behind certain words
(`secret_words`). A line is read word by word from its beginning, and no word is looked at again: its time grows with the
length of the text and no faster, whatever a device prints.

Runs on terminals too: standard library only, Python 3.8 syntax.
"""

from __future__ import annotations

import re
from typing import Any, Iterable, List, Mapping, Optional, Pattern, Sequence, Tuple

from .plain_text import seen
from .secret_words import BEFORE, CONFIGURATION, FORMS, FORMS_OF_TWO, HEADS, KEY, NO_SECRET, PROSE, REST, WORD, Head

MASK = "******"
# A shorter value is hidden where it stands alone: anywhere it would eat ordinary words.
SHORTEST = 4
# So many letters of a word are looked at to tell which one it is.
_LOOK = 64

_WORDS = re.compile(r"\S+")
# Most lines have nothing of all this, and need no further look.
_SUSPECT = re.compile(
    r"(?i)passw|passphrase|pass-phrase|secret|key|cipher|simple|hash|plain|psk|securityname|community|verify|md5|sha|auth|"
    r"priv|host|cak|ckn|imsi|iccid|msisdn|bearer|token|activation|\$[0-9a-z]|%[\^@$+]|://|46\d{13}|8986\d{15}"
)
_CIPHERED = re.compile(r"\$(?:1[a-z]|\d|[56y]|2[aby]|[ch]\$\d+)\$|%[\^@$+]%[#@$%]?")
_URL = re.compile(r"(://[^/\s:@]*:)[^/\s]*(?=@)")
_ASSIGNED = re.compile(
    r"(?i)((?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]key|psk)[\"']?[=:][\"']?)([^\s,;&\"'}]+)"
)
_ASSIGNS = re.compile(
    r"(?i).*(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]key|psk|authorization)[\"']?[=:]"
)
# Numbers of a SIM card: IMSI of China (ITU-T E.212, country 460), ICCID (E.118, 89 and 86).
_SIM = re.compile(r"(?<!\d)(?:46\d{13}|8986\d{15,16})(?!\d)")
_KEY_BEGINS, _KEY_ENDS = (
    re.compile(r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----"),
    re.compile(r"-----END [A-Z ]{0,40}KEY-----"),
)
_SECRET_NAME = re.compile(r"(?i)passw|passphrase|secret|token|credential|private_?key|psk|community|cipher")
_OPENING, _CLOSING = "\"'`({[", "\"',;:.)]}"


def _whole(pattern: str) -> Pattern[str]:
    return re.compile(rf"(?:{pattern})\Z")


_HEADS = [([_whole(word) for word in head.words], head, _whole(head.within or r"\S*")) for head in HEADS]
_FORM, _FORM_OF_TWO, _NO_SECRET = _whole(FORMS), _whole(FORMS_OF_TWO), _whole(NO_SECRET)
_PROSE, _BEFORE, _CONFIGURATION = _whole(PROSE), _whole(BEFORE), _whole(CONFIGURATION)
_FIRST = _whole("|".join(sorted({head.words[0] for head in HEADS} | {KEY})))


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """Return text without secrets and control characters; what is hidden already stays as it is.

    Args:
        text: lines of any kind.
        secrets: values to hide wherever they stand, such as the account's password.
    """
    text = seen(text)
    for secret in sorted({secret for secret in secrets if secret}, key=len, reverse=True):
        text = _without(text, secret)
    if "-----BEGIN" in text:
        text = _without_keys(text)
    if not _SUSPECT.search(text):
        return text
    return "\n".join(_line(line) if _SUSPECT.search(line) else line for line in text.split("\n"))


def redacted(value: Any, secrets: Sequence[str] = ()) -> Any:
    """Return JSON types without secrets: every text, and whatever a key with a secret's name has."""
    if isinstance(value, Mapping):
        return {str(k): MASK if _SECRET_NAME.search(str(k)) else redacted(v, secrets) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [redacted(entry, secrets) for entry in value]
    return redact(value, secrets) if isinstance(value, str) else value


def _without(text: str, secret: str) -> str:
    if len(secret) >= SHORTEST:
        return text.replace(secret, MASK)
    return re.sub(rf"(?<![\w-]){re.escape(secret)}(?![\w-])", MASK, text)


def _without_keys(text: str) -> str:
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


def _line(line: str) -> str:
    """Go through the words of a line once."""
    places = [found.span() for found in _WORDS.finditer(line)]
    words = [line[start : min(end, start + _LOOK)].lower() for start, end in places]
    kept: List[str] = []
    copied = at = 0
    within = _Within()
    while at < len(words):
        first, behind = _secret(line, places, words, at, within)
        if first == behind:
            start, end = places[at]
            hidden = _word(line[start:end])
        else:
            start, end = places[first][0], places[behind - 1][1]
            hidden = _hidden(line[start:end], single=behind == first + 1)
        kept += [line[copied:start], hidden]
        copied = end
        for word in words[at:behind]:
            within.add(word.lstrip(_OPENING))
        at = behind
    return "".join([*kept, line[copied:]])


class _Within:
    """Which rows' context a line has had so far."""

    def __init__(self) -> None:
        self._seen = [not head.within for _words, head, _within in _HEADS]

    def add(self, word: str) -> None:
        for place, (_words, head, within) in enumerate(_HEADS):
            if head.within and not self._seen[place] and within.match(word):
                self._seen[place] = True

    def has(self, place: int) -> bool:
        return self._seen[place]


Places = Sequence[Tuple[int, int]]


def _secret(line: str, places: Places, words: Sequence[str], at: int, within: _Within) -> Tuple[int, int]:
    """Return the first word of the secret that the words from `at` on announce, and the word behind it.

    If they announce none both are the word to go on with: a row of forms is not gone through twice.
    """
    bare = words[at].lstrip(_OPENING)
    if words[at][-1] in ":=\"'" and _ASSIGNS.match(words[at]):
        return _assigned(words, at)
    found = _head(bare, words, at, within) if _FIRST.match(bare) else None
    if found is None or found[1] == len(words) or (at and _BEFORE.match(words[at - 1])):
        return at + 1, at + 1
    head, behind = found
    secret = _behind_forms(words, behind)
    if (
        words[secret].startswith(MASK)
        or _NO_SECRET.match(words[behind])
        or _NO_SECRET.match(words[secret])
        or _is_prose(line[places[0][0]], words, at, secret)
    ):
        return secret, secret
    return secret, len(words) if head.hides == REST else secret + 1


def _head(bare: str, words: Sequence[str], at: int, within: _Within) -> Optional[Tuple[Head, int]]:
    """Return the row with the most words that fits at a place, and the place behind it."""
    best: Optional[Tuple[Head, int]] = None
    for place, (patterns, head, _context) in enumerate(_HEADS):
        behind = at + len(patterns)
        if not within.has(place) or behind > len(words) or (best and behind <= best[1]):
            continue
        if patterns[0].match(bare) and all(one.match(word) for one, word in zip(patterns[1:], words[at + 1 : behind])):  # noqa: B905 - Python 3.8
            best = head, behind
    if best is None and bare == KEY and at + 1 < len(words) and (_FORM.match(words[at + 1]) or at + 2 == len(words)):
        best = Head((KEY,), WORD), at + 1
    # In `authentication-key 1 md5 …` the number is the key's, and the secret comes later.
    if best and bare == "authentication-key" and _numbered(words, at + 1):
        return None
    return best


def _numbered(words: Sequence[str], at: int) -> bool:
    return at + 1 < len(words) and words[at].isdigit() and words[at + 1].startswith(("md5", "hmac", "cmac", "sha"))


def _behind_forms(words: Sequence[str], at: int) -> int:
    """Return the place of the first word that is no form; the last word of a line is the secret, whatever it says."""
    while at + 1 < len(words):
        if _FORM_OF_TWO.match(words[at]) and at + 2 < len(words):
            at += 2
        elif _FORM.match(words[at]):
            at += 1
        else:
            break
    return at


def _is_prose(letter: str, words: Sequence[str], at: int, secret: int) -> bool:
    """Tell a sentence about a secret from a line with one; the line begins with `letter`."""
    if _CONFIGURATION.match(words[0]) or (at == 0 and letter.islower()):
        return False
    return _PROSE.match(words[secret].rstrip(_CLOSING)) is not None


def _assigned(words: Sequence[str], at: int) -> Tuple[int, int]:
    """Return the word behind `password:`, which is a question if none follows or the next one asks, too."""
    behind = at + 1
    if "authorization" in words[at] and behind + 1 < len(words) and words[behind] in ("basic", "bearer", "digest"):
        behind += 1
    if behind == len(words) or words[behind].startswith((MASK, "[", "(")) or words[behind].endswith((":", "?")):
        return at + 1, at + 1
    return (at + 1, at + 1) if _PROSE.match(words[behind].rstrip(_CLOSING)) else (behind, behind + 1)


def _hidden(text: str, *, single: bool) -> str:
    """Return the mask in place of a secret; of a single word in quotes only what is between them is one."""
    if not single:
        return MASK
    closing = text[len(text.rstrip(_CLOSING)) :]
    return (text[0] if text[0] in "\"'" else "") + MASK + ("" if closing == text else _punctuation(closing))


def _punctuation(closing: str) -> str:
    """Return what closes a sentence or a text in JSON; anything else belongs to the secret."""
    return closing if closing[:1] in "\"'" or closing == "," else ""


def _word(word: str) -> str:
    """Hide what is a secret by its own look."""
    ciphered = _CIPHERED.search(word)
    if ciphered:
        word = _without_cipher(word)
    if "://" in word:
        word = _URL.sub(rf"\g<1>{MASK}", word)
    if "=" in word or ":" in word:
        word = _ASSIGNED.sub(rf"\g<1>{MASK}", word)
    return _SIM.sub(MASK, word)


def _without_cipher(word: str) -> str:
    """Hide ciphered texts: VRP's end as they begin, all others, and one that is cut off, with their word."""
    kept: List[str] = []
    place = 0
    while True:
        begins = _CIPHERED.search(word, place)
        if begins is None:
            return "".join([*kept, word[place:]])
        kept += [word[place : begins.start()], MASK]
        ends = word.find(begins[0], begins.end()) if begins[0][0] == "%" else -1
        if ends < 0:
            return "".join(kept)
        place = ends + len(begins[0])
