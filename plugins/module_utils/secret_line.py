# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A line that is read word by word, and what stands behind the words for a secret hidden (`secret_words`).

No word is looked at again: the time grows with the length of the line and no faster, whatever a device prints.

Runs on terminals too: standard library only, Python 3.8 syntax.
"""

from __future__ import annotations

import re
from typing import Iterator, List, Optional, Pattern, Sequence, Tuple

from .secret_look import NAMES, in_word
from .secret_words import (
    BEFORE,
    CONFIGURATION,
    FORM_HEADS,
    FORMS,
    FORMS_OF_TWO,
    HEADS,
    KEY,
    MASK,
    NAMED,
    NO_PASSWORD,
    NO_SECRET,
    PROSE,
    REST,
    WORD,
    Head,
)

# So many letters of a word are looked at to tell which one it is.
_LOOK = 64

WORDS = re.compile(r"\S+")
# Most lines have nothing of all this, and need no further look.
_TELLING = (
    "passw", "passphrase", "pass-phrase", "_pass", "sshpass", "pass=", "pwd", "secret", "key", "cipher", "simple", "hash", "plain",
    "psk", "pmk", "securityname", "community", "verify", "md5", "sha", "auth", "priv", "host", "cak", "ckn", "imsi", "iccid",
    "msisdn", "bearer", "token", "activation", "cookie", "rmon", "challenge", "-hex", "environment", "attribute", "pkcs12",
    "://", r":\/\/",
)  # fmt: skip
_SIGNS = r"\$[0-9a-z]|%[\^@$+]|46\d{13}|8986\d{15}"
_SIGN = re.compile(_SIGNS)
_SUSPECT = re.compile("(?i)密码|口令|密钥|团体名|" + "|".join(map(re.escape, _TELLING)) + "|" + _SIGNS)
_ASSIGNS = re.compile(
    rf"(?i).*(?:(?:{NAMES}|authorization)[\"']?[=:：]|authorization[\"']?[=:][\"']?(?:basic|bearer|digest|negotiate|govkiosk))\Z"
)
# What has blanks in its name or none before its value.
_LABELLED = re.compile(
    r"(?i)((?:community name|密码|口令|密钥|团体名)[\"']?[ \t]{0,40}(?:[:：=]|是|为)[ \t]{0,40})[!-~]+"
)
_ELEMENT = re.compile(
    r"(?i)(<[\w:.-]{0,40}(?:passw(?:or)?d|passphrase|secret|token|community|psk)[\w.-]{0,20}>)[^<]+(?=</)"
)
# What stands before a line's first word: a prompt (`SW1(config)#`, `[~SW1]`, `<SW1>`), the mark of a difference.
_LEAD = re.compile(r"(?:[<\[]?[\w.~*@()/:-]{0,64}[#>\]])?[+-]?(?=[A-Za-z])")
# A word that no sentence has there: with a digit or a sign, and no count (`8 characters`).
_LIKE_A_SECRET = re.compile(r"(?!\d{1,3}\Z)[!-~]*[\d!@#$%^&*+=?][!-~]*\Z")
_OPENING, _CLOSING = "\"'`({[", "\"',;:.)]}"


def _whole(pattern: str) -> Pattern[str]:
    return re.compile(rf"(?:{pattern})\Z")


_HEADS = [([_whole(word) for word in head.words], head, _whole(head.within)) for head in HEADS]
_FORM, _FORM_OF_TWO, _NO_SECRET = _whole(FORMS), _whole(FORMS_OF_TWO), _whole(NO_SECRET)
_PROSE, _BEFORE, CONFIGURED = _whole(PROSE), _whole(BEFORE), _whole(CONFIGURATION)
_KEY_NEXT = _whole(rf"{FORMS}|[:=：]")
_FORM_HEAD, _NAMED, _NO_PASSWORD = _whole(FORM_HEADS), _whole(NAMED), _whole(NO_PASSWORD)
_FIRST = _whole("|".join(sorted({head.words[0] for head in HEADS} | {KEY})))


# So wide are consoles, and what stands behind the break of a line that is as wide belongs to its last word.
_WIDTHS = (80, 132)
# How YAML and shells say that a value begins on the next line.
_GOES_ON = re.compile(r"[ \t]+(?:[|>][+-]?|\\)\Z")
_PROMPT = re.compile(r"<[^<>]*>\Z|\[[^\[\]]*\]\Z|[\w.()~*/:-]+[#>]\Z")
_SAMPLE = "Sample-1"


def is_suspect(text: str) -> bool:
    """Tell whether a text may have a secret in it.

    An expression that ignores case tries each of its words at each letter: in a configuration that took most of the time.
    """
    if not text.isascii():
        return _SUSPECT.search(text) is not None
    text = text.lower()
    return any(map(text.__contains__, _TELLING)) or _SIGN.search(text) is not None


def without_wrapped(lines: Sequence[str]) -> Iterator[str]:
    """Give the lines of a text without their secrets, also those that stand on the line after the words for them."""
    raw = before = ""
    announces = False
    for line in lines:
        suspect = is_suspect(line)
        shown = without_secrets(line) if suspect else line
        if announces and _goes_on(raw, before, shown):
            shown = WORDS.sub(MASK, shown, count=1)
        yield shown
        raw, before, announces = line, shown, suspect


def _goes_on(raw: str, before: str, line: str) -> bool:
    """Tell whether a line begins with the secret that the line before it announces, or with the rest of it.

    Args:
        raw: the line before it.
        before: the same without its secrets.
        line: the line without the secrets that it announces itself.
    """
    first, _, more = line.strip().partition(" ")
    if MASK in first or not re.search(r"\w", first) or _PROMPT.match(first):
        return False
    if len(raw) in _WIDTHS and before.endswith(MASK) and not line[0].isspace():
        return True
    if more or not _LIKE_A_SECRET.match(first):
        return False
    announces = _GOES_ON.sub("", raw).rstrip()
    last = announces.rpartition(" ")[2]
    return without_secrets(f"{announces} {_SAMPLE}").endswith(f"{last} {MASK}")


def without_secrets(line: str) -> str:
    """Go through the words of a line once, behind a prompt that stands before the first."""
    lead = _LEAD.match(line)
    if lead and lead.end():
        return lead[0] + _line_of_words(line[lead.end() :])
    return _line_of_words(line)


def _line_of_words(line: str) -> str:
    if "</" in line:
        line = _ELEMENT.sub(rf"\g<1>{MASK}", line)
    line = _LABELLED.sub(rf"\g<1>{MASK}", line)
    places = [found.span() for found in WORDS.finditer(line)]
    words = [line[start : min(end, start + _LOOK)].lower() for start, end in places]
    kept: List[str] = []
    copied = at = 0
    within = _Within()
    while at < len(words):
        first, behind = _secret(line, places, words, at, within)
        if first == behind:
            start, end = places[at]
            hidden = in_word(line[start:end])
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
        return _in_sentence(words, at, behind) if head.hides == REST else (at + 1, at + 1)
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
    return bool(at) and (at == 1 or words[at - 1][0] in _OPENING) and _NAMED.match(_bare(words[at - 1])) is not None


def _in_sentence(words: Sequence[str], at: int, behind: int) -> Tuple[int, int]:
    """Return the secret that a sentence tells: `the password Kiosk-1 is too simple`, `the password is Kiosk-1`."""
    place = behind + (words[behind] in ("is", "was"))
    if place < len(words) and _LIKE_A_SECRET.match(words[place]) and words[place][0] not in _OPENING:
        return place, place + 1
    return at + 1, at + 1


def _head(bare: str, words: Sequence[str], at: int, within: _Within) -> Optional[Tuple[Head, int]]:
    """Return the row with the most words that fits at a place, and the place behind it."""
    best: Optional[Tuple[Head, int]] = None
    for place, (patterns, head, _context) in enumerate(_HEADS):
        behind = at + len(patterns)
        if not within.has(place) or behind > len(words) or (best and behind <= best[1]):
            continue
        following = zip(patterns[1:], words[at + 1 : behind])  # noqa: B905 - Python 3.8
        if patterns[0].match(bare) and all(pattern.match(word) for pattern, word in following):
            best = head, behind
    if (
        best is None
        and bare == KEY
        and at + 1 < len(words)
        and (_KEY_NEXT.match(words[at + 1]) or at + 2 == len(words))
    ):
        best = Head((KEY,), WORD), at + 1
    # In `authentication-key 1 md5 …` the number is the key's, and the secret stands behind how it is used.
    if best and bare == "authentication-key" and _numbered(words, at + 1):
        return best[0], at + 3
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
    if CONFIGURED.match(words[0]) or (at == 0 and letter.islower() and not _FORM_HEAD.match(words[0])):
        return False
    return _PROSE.match(words[secret].rstrip(_CLOSING)) is not None


def _assigned(line: str, places: Places, words: Sequence[str], at: int, behind: int) -> Tuple[int, int]:
    """Return the words behind `password:`, which is a question if none follows or the next one asks, too."""
    if "authorization" in words[at] and words[at][-1] in ":=\"'" and behind + 1 < len(words):
        behind += not _PROSE.match(words[behind + 1])
    if behind == len(words) or words[behind].startswith(MASK) or words[behind].endswith((":", "?")):
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
