# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The typed values that the files hold: each is parsed once, so that no free text ever meets a template."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, NetmaskValueError
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError

from ...module_utils.message import say
from .other_number import OtherNumber

Value = TypeVar("Value")

LONGEST_TEXT = 200

_OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
IPV4 = rf"{_OCTET}(\.{_OCTET}){{3}}"
_CODE = "(?=.{2,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*"
_ITEM_CODE = "[A-Za-z0-9][A-Za-z0-9._-]{0,31}"
_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST_NAME = rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*"
_FILE_NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
_URL_PATH = "/[A-Za-z0-9._~!$'()+,;=:@%/?&-]*"
_SERIAL = "[A-Za-z0-9][A-Za-z0-9./_-]{0,63}"
_MAC = r"(?![0:.-]*$)[0-9A-Fa-f][02468ACEace](([-:]?)[0-9A-Fa-f]{2}(\2[0-9A-Fa-f]{2}){4}|[0-9A-Fa-f]{2}([-.][0-9A-Fa-f]{4}){2})"
# No vendor, and none that a device without an id of its own shows, may open a terminal.
_USB_ID = "(?!0000:)[0-9a-f]{4}:[0-9a-f]{4}"
_SIZE = "[1-9][0-9]{0,4}x[1-9][0-9]{0,4}"


@dataclass(frozen=True)
class Allowed:
    """What a field takes.

    Attributes:
        text: in words that finish the sentence "allowed: …".
        fix: what to do where it is something else.
        pattern: for editors, a regular expression both of Python and JavaScript; it may let pass what `parse` refuses.
        examples: for editors, values as they stand in a file.
    """

    text: str
    fix: str = ""
    pattern: str = ""
    examples: tuple[str, ...] = ()

    def __get_pydantic_json_schema__(self, kind: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe the text in the file; pydantic knows only what it is parsed to."""
        if not self.pattern:
            return handler(kind)
        schema = {"type": "string", "pattern": f"^(?:{self.pattern})$", "patternErrorMessage": f"allowed: {self.text}"}
        return {**schema, "examples": list(self.examples)} if self.examples else schema


class Mac(str):
    """A unicast MAC address, written `54:89:98:00:01:01` whatever way the file has it."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Mac:
        """Read colon, hyphen, dot and bare notation.

        Raises:
            ValueError: it is no unicast MAC address; the text says why.
        """
        if not re.fullmatch(
            r"[0-9A-Fa-f]{2}([-:]?)(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{4}[-.]){2}[0-9A-Fa-f]{4}", text
        ):
            raise ValueError(say("is no MAC address"))
        digits = re.sub(r"[-:.]", "", text).lower()
        if int(digits[:2], 16) & 1:
            raise ValueError(say("is a multicast or broadcast address"))
        if not int(digits, 16):
            raise ValueError(say("is the empty MAC address"))
        return cls(":".join(digits[at : at + 2] for at in range(0, 12, 2)))

    def grouped(self, size: int, separator: str) -> str:
        """Write it in groups of `size` digits: `grouped(4, "-")` gives `5489-9800-0101`."""
        digits = self.replace(":", "")
        return separator.join(digits[at : at + size] for at in range(0, 12, size))


@dataclass(frozen=True, order=True)
class Size:
    """Two lengths, written `WxH`: a screen's pixels, or a base's or floor's millimetres (width, then depth)."""

    width: int
    height: int

    @classmethod
    def parse(cls, text: str) -> Size:
        """Read `1080x1920`.

        Raises:
            ValueError: it is none.
        """
        match = re.fullmatch(r"([1-9][0-9]{0,4})x([1-9][0-9]{0,4})", text)
        if not match:
            digits = re.fullmatch(r"\s*(\d+)\s*[xX×*,]\s*(\d+)\s*(mm|px)?\s*", text)
            raise ValueError(
                say("is no size"),
                say("write {width}x{height}", width=digits[1], height=digits[2]) if digits else "",
            )
        return cls(int(match[1]), int(match[2]))

    @property
    def depth(self) -> int:
        """Give the second length, as a floor's plan calls it."""
        return self.height

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


def parsed(parse: Callable[[str], Value]) -> BeforeValidator:
    """Turn text into a value by `parse`, whose ValueError says what the text is, and if known how to mend it."""

    def validate(value: Any) -> Any:
        if not isinstance(value, str):
            if isinstance(value, (int, float, OtherNumber, date, list, dict)) or value is None:
                raise PydanticCustomError("text_expected", "text expected")
            return value
        try:
            return parse(value)
        except ValueError as error:
            why, *fix = error.args
            raise PydanticCustomError("unparsed", "{why}", {"why": why, "fix": fix[0] if fix else ""}) from None

    return BeforeValidator(validate)


def _text(text: str) -> str:
    text = text.strip()
    if not text:
        raise ValueError(say("is empty"))
    if any(unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for mark in text):
        raise ValueError(say("holds a line break or another invisible character"))
    if len(text) > LONGEST_TEXT:
        raise ValueError(say("is {count} characters long", count=len(text)))
    return text


def _matching(pattern: str, noun: str) -> Callable[[str], str]:
    compiled = re.compile(pattern, re.ASCII)

    def parse(text: str) -> str:
        if not compiled.fullmatch(text):
            raise ValueError(say("is no {noun}", noun=noun))
        return text

    return parse


def _address(text: str) -> IPv4Address:
    try:
        return IPv4Address(text)
    except AddressValueError:
        raise ValueError(say("is no IPv4 address")) from None


def _address6(text: str) -> IPv6Address:
    try:
        address = IPv6Address(text)
    except AddressValueError:
        raise ValueError(say("is no IPv6 address")) from None
    if address.scope_id is not None:
        raise ValueError(
            say("names an interface of one host"), say("give the address alone, without % and what follows")
        )
    return address


def _prefix(text: str) -> IPv4Network:
    try:
        network = IPv4Network(text, strict=False)
    except (AddressValueError, NetmaskValueError):
        raise ValueError(say("is no IPv4 prefix")) from None
    if not re.fullmatch(r"[0-9.]+/[0-9]+", text):
        raise ValueError(
            say("has no length such as /24"),
            say("write {network}", network=network) if "/" in text else say("add the length"),
        )
    if str(network) != text:
        raise ValueError(
            say("is an address inside {network}, not a prefix", network=network),
            say("write {network}", network=network),
        )
    return network


def _date(value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else _no_date()
        except ValueError:
            _no_date()
    return _no_date()


def _no_date() -> None:
    raise PydanticCustomError("unparsed", "{why}", {"why": say("is no date"), "fix": ""})


def whole(least: int, most: int) -> Any:
    """Bound a whole number, both ends included."""
    return Field(strict=True, ge=least, le=most)


Text = Annotated[
    str,
    parsed(_text),
    Allowed(
        say("text of one line, at most {longest_text} characters", longest_text=LONGEST_TEXT),
        pattern=rf"\s*\S(.{{0,{LONGEST_TEXT - 2}}}\S)?\s*",
    ),
]
Code = Annotated[
    str,
    parsed(_matching(_CODE, say("code"))),
    Allowed(
        say("2 to 40 lower-case letters, digits and single hyphens, a letter first, such as lianhua-hall"),
        pattern=_CODE,
        examples=("lianhua-hall",),
    ),
]
ItemCode = Annotated[
    str,
    parsed(_matching(_ITEM_CODE, say("item code"))),
    Allowed(
        say("an item code such as RS-001: at most 32 letters, digits, `.`, `_`, `-`"),
        pattern=_ITEM_CODE,
        examples=("RS-001",),
    ),
]
HostName = Annotated[
    str,
    parsed(_matching(_HOST_NAME, say("host name"))),
    Allowed(say("a host name such as rs.zw.example.cn"), pattern=_HOST_NAME, examples=("rs.zw.example.cn",)),
]
FileName = Annotated[
    str,
    parsed(_matching(_FILE_NAME, say("name of a file beside this one"))),
    Allowed(say("a file's name without a folder, such as ca.pem"), pattern=_FILE_NAME, examples=("ca.pem",)),
]
UrlPath = Annotated[
    str,
    parsed(_matching(_URL_PATH, say("URL path"))),
    Allowed(say("a path such as /index.html"), pattern=_URL_PATH, examples=("/index.html",)),
]
Serial = Annotated[
    str,
    parsed(_matching(_SERIAL, say("serial number"))),
    Allowed(say("at most 64 letters, digits, `.`, `/`, `_`, `-`"), pattern=_SERIAL, examples=("ZW2026110001",)),
]
MacAddress = Annotated[
    Mac,
    parsed(Mac.parse),
    Allowed(
        say('12 hexadecimal digits such as 5489-9800-0101 or "54:89:98:00:01:01", not a group address'),
        say("read it off the terminal again"),
        pattern=_MAC,
        examples=("5489-9800-0101", "54:89:98:00:01:01"),
    ),
]
PixelSize = Annotated[
    Size,
    parsed(Size.parse),
    Allowed(say("width x height in pixels, such as 1080x1920"), pattern=_SIZE, examples=("1080x1920", "1920x1080")),
]
FloorSize = Annotated[
    Size,
    parsed(Size.parse),
    Allowed(say("width x depth in millimetres, such as 700x600"), pattern=_SIZE, examples=("700x600",)),
]
UsbId = Annotated[
    str,
    parsed(_matching(_USB_ID, say("USB id"))),
    Allowed(
        say('a USB id as `lsusb` prints it, vendor:product in lower-case hexadecimal, in quotes, such as "08ff:0009"'),
        say("read it off the terminal with lsusb"),
        pattern=_USB_ID,
        examples=("08ff:0009",),
    ),
]
Address = Annotated[
    IPv4Address,
    parsed(_address),
    Allowed(say("an IPv4 address such as 10.96.4.53"), pattern=IPV4, examples=("10.96.4.53",)),
]
Address6 = Annotated[
    IPv6Address,
    parsed(_address6),
    Allowed(say('an IPv6 address such as "2001:db8::1"'), pattern="[0-9A-Fa-f:.]+", examples=("2001:db8::1",)),
]
Prefix = Annotated[
    IPv4Network,
    parsed(_prefix),
    Allowed(
        say("an IPv4 prefix such as 10.96.128.0/27, host bits zero"),
        pattern=f"{IPV4}/([12]?[0-9]|3[0-2])",
        examples=("10.96.128.0/27",),
    ),
]
Date = Annotated[
    date,
    BeforeValidator(_date),
    Allowed(
        say("a date such as 2026-11-02"),
        say("write year-month-day"),
        pattern="[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
        examples=("2026-11-02",),
    ),
]
YesNo = Annotated[bool, Field(strict=True), Allowed(say("true or false"))]
Port = Annotated[int, whole(1, 65535)]
