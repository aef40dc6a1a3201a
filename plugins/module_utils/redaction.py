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
from typing import Any, Iterable, List, Mapping, Optional, Pattern, Sequence, Set, Tuple
from urllib.parse import unquote

from .plain_text import seen
from .secret_words import (
    BEFORE,
    CONFIGURATION,
    FORM_HEADS,
    FORMS,
    FORMS_OF_TWO,
    HEADS,
    KEY,
    NAMED,
    NO_PASSWORD,
    NO_SECRET,
    PROSE,
    REST,
    WORD,
    Head,
)

MASK = "******"
# A shorter value is hidden where it stands alone: anywhere it would eat ordinary words.
SHORTEST = 4
# So many letters of a word are looked at to tell which one it is.
_LOOK = 64

_WORDS = re.compile(r"\S+")
# Most lines have nothing of all this, and need no further look.
_SUSPECT = re.compile(
    r"(?i)passw|passphrase|pass-phrase|_pass|sshpass|pass=|pwd|secret|key|cipher|simple|hash|plain|psk|pmk|securityname|"
    r"community|verify|md5|sha|auth|priv|host|cak|ckn|imsi|iccid|msisdn|bearer|token|activation|cookie|rmon|challenge|"
    r"密码|口令|密钥|团体名|\$[0-9a-z]|%[\^@$+]|://|:\\/\\/|46\d{13}|8986\d{15}"
)
_CIPHERED = re.compile(r"\$(?:1[a-z]|\d|[56y]|2[aby]|[ch]\$\d+)\$|%[\^@$+]%[#@$%]?")
# JSON may write `\/` for `/`.
_URL = re.compile(r":\\?/\\?/")
# Names of what has a secret behind `=` or `:`; `pass: 3` counts what passed.
_NAMES = (
    r"passw(?:or)?d|passphrase|_pass|sshpass|(?<![a-z])pass(?==)|(?<![a-z])pwd|secret|token|cookie|psk|"
    r"api[_-]?key|access[_-]key"
)
_ASSIGNED = re.compile(rf"(?i)((?:{_NAMES})[\"']?[=:：][\"']?)([^\s,;&\"'}}<]+)")
_ASSIGNS = re.compile(
    rf"(?i).*(?:(?:{_NAMES}|authorization)[\"']?[=:：]|authorization[\"']?[=:][\"']?(?:basic|bearer|digest|negotiate|govkiosk))\Z"
)
# What has blanks in its name or none before its value.
_LABELLED = re.compile(
    r"(?i)((?:community name|密码|口令|密钥|团体名)[\"']?[ \t]{0,40}(?:[:：=]|是|为)[ \t]{0,40})[!-~]+"
)
_ELEMENT = re.compile(
    r"(?i)(<[\w:.-]{0,40}(?:passw(?:or)?d|passphrase|secret|token|community|psk)[\w.-]{0,20}>)[^<]+(?=</)"
)
# Numbers of a SIM card: IMSI of China (ITU-T E.212, country 460), ICCID (E.118, 89 and 86).
_SIM = re.compile(r"(?<!\d)(?:46\d{13}|8986\d{15,16})(?!\d)")
_KEY_BEGINS, _KEY_ENDS = (
    re.compile(r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----"),
    re.compile(r"-----END [A-Z ]{0,40}KEY-----"),
)
_SECRET_NAME = re.compile(r"(?i)passw|passphrase|secret|token|credential|private_?key|psk|community|cipher")
# A text under such a name is a secret; a number (`pass: 3`) and what has parts of its own (`auth: [...]`) is not.
_SECRET_TEXT_NAME = re.compile(r"(?i)(?:\A|[_-])(?:api_?key|key|authorization|auth|pass|pwd|pin|signing_?key)\Z")
_PUBLIC_KEY = re.compile(r"(?:ssh|ecdsa|sk)-[\w@.-]{1,60} ")
# What stands before a line's first word: a prompt (`SW1(config)#`, `[~SW1]`, `<SW1>`), the mark of a difference.
_LEAD = re.compile(r"(?:[<\[]?[\w.~*@()/:-]{0,64}[#>\]])?[+-]?(?=[A-Za-z])")
# A word that no sentence has there: with a digit or a sign, and no count (`8 characters`).
_LIKE_A_SECRET = re.compile(r"(?!\d{1,3}\Z)[!-~]*[\d!@#$%^&*+=?][!-~]*\Z")
_VERB = re.compile(r"(?:is|was|does|has|must|will|cannot|can|contains?|needs?|should)\Z")
_OPENING, _CLOSING = "\"'`({[", "\"',;:.)]}"


def _whole(pattern: str) -> Pattern[str]:
    return re.compile(rf"(?:{pattern})\Z")


_HEADS = [([_whole(word) for word in head.words], head, _whole(head.within or r"\S*")) for head in HEADS]
_FORM, _FORM_OF_TWO, _NO_SECRET = _whole(FORMS), _whole(FORMS_OF_TWO), _whole(NO_SECRET)
_PROSE, _BEFORE, _CONFIGURATION = _whole(PROSE), _whole(BEFORE), _whole(CONFIGURATION)
_KEY_NEXT = _whole(rf"{FORMS}|[:=：]")
_FORM_HEAD, _NAMED, _NO_PASSWORD = _whole(FORM_HEADS), _whole(NAMED), _whole(NO_PASSWORD)
_FIRST = _whole("|".join(sorted({head.words[0] for head in HEADS} | {KEY})))


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """Return text without secrets and control characters; what is hidden already stays as it is.

    Args:
        text: lines of any kind.
        secrets: values to hide wherever they stand, such as the account's password.
    """
    text = seen(text)
    for secret in sorted(_spellings(secrets), key=len, reverse=True):
        text = _without(text, secret)
    if "-----BEGIN" in text:
        text = _without_keys(text)
    if not _SUSPECT.search(text):
        return text
    return "\n".join(_line(line) if _SUSPECT.search(line) else line for line in text.split("\n"))


def redacted(value: Any, secrets: Sequence[str] = ()) -> Any:
    """Return JSON types without secrets: every text, names too, and whatever a key with a secret's name has."""
    if isinstance(value, Mapping):
        return {
            redact(str(k), secrets): MASK if _names_secret(str(k), v) else redacted(v, secrets)
            for k, v in value.items()
        }
    if isinstance(value, (list, tuple)):
        return _command([redacted(entry, secrets) for entry in value])
    if isinstance(value, (bytes, bytearray)):
        value = value.decode("utf-8", "replace")
    return redact(value, secrets) if isinstance(value, str) else value


def _names_secret(name: str, value: Any) -> bool:
    if _SECRET_NAME.search(name):
        return True
    text = isinstance(value, (str, bytes)) and not (isinstance(value, str) and _PUBLIC_KEY.match(value))
    return text and _SECRET_TEXT_NAME.search(name) is not None


def _command(entries: List[Any]) -> List[Any]:
    """Return the words of a list that is a configuration line (`["enable", "secret", …]`) without its secret."""
    if not all(isinstance(entry, str) and _WORDS.fullmatch(entry) for entry in entries):
        return entries
    if not entries or not _CONFIGURATION.match(entries[0].lower()):
        return entries
    words = _line(" ".join(entries)).split(" ")
    return words + [MASK] * (len(entries) - len(words))


def _spellings(secrets: Iterable[str]) -> Set[str]:
    """Return given values as they are, as a console shows them, without their line breaks, and as a URL means them."""
    found: Set[str] = set()
    for secret in secrets:
        for each in (secret, seen(secret), "".join(secret.splitlines()), " ".join(secret.split())):
            found |= {each, unquote(each)}
    return {each for each in found if each.strip() and each != MASK}


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
    """Go through the words of a line once, behind a prompt that stands before the first."""
    lead = _LEAD.match(line)
    if lead and lead.end():
        return lead[0] + _line_of_words(line[lead.end() :])
    return _line_of_words(line)


def _line_of_words(line: str) -> str:
    if "</" in line:
        line = _ELEMENT.sub(rf"\g<1>{MASK}", line)
    line = _LABELLED.sub(rf"\g<1>{MASK}", line)
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
            # What is hidden says nothing about what comes behind it: hidden once more, the line stays as it is.
            words[first:behind] = [MASK] * (behind - first)
        kept += [line[copied:start], hidden]
        copied = end
        for word in words[at:behind]:
            within.add(_bare(word))
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
    bare = _bare(words[at])
    if (words[at][-1] in ":=：\"'" or "authorization" in words[at]) and _ASSIGNS.match(words[at]):
        return _assigned(line, places, words, at, at + 1)
    if _is_name(words, at) and at + 2 < len(words) and _FIRST.match(words[at + 1]):
        return at + 1, at + 1  # a user whose name is a word of a command
    found = _head(bare, words, at, within) if _FIRST.match(bare) else None
    return (at + 1, at + 1) if found is None or found[1] == len(words) else _announced(line, places, words, at, *found)


def _announced(line: str, places: Places, words: Sequence[str], at: int, head: Head, behind: int) -> Tuple[int, int]:
    """Return the secret behind a row's words, if that is what stands there."""
    if words[behind] in (":", "=", "："):
        first, last = _assigned(line, places, words, at, behind + 1)
        return (first, len(words)) if first < last and head.hides == REST else (first, last)
    if at and _BEFORE.match(words[at - 1]) and not (at > 1 and _NAMED.match(_bare(words[at - 2]))):
        return _told(words, at, behind) if head.hides == REST else (at + 1, at + 1)
    secret = _behind_forms(words, behind)
    if (
        words[secret].startswith(MASK)
        or _NO_SECRET.match(words[behind].rstrip(":"))
        or _NO_SECRET.match(words[secret])
        or (head.hides == REST and _NO_PASSWORD.match(words[behind]))
        or _is_prose(line[places[0][0]], words, at, secret)
    ):
        return secret, secret
    return secret, len(words) if head.hides == REST else secret + 1


def _bare(word: str) -> str:
    """Return a word without the quote, and the prompt, with which a line in a sentence begins."""
    bare = word.lstrip(_OPENING)
    lead = _LEAD.match(bare) if bare != word else None
    return bare[lead.end() :] if lead else bare


def _is_name(words: Sequence[str], at: int) -> bool:
    """Tell the second word of a line, or of one in quotes, that names a user or a peer."""
    return at > 0 and (at == 1 or words[at - 1][0] in _OPENING) and _NAMED.match(_bare(words[at - 1])) is not None


def _told(words: Sequence[str], at: int, behind: int) -> Tuple[int, int]:
    """Return the secret that a sentence tells: `the password Kiosk-1 is too simple`, `the password is Kiosk-1`."""
    if _LIKE_A_SECRET.match(words[behind]):
        if behind + 1 < len(words) and _VERB.match(words[behind + 1]):
            return behind, behind + 1
    elif words[behind] in ("is", "was") and behind + 1 < len(words) and _LIKE_A_SECRET.match(words[behind + 1]):
        return behind + 1, behind + 2
    return at + 1, at + 1


def _head(bare: str, words: Sequence[str], at: int, within: _Within) -> Optional[Tuple[Head, int]]:
    """Return the row with the most words that fits at a place, and the place behind it."""
    best: Optional[Tuple[Head, int]] = None
    for place, (patterns, head, _context) in enumerate(_HEADS):
        behind = at + len(patterns)
        if not within.has(place) or behind > len(words) or (best and behind <= best[1]):
            continue
        if patterns[0].match(bare) and all(one.match(word) for one, word in zip(patterns[1:], words[at + 1 : behind])):  # noqa: B905 - Python 3.8
            best = head, behind
    if (
        best is None
        and bare == KEY
        and at + 1 < len(words)
        and (_KEY_NEXT.match(words[at + 1]) or at + 2 == len(words))
    ):
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
    if _CONFIGURATION.match(words[0]) or (at == 0 and letter.islower() and not _FORM_HEAD.match(words[0])):
        return False
    return _PROSE.match(words[secret].rstrip(_CLOSING)) is not None


def _assigned(line: str, places: Places, words: Sequence[str], at: int, behind: int) -> Tuple[int, int]:
    """Return the words behind `password:`, which is a question if none follows or the next one asks, too."""
    if "authorization" in words[at] and words[at][-1] in ":=\"'" and behind + 1 < len(words):
        behind += not _PROSE.match(words[behind + 1])
    if behind == len(words) or words[behind].startswith((MASK, "[", "(")) or words[behind].endswith((":", "?")):
        return at + 1, at + 1
    if _PROSE.match(words[behind].rstrip(_CLOSING)):
        return at + 1, at + 1
    return behind, _behind_quotes(line, places, behind)


def _behind_quotes(line: str, places: Places, at: int) -> int:
    """Return the place behind a text in quotes, which may have blanks; it ends with the line if nothing closes it."""
    quote = line[places[at][0]]
    if quote not in "\"'":
        return at + 1
    for place in range(at, len(places)):
        start, end = places[place]
        if quote in line[max(start + (place == at), end - 4) : end]:
            return place + 1
    return len(places)


def _hidden(text: str, *, single: bool) -> str:
    """Return the mask in place of a secret; of what begins with a quote only what is between them is one."""
    if not single and text[0] not in "\"'":
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
    if "@" in word:
        word = _without_login(word)
    if "=" in word or ":" in word or "：" in word:
        word = _ASSIGNED.sub(rf"\g<1>{MASK}", word)
    return _SIM.sub(MASK, word)


def _without_login(word: str) -> str:
    """Hide the password of a URL, which may have a slash in it, and a name without one before a web server."""
    begins, ends = _URL.search(word), word.rfind("@")
    if begins is None or ends < begins.end():
        return word
    name, colon, _password = word[begins.end() : ends].partition(":")
    if "/" in name or "@" in name:
        return word
    if colon:
        return word[: begins.end() + len(name) + 1] + MASK + word[ends:]
    return (
        word[: begins.end()] + MASK + word[ends:]
        if word[: begins.start()].lower().endswith(("http", "https"))
        else word
    )


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
