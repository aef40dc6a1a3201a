# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Rules of lists of frames (4000 to 4999), of which the lab knows the type (Huawei, Layer 2 ACL; H3C, Layer 2 ACL view)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lab.switch.forwarding import FrameMatch, Masked

if TYPE_CHECKING:
    from lab.switch.forwarding import Family
    from lab.switch.vrp_style.style import Style


@dataclass(frozen=True)
class FrameRule:
    """One rule, equal to another that says the same under another number."""

    number: int = field(compare=False)
    permit: bool
    kind: Masked | None = None

    def __deepcopy__(self, _memo: dict[int, object]) -> FrameRule:
        """Itself: nothing of it ever changes, and a candidate configuration copies thousands of them."""
        return self

    def merged(self, newer: FrameRule) -> FrameRule:
        """This rule after the same number was configured again: what the newer one says replaces, the rest stays."""
        return replace(newer, kind=newer.kind or self.kind)

    def matches(self, _family: Family) -> tuple[FrameMatch, ...]:
        """The frames that it is about."""
        return (FrameMatch(kind=self.kind),)

    def text(self, _family: Family, style: Style) -> str:
        """As it is printed."""
        words = ["rule", str(self.number), "permit" if self.permit else "deny"]
        if self.kind is not None:
            words += [
                style.type_word,
                *(f"{style.type_prefix}{value:04x}" for value in (self.kind.value, self.kind.mask)),
            ]
        return " ".join(words)
