# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Prompts, views and the reading of a start-up configuration, as VRP and Comware have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from lab.switch.context import Context, View
from lab.switch.matcher import Command, Mistake, NoMatch
from lab.switch.platform import Loaded
from lab.switch.startup_typist import Typist
from lab.switch.vrp_style.blocks import Block
from lab.switch.vrp_style.system_commands import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lab.switch.command_table import CommandTable
    from lab.switch.parameters import Reader
    from lab.switch.vrp_style.style import Style


class VrpStyle:
    """What the platforms share.

    Attributes:
        table: their commands.
        mistakes: the error below the caret.
        suffixes: what the prompt shows of a view after the device's name; knows {key}.
        block_views: the views of sections that are kept word for word.
    """

    types: Mapping[str, Reader]
    table: ClassVar[CommandTable]
    style: ClassVar[Style]
    mistakes: ClassVar[Mapping[Mistake, str]]
    suffixes: ClassVar[Mapping[str, str]]
    block_views: ClassVar[tuple[str, ...]]
    first_view = View("user")
    ctrl_z = "return"

    def prompt(self, context: Context) -> str:
        """`<name>` in the user view, `[name-view]` in the others."""
        name, view = context.configuration.sysname, context.view
        return f"<{name}>" if view.kind == "user" else f"[{name}{self._suffix(view)}]"

    def _suffix(self, view: View) -> str:
        return self.suffixes.get(view.kind, "").format(key=view.key)

    def command_sets(self, view: View) -> Sequence[Sequence[Command]]:
        """A view's own commands, those of any view, and in a configuration view those of the system view too."""
        views = self.table.views
        if view.kind == "user":
            return (views["user"] + views["any"],)
        own = list(views[view.kind]) + (views["acl"] if view.kind.startswith("acl") else [])
        always = views["any"] + views["configuration"]
        return (views["system"] + always,) if view.kind == "system" else (own + always, views["system"])

    def mistake(self, found: NoMatch, prompt: str) -> str:
        """The caret under the word, then the error."""
        return " " * (len(prompt) + found.column) + "^\n" + self.mistakes[found.mistake] + "\n"

    def read(self, configuration: Any, text: str) -> Loaded:
        """Type a start-up file into an empty configuration."""
        return _Loader(self, configuration).load(text)


class _Loader:
    """Types a file into a configuration; what the lab does not know is kept word for word."""

    def __init__(self, platform: VrpStyle, configuration: Any) -> None:
        self._platform = platform
        self._typist = Typist(platform.types, platform.command_sets, configuration, SYSTEM)
        self._context = self._typist.context
        self._block: Block | None = None

    def load(self, text: str) -> Loaded:
        for line in text.splitlines():
            bare = line.strip()
            if bare == "return":
                break
            if not bare or bare[0] in "#!":
                self._leave()
            elif not line.startswith(" "):
                self._leave()
                self._head(line)
            elif self._platform.style.global_indent and self._outside:
                self._global(line)
            else:
                self._inner(line)
        return Loaded(self._context.configuration, tuple(self._typist.refused))

    @property
    def _outside(self) -> bool:
        return self._block is None and self._context.view == SYSTEM

    def _leave(self) -> None:
        self._context.view = SYSTEM
        self._block = None

    def _head(self, line: str) -> None:
        if self._typist.type(line):
            if self._context.view.kind in self._platform.block_views:
                self._block = self._context.configuration.blocks.get(self._context.view.key)
        else:
            self._block = self._context.configuration.blocks.get(line)

    def _global(self, line: str) -> None:
        if not self._typist.type(line):
            self._context.configuration.blocks.get(line)

    def _inner(self, line: str) -> None:
        if self._block is not None:
            self._block.lines.append(line)
        elif self._outside or not self._typist.type(line):
            self._keep(line)

    def _keep(self, line: str) -> None:
        configuration, view = self._context.configuration, self._context.view
        if view.kind == "port":
            configuration.ports[view.key].foreign.append(line)
        elif view.kind == "vlan-interface":
            configuration.vlan_interfaces[int(view.key)].foreign.append(line)
        else:
            self._typist.refused.append((line, "this line is unknown here"))
