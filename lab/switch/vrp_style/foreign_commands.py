# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands that have no effect in the lab: they are taken, kept word for word and printed again.

Their parameters are not checked. A command whose first words a platform does not list is unknown to the device.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.vrp_style.blocks import Block, begins

if TYPE_CHECKING:
    from lab.switch.command_table import CommandTable
    from lab.switch.context import Answer, Context
    from lab.switch.matcher import Match
    from lab.switch.vrp_style.style import Style


class ForeignCommands:
    """Enters such commands in a platform's table."""

    def __init__(self, table: CommandTable, style: Style) -> None:
        self._table = table
        self._style = style

    def lines_of_the_system_view(self, words: tuple[str, ...], on_by_default: tuple[str, ...]) -> None:
        """Lines of no section; `undo` of one that is on by default is a line itself."""
        indent, style = self._style.global_indent, self._style

        def keep(context: Context, match: Match) -> Answer:
            blocks, line = context.configuration.blocks, match.line.strip()
            for head in (line, f"undo {line}"):
                blocks.remove(indent + head)
            blocks.all.append(Block(indent + line))
            return None

        def drop(context: Context, match: Match) -> Answer:
            blocks, wanted = context.configuration.blocks, match.line.split(maxsplit=1)[1].strip()
            kept = [block for block in blocks.all if not begins(block.head, wanted)]
            if len(kept) == len(blocks.all) and wanted not in on_by_default:
                raise style.refuse("The configuration does not exist.")
            blocks.all = kept
            if wanted in on_by_default:
                blocks.all.append(Block(f"{indent}undo {wanted}"))
            return None

        self._table.command("system", *(f"{word} [ <text> ]" for word in words))(keep)
        self._table.command("system", *(f"undo {word} [ <text> ]" for word in words))(drop)

    def lines_of_a_block(self, view: str, words: tuple[str, ...]) -> None:
        """Lines of a section that is kept as a whole."""

        def keep(context: Context, match: Match) -> Answer:
            _add(context.configuration.blocks.get(context.view.key).lines, match.line)
            return None

        def drop(context: Context, match: Match) -> Answer:
            self._remove(context.configuration.blocks.get(context.view.key).lines, match.line)
            return None

        self._table.command(view, *(f"{word} [ <text> ]" for word in words))(keep)
        self._table.command(view, *(f"undo {word} [ <text> ]" for word in words))(drop)

    def lines_of_ports(self, words: tuple[str, ...], switched_off: tuple[str, ...] = ()) -> None:
        """Lines of a port's section; those switched off are printed as `undo`, and gone once they are on again."""

        def keep(context: Context, match: Match) -> Answer:
            _add(context.configuration.ports[context.view.key].foreign, match.line)
            return None

        def drop(context: Context, match: Match) -> Answer:
            self._remove(context.configuration.ports[context.view.key].foreign, match.line)
            return None

        def switch_on(context: Context, match: Match) -> Answer:
            lines = context.configuration.ports[context.view.key].foreign
            lines[:] = [line for line in lines if line.strip() != f"undo {match.line.strip()}"]
            return None

        off = (f"undo {word}" for word in switched_off)
        self._table.command("port", *(f"{word} [ <text> ]" for word in words), *off)(keep)
        self._table.command("port", *(f"undo {word} [ <text> ]" for word in words))(drop)
        self._table.command("port", *switched_off)(switch_on)

    def _remove(self, lines: list[str], line: str) -> None:
        wanted = line.split(maxsplit=1)[1].strip()
        kept = [kept for kept in lines if not begins(kept.strip(), wanted)]
        if len(kept) == len(lines):
            raise self._style.refuse("The configuration does not exist.")
        lines[:] = kept


def _add(lines: list[str], line: str) -> None:
    if f" {line.strip()}" not in lines:
        lines.append(f" {line.strip()}")
