# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A new site's file: any answer reads back as it was given, and the file is put in its place whole or not at all."""

from __future__ import annotations

from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import new_site
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import source
from hypothesis import example, given
from hypothesis import strategies as st


@given(st.text(max_size=60))
@example("no")
@example("0012345")
@example("54:11:22:33:44:55")
@example("2026-11-02")
@example("a: b")
@example("a # b")
@example("- a")
@example("&a")
@example("{{ a }}")
@example("a\nb: c")
@example("a\x00\x7f\u2028b")
@example("'")
@example('"')
@example("a\\n")
def test_text_reads_back_as_it_was(text: str) -> None:
    written = f"--- # comment\na: {new_site._scalar(text)}  # comment\nb:\n  - c: {new_site._scalar(text)}\n"
    assert source.read(written.encode(), "file").data == {"a": text, "b": [{"c": text}]}
