# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A message: an English sentence that still knows its template and its values, so that it can be said in another language.

Runs on terminals too: standard library only, Python 3.8 syntax. What is written in which language is decided where it is
shown (`plugin_utils/base/language.py`); evidence and whatever is compared hold the English one.

A message leaves its process as JSON types: its id and its values (`wire`), beside the English text. Whoever reads that
finds the sentence of another language by the id, however the English one has been worded since; without an id, its template
is what it is found by.
"""

from __future__ import annotations

from typing import Any, Dict, Iterable, Mapping, Tuple

JOINED, BILINGUAL = "joined", "bilingual"
SEPARATOR = "separator"
# A longer row is one of rows: whoever reads a message back takes no more values than that and a few.
MOST_JOINED = 20


class Message(str):
    """An English sentence.

    Attributes:
        template: the sentence with names in braces (`str.format`), as the catalogues of other languages know it.
        values: what stands in the place of each name; a value may be a message itself.
        id: what it is found by when its sentence is worded anew; empty if it is not to outlive that.
    """

    __slots__ = ("id", "template", "values")
    template: str
    values: Mapping[str, Any]
    id: str

    def __new__(cls, template: str, values: Mapping[str, Any], id: str = "") -> Message:  # noqa: A002, PYI034 - as everybody calls it; Python 3.8 has no Self
        """Fill in the values."""
        message = super().__new__(cls, template.format(**values))
        message.template = template
        message.values = values
        message.id = id
        return message

    def __getnewargs__(self) -> Tuple[str, Dict[str, Any], str]:  # type: ignore[override]  # str has one argument
        """Let it be pickled and copied: results travel between processes."""
        return self.template, dict(self.values), self.id

    def wire(self) -> Dict[str, Any]:
        """Return id and values as JSON types; a value that is a message is one of these with its text."""
        return {"id": self.id or self.template, "values": {name: _plain(value) for name, value in self.values.items()}}


class Bilingual(Message):
    """A sentence that has its Chinese with it, such as the description of a key: no catalogue has it."""

    __slots__ = ()

    def __new__(cls, english: str, chinese: str) -> Bilingual:  # noqa: PYI034 - Python 3.8 has no Self
        """Take both as they are."""
        values = {"english": english, "chinese": chinese}
        return super().__new__(cls, "{english}", values, BILINGUAL)  # type: ignore[return-value]  # of str, says typeshed

    def __getnewargs__(self) -> Tuple[str, str]:  # type: ignore[override]  # likewise
        """Let it be pickled and copied."""
        return self.values["english"], self.values["chinese"]


def say(template: str, id: object = "", **values: Any) -> Message:  # noqa: A002 - likewise
    """Return a message. The template is written out at the place of the call: `script/messages.py` finds it there.

    Raises:
        KeyError: the template names a value that is not given; a test reads every call for that.
    """
    return Message(template, values, str(id))


def join(messages: Iterable[object], separator: str = ", ") -> Message:
    """Return several messages as one, each of which is still translated; texts among them stay as they are."""
    row = list(messages)
    while len(row) > MOST_JOINED:
        row = [_joined(row[at : at + MOST_JOINED], separator) for at in range(0, len(row), MOST_JOINED)]
    return _joined(row, separator)


def _joined(row: Iterable[object], separator: str) -> Message:
    parts: Dict[str, Any] = {"part{}".format(number): message for number, message in enumerate(row)}
    template = separator.replace("{", "{{").replace("}", "}}").join("{{{}}}".format(name) for name in parts)
    return Message(template, {**parts, SEPARATOR: separator}, JOINED)


def recalled(text: str, wire: Mapping[str, Any]) -> Message:
    """Return a message that somebody else made: the English text as it was kept, with what `wire` gave for it."""
    values = {
        name: recalled(value["text"], value) if isinstance(value, Mapping) else value
        for name, value in wire["values"].items()
    }
    return Message(text.replace("{", "{{").replace("}", "}}"), values, wire["id"])


def told_by(error: BaseException) -> str:
    """Return what an error says: the message that it was raised with, else its text."""
    first = error.args[0] if error.args else None
    return first if isinstance(first, Message) else str(error)


def said(text: str) -> Any:
    """Return a text as a terminal answers it: as it is, or with what `recalled` needs if it is a message."""
    return {"text": str(text), **text.wire()} if isinstance(text, Message) and text else str(text)


def failure(what: str, fix: str = "") -> Dict[str, Any]:
    """Return what a module, or a step of the controller, answers that failed: a text to be shown, and its parts to be read."""
    text = "{}\n    fix: {}".format(what, fix) if fix else str(what)
    return {"msg": text, "problem": {"text": said(what), "fix": said(fix)}}


def identity(text: Any) -> Any:
    """Return what tells a message from another, however it is worded: its id, else its template, and its values."""
    if isinstance(text, Message):
        return [text.id or text.template, {name: identity(value) for name, value in sorted(text.values.items())}]
    return text if isinstance(text, (bool, int, float, type(None))) else str(text)


def _plain(value: Any) -> Any:
    message = getattr(value, "message", None)
    if callable(message):
        # It says itself in any language, such as a line of a configuration.
        value = message()
    return said(value) if isinstance(value, str) else value if isinstance(value, (bool, int, float)) else str(value)
