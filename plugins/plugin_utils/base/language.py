# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The language that an engineer reads: which one it is, and what a message is in it.

Each room has its Chinese sentences beside its code, in `zh_CN.po`; `script/messages.py` keeps that file and compiles it to
`zh_CN.mo`, which is read here with the standard library's gettext. Forms and the home page do not ask: they are Chinese.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any

from ...module_utils.message import BILINGUAL, JOINED, SEPARATOR, Message
from ...module_utils.redaction import redact

ENGLISH = "en"
CHINESE = "zh_CN"
# The first one that is set decides, as gettext has it; ours goes before all.
VARIABLES = ("GOVKIOSK_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
#: The context that catalogues have their sentences in a second time, by the messages' ids.
IDS = "id"
#: That in which they have the English sentences, by the messages' ids.
WORDS = "en"
#: What comes of values that are not those of today's sentence: somebody else's, or another release's.
_UNLIKE = (AttributeError, LookupError, TypeError, ValueError)
_ROOMS = Path(__file__).resolve().parents[1]


def chosen(environment: Mapping[str, str] = os.environ) -> str:
    """Return the language of whoever started us: Chinese for any Chinese locale, else English."""
    name = next((environment[each] for each in VARIABLES if environment.get(each)), "")
    return CHINESE if name.lower().startswith("zh") else ENGLISH


def translated(text: object, language: str = "") -> str:
    """Return a message in a language, the chosen one unless given; any other text, and what nobody translated, as it is."""
    language = language or chosen()
    # Of an empty text a catalogue tells its own header.
    if not isinstance(text, Message) or not text.template or language == ENGLISH:
        return str(text)
    values = {name: _in(value, language) for name, value in text.values.items()}
    if text.id == JOINED:
        return str(values.pop(SEPARATOR, ", ")).join(map(str, values.values()))
    try:
        return _template(text, language).format(**values)
    except _UNLIKE:
        return str(text)


def _template(message: Message, language: str) -> str:
    """Return the sentence in a language: by the id, which stays when the English one is worded anew, else by that.

    Where neither is known, the message may be one of those whose id is its sentence; only a catalogue's own is ever filled in.
    """
    if message.id == BILINGUAL:
        return "{chinese}"
    catalogue = _catalogue(language)
    if message.id:
        for found in (catalogue.pgettext(IDS, message.id), catalogue.gettext(message.id)):
            if found != message.id:
                return found
    return catalogue.gettext(message.template)


def genuine(message: Message) -> bool:
    """Tell whether the English text of a message that somebody else made is what our own sentence says with its values.

    Otherwise a Chinese reader would be told something else than an English one. What has its Chinese with it is in no
    catalogue, so it never is.
    """
    parts = dict(message.values)
    if not all(genuine(part) for part in parts.values() if isinstance(part, Message)):
        return False
    if message.id == JOINED:
        return str(message) == str(parts.pop(SEPARATOR, "")).join(map(str, parts.values()))
    catalogue, name = _catalogue(CHINESE), message.id or message.template
    template = catalogue.pgettext(WORDS, name)
    if template == name and catalogue.gettext(name) == name:
        return False
    try:
        return str(message) == template.format(**parts)
    except _UNLIKE:
        return False


def _in(value: Any, language: str) -> Any:
    """Return a value in a language: a message is translated, what has a `message()` says itself, an error shows itself.

    A text is redacted by itself: it is often a line of a device, whose first word a sentence without blanks would hide.
    """
    if isinstance(value, Message):
        return translated(value, language)
    if callable(message := getattr(value, "message", None)):
        return translated(message(), language)
    if hasattr(value, "shown"):
        return value.shown(language)
    return redact(value) if isinstance(value, str) else value


@cache
def _catalogue(language: str) -> NullTranslations:
    """Return the sentences of all rooms: one object that asks each of them."""
    whole = NullTranslations()
    for path in sorted(_ROOMS.rglob(f"{language}.mo")):
        with path.open("rb") as file:
            room = GNUTranslations(file)
        room.add_fallback(whole)
        whole = room
    return whole
