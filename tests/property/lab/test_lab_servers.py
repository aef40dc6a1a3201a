# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Configuration and pages of the servers, from the catalogue."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from lab import item_servers
from tests.unit.lab.catalogue_items import endpoint, item


@given(
    st.text(
        alphabet=st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Co", "Zl", "Zp")), min_size=1, max_size=200
    ).filter(str.strip)
)
def test_a_name_is_text_on_the_page_whatever_it_holds(name: str) -> None:
    (page,) = item_servers.pages(item_servers.listeners((item("A", endpoint(), name=name),))).values()
    assert set(re.findall(r"</?([a-zA-Z!]+)", page)) == {"!DOCTYPE", "html", "head", "meta", "title", "body", "h", "p"}
