# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Why something failed, in one line, out of a result of another step: as it is kept and as it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...module_utils.message import Bilingual, say
from ..base.language import translated

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_REASON = say("no reason was given")


def of_result(result: Mapping[str, Any], otherwise: str = NO_REASON) -> Bilingual:
    """Return the first line of what a result says: kept is its `problem`, shown its `msg`."""
    shown = str(result.get("msg") or "")
    problem = result.get("problem")
    kept = str(problem.get("text") or shown) if isinstance(problem, dict) else shown
    return Bilingual(_first(kept), _first(shown)) if shown else both(otherwise)


def about(host: str, reason: str) -> Bilingual:
    """Return a reason with the host that it is about, which it may begin with itself."""
    kept, shown = str(reason), translated(reason)
    return Bilingual(*(text if text.startswith(host) else f"{host}: {text}" for text in (kept, shown)))


def both(message: str) -> Bilingual:
    """Return a message as it is kept and as it is shown."""
    return Bilingual(str(message), translated(message))


def _first(text: str) -> str:
    return text.strip().split("\n")[0]
