# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Secrets never stay in what is kept or shown."""

from __future__ import annotations

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.masking import MASK, masked
from hypothesis import given
from hypothesis import strategies as st
from masked_lines import HARMLESS, SECRETS
from policy_dialects import CASES
from policy_site import plan


@pytest.mark.parametrize(
    ("line", "secret"), [pair for dialect in SECRETS.values() for pair in dialect], ids=lambda value: value.strip()[:40]
)
def test_secret_of_a_configuration_line(line: str, secret: str) -> None:
    text = masked(f"sysname SW1\n{line.replace('{}', secret)}\n#\ninterface GigabitEthernet0/0/1")
    assert text == f"sysname SW1\n{line.replace('{}', MASK)}\n#\ninterface GigabitEthernet0/0/1"


@pytest.mark.parametrize("line", HARMLESS)
def test_harmless_line_stays(line: str) -> None:
    assert masked(line) == line


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_what_the_toolkit_itself_writes_stays(name: str) -> None:
    text = plan(case=CASES[name]).text
    assert masked(text) == text


WITHOUT_MASK = st.characters(exclude_characters="*", exclude_categories=["Cs"])


@given(st.text(WITHOUT_MASK, min_size=1, max_size=20), st.text(WITHOUT_MASK), st.text(WITHOUT_MASK))
def test_given_value_is_hidden_wherever_it_stands(value: str, before: str, after: str) -> None:
    parts = masked(before + value + after, [value]).split("******")
    assert not [part for part in parts if value in part]
