# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""YAML to data and places, whatever the bytes."""

from __future__ import annotations

import yaml
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError, KioskErrors
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.problem import Where
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import source
from hypothesis import given
from hypothesis import strategies as some


def refused(content: bytes) -> tuple[KioskError, ...]:
    try:
        source.read(content, "f.yml")
    except KioskErrors as error:
        return error.errors
    return ()


@given(some.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    assert all(error.fix for error in refused(content))


@given(some.text(alphabet="ab:-[]{}&*!|>'\"#%@`,? \n\t\x07：01", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    for error in refused(text.encode()):
        assert isinstance(error.where, Where)
        assert error.where.line <= text.count("\n") + 2


plain = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text("abc 中文0:-", max_size=8) | some.dates(),
    lambda values: some.lists(values, max_size=3) | some.dictionaries(some.text("abk", min_size=1), values, max_size=3),
    max_leaves=12,
)


@given(some.dictionaries(some.text("abk", min_size=1), plain, min_size=1))
def test_what_yaml_writes_is_read_as_yaml_reads_it(data: dict[str, object]) -> None:
    text = yaml.safe_dump(data, allow_unicode=True)
    if "&id" not in text:
        assert source.read(text.encode(), "f.yml").data == data
