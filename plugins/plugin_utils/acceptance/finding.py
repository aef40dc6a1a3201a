# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A finding: a check together with who made it, as acceptance counts it and evidence keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from ...module_utils.check import Check
from ...module_utils.message import Message


@dataclass(frozen=True)
class Finding:
    """A check and the step that it came from.

    Attributes:
        source: the step.
        check: the check.
        chinese: its reason as a form prints it, if the toolkit itself wrote it.
        terminals: that it holds for, in evidence, if it is about neither a terminal nor its site but the city.
        remark: it is kept on record and shuts no gate. Only the toolkit itself makes remarks, no answer can.
    """

    source: str
    check: Check
    chinese: str = ""
    remark: bool = False
    terminals: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Return the check's reason without the item's name before it: items with one cause say the same."""
        reason = self.check.reason
        if isinstance(reason, Message) and reason.id == "item":
            alone: str = reason.values["reason"]
            return alone
        named = f"{self.check.data.get('name')}: "
        return reason.removeprefix(named) if reason.startswith(named) else reason
