# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Types the lines of a start-up file into a configuration that nobody is logged in to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lab.switch.context import Context, RefusedError
from lab.switch.matcher import Matcher, NoMatch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lab.switch.context import View
    from lab.switch.matcher import Command
    from lab.switch.parameters import Reader


class Typist:
    """Knows where it is in the file.

    Args:
        types, command_sets: of the platform (`platform.Platform`).

    Attributes:
        context: the configuration, and the view that the next line is typed in.
        refused: the lines that the device refused, with its answers.
    """

    def __init__(
        self,
        types: Mapping[str, Reader],
        command_sets: Callable[[View], Sequence[Sequence[Command]]],
        configuration: Any,
        view: View,
    ) -> None:
        self.context = Context(configuration, view)
        self.refused: list[tuple[str, str]] = []
        self._command_sets = command_sets
        self._matcher = Matcher(types)

    def type(self, line: str) -> bool:
        """Carry out a line if it is a command of this view (not of the one around it)."""
        found = self._matcher.read(line, self._command_sets(self.context.view)[0])
        if isinstance(found, NoMatch):
            return False
        try:
            found.command.run(self.context, found)
        except RefusedError as refused:
            self.refused.append((line, str(refused)))
        return True
