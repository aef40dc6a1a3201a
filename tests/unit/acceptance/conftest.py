# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Who decides what is accepted does not look at a printed page: here every page is blank, and costs nothing to print.

What stands on the pages is looked at in tests/integration/forms.
"""

from __future__ import annotations

from typing import Any

import pytest
import typst


class BlankPages:
    """A typesetter that sets nothing."""

    def __init__(self, **_given: Any) -> None:
        pass

    def compile(self, _file: str, **_given: Any) -> bytes:
        """Print a blank page."""
        return b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(autouse=True)
def _blank_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typst, "Compiler", BlankPages)
    monkeypatch.setattr(typst, "Fonts", BlankPages)
