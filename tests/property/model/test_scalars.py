# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The typed values: what they take, how they are written, and that none carries a line break."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import scalars
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.record import Record
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.site import PortName
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms import IDENTITIES
from hypothesis import given
from hypothesis import strategies as some
from pydantic import TypeAdapter, ValidationError, create_model


@pytest.mark.parametrize(
    "text", ["5489-98AB-0101", "5489.98ab.0101", "54:89:98:ab:01:01", "54-89-98-AB-01-01", "548998ab0101"]
)
def test_every_notation_of_a_mac_address(text: str) -> None:
    mac = scalars.Mac.parse(text)
    assert mac == "54:89:98:ab:01:01"
    assert isinstance(mac, scalars.Mac)
    assert mac.grouped(4, "-") == "5489-98ab-0101"
    assert mac.grouped(2, "") == "548998ab0101"


@pytest.mark.parametrize(
    "text",
    ["", "5489-98ab-010", "5489-98ab-01012", "54:89-98:ab:01:01", "g489-98ab-0101", "0189-98ab-0101", "0000-0000-0000",
     "ff:ff:ff:ff:ff:ff", "5489-98ab-0101\n"],
)  # fmt: skip
def test_what_is_no_terminals_mac_address(text: str) -> None:
    with pytest.raises(ValueError, match="is "):
        scalars.Mac.parse(text)


@given(some.integers(1, 2**48 - 1).filter(lambda number: not number >> 40 & 1))
def test_a_mac_address_is_read_in_the_notation_it_is_written_in(number: int) -> None:
    mac = scalars.Mac.parse(f"{number:012x}")
    assert scalars.Mac.parse(mac) == scalars.Mac.parse(mac.grouped(4, "-")) == mac
    assert int(mac.replace(":", ""), 16) == number


def test_a_size() -> None:
    size = scalars.Size.parse("700x600")
    assert (size.width, size.height, size.depth, str(size)) == (700, 600, 600, "700x600")


@pytest.mark.parametrize("text", ["700", "0x600", "700x", "700x600x1", "7e2x600", "-7x6", "700 x 600", "700X600", ""])
def test_what_is_no_size(text: str) -> None:
    with pytest.raises(ValueError, match="is no size"):
        scalars.Size.parse(text)


TYPES: dict[str, Any] = {
    name: getattr(scalars, name)
    for name in (
        "Text",
        "Code",
        "ItemCode",
        "HostName",
        "UrlPath",
        "Serial",
        "MacAddress",
        "PixelSize",
        "Address",
        "Prefix",
    )
}
TYPES["PortName"] = PortName
HOLDERS = {name: create_model(name, __base__=Record, value=(kind, ...)) for name, kind in TYPES.items()}


@pytest.mark.parametrize("name", TYPES)
@given(text=some.text(max_size=20) | some.from_regex(r"[a-zA-Z0-9:./-]{1,12}[\n\r\t\x00-\x1f\u2028\u2029\x85]?.{0,4}"))
def test_no_value_carries_a_line_of_its_own(name: str, text: str) -> None:
    try:
        value = HOLDERS[name](value=text).value  # type: ignore[attr-defined]
    except ValidationError:
        return
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", str(value))


@pytest.mark.parametrize("platform", IDENTITIES)
def test_ports(platform: str) -> None:
    names = IDENTITIES[platform].port_names
    assert names.pattern.fullmatch(names.example)
    assert TypeAdapter(PortName).validate_python(names.example) == names.example
    numbers = re.sub(r"^\D+", "", names.example)
    for short in names.short:
        assert names.pattern.fullmatch(names.full(f"{short.upper()}{numbers}"))
        assert names.full(f"{short}{numbers.replace('/', '/00')}") == names.full(f"{short}{numbers}")
    assert names.full(names.example) == names.example
    for other in (f"{names.example[:-1]}01", f"{names.example[:-1]}１", f"{names.example}\n"):
        assert not names.pattern.fullmatch(other)
        with pytest.raises(ValidationError):
            TypeAdapter(PortName).validate_python(other)
    for word in names.pattern.pattern[1:].partition(")")[0].split("|"):
        assert TypeAdapter(PortName).validate_python(f"{word}{numbers}") == f"{word}{numbers}"
    assert names.full("Vlanif1") == ""
    assert names.full(f"nonsense{numbers}") == ""
