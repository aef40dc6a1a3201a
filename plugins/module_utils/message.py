# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A message: an English sentence that still knows its template and its values, so that it can be said in another language.

Runs on terminals too: standard library only, Python 3.8 syntax. What is written in which language is decided where it is
shown (`plugin_utils/base/language.py`); evidence and whatever is compared hold the English one.
"""

from __future__ import annotations

from typing import Any, Dict, Iterable, Mapping, Tuple


class Message(str):
    """An English sentence.

    Attributes:
        template: the sentence with names in braces (`str.format`), as the catalogues of other languages know it.
        values: what stands in the place of each name; a value may be a message itself.
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, Any]

    def __new__(cls, template: str, values: Mapping[str, Any]) -> Message:  # noqa: PYI034 - Python 3.8 has no Self
        """Fill in the values."""
        message = super().__new__(cls, template.format(**values))
        message.template = template
        message.values = values
        return message

    def __getnewargs__(self) -> Tuple[str, Dict[str, Any]]:  # type: ignore[override]
        """Let it be pickled and copied: results travel between processes."""
        return self.template, dict(self.values)


class Bilingual(Message):
    """A sentence that has its Chinese with it, such as the description of a key: no catalogue has it."""

    __slots__ = ("chinese",)
    chinese: str

    def __new__(cls, english: str, chinese: str) -> Bilingual:  # noqa: PYI034 - Python 3.8 has no Self
        """Take both as they are."""
        message: Bilingual = super().__new__(cls, "{english}", {"english": english})  # type: ignore[assignment]
        message.chinese = chinese
        return message

    def __getnewargs__(self) -> Tuple[str, str]:  # type: ignore[override]
        """Let it be pickled and copied."""
        return str(self), self.chinese


def say(template: str, **values: Any) -> Message:
    """Return a message. The template is written out at the place of the call: `script/messages.py` finds it there.

    Raises:
        KeyError: the template names a value that is not given; a test reads every call for that.
    """
    return Message(template, values)


def join(messages: Iterable[str], separator: str = ", ") -> Message:
    """Return several messages as one, each of which is still translated; texts among them stay as they are."""
    parts = {f"part{number}": message for number, message in enumerate(messages)}
    return Message(separator.join(f"{{{name}}}" for name in parts), parts)
