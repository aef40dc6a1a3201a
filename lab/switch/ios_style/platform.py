# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the platforms of this grammar are to the engine: prompts, error texts, and how a start-up configuration is read.

Error texts and the caret: Cisco, Using the Command-Line Interface ("CLI Error Messages"); RGOS documents the same ones
(RG-S29 Configuration Guide, Configuring CLI).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.context import Context, View
from lab.switch.ios_style import (
    acl_commands,
    displays,
    exec_commands,
    foreign_commands,
    global_commands,
    mode_commands,
    port_commands,
)
from lab.switch.ios_style.configuration import Block, Configuration
from lab.switch.ios_style.meaning import forwarding_state
from lab.switch.ios_style.words import SHARED, types
from lab.switch.matcher import Command, Mistake, NoMatch
from lab.switch.platform import Loaded
from lab.switch.startup_typist import Typist

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lab.switch.command_table import CommandTable
    from lab.switch.device import Device
    from lab.switch.forwarding import ForwardingState
    from lab.switch.ios_style.style import Style
    from lab.switch.parameters import Reader

# The modules that enter their commands in the table when they are imported.
COMMAND_MODULES = (
    acl_commands,
    displays,
    exec_commands,
    foreign_commands,
    global_commands,
    mode_commands,
    port_commands,
)
# What a start-up file has besides commands.
_DECORATION = ("version ", "Building configuration", "Current configuration", "Using ")


class IosStyle:
    """A platform made of the shared commands, its own ones and its style."""

    name: str
    saved_file: str
    types: Mapping[str, Reader]
    first_view = mode_commands.EXEC
    ctrl_z = "end"
    pager = " --More-- "
    pager_erase = "\b" * 10 + " " * 10 + "\b" * 10

    def __init__(self, style: Style, own: CommandTable) -> None:
        self.style = style
        self.types = types(style)
        self._commands = {view: SHARED.views[view] + own.views[view] for view in {*SHARED.views, *own.views}}
        self._do = [Command(f"do {command.syntax}", command.run) for command in self._commands["exec"]]

    def load(self, text: str, port_count: int) -> Loaded:
        """Read a start-up configuration."""
        return _Loader(self, Configuration(self.style, port_count)).load(text)

    def text(self, configuration: object) -> str:
        """The running configuration."""
        return _own(configuration).text()

    def meaning(self, configuration: object, base_mac: str) -> ForwardingState:
        """What the configuration means for packets."""
        return forwarding_state(_own(configuration), base_mac)

    def greeting(self, device: Device) -> str:
        """An empty line before the first prompt."""
        del device
        return "\n"

    def prompt(self, context: Context) -> str:
        """`name#`, `name(config)#`, `name(config-if)#`: the account has privilege 15."""
        suffix = self.style.suffixes.get(context.view.kind, "").format(key=context.view.key)
        return f"{_own(context.configuration).hostname}{suffix}#"

    def command_sets(self, view: View) -> Sequence[Sequence[Command]]:
        """A mode's own commands, those of the configuration mode, and `do` with those of the privileged mode."""
        if view.kind == "exec":
            return (self._commands["exec"],)
        own = self._commands[view.kind] + self._commands["any-config"]
        return (own, self._do) if view.kind == "config" else (own, self._commands["config"], self._do)

    def mistake(self, found: NoMatch, prompt: str) -> str:
        """The caret under the word and the error, or the error alone."""
        if found.mistake == Mistake.INCOMPLETE:
            return "% Incomplete command.\n\n"
        if found.mistake == Mistake.AMBIGUOUS:
            return f'% Ambiguous command:  "{found.line.strip()}"\n\n'
        return " " * (len(prompt) + found.column) + "^\n% Invalid input detected at '^' marker.\n\n"

    def flash_full(self) -> str:
        """The answer to a save without room."""
        return "% Error writing startup-config: no space"


def _own(configuration: object) -> Configuration:
    if not isinstance(configuration, Configuration):
        raise TypeError(f"not a configuration of this grammar: {configuration!r}")
    return configuration


class _Loader:
    """Types a file into an empty configuration; what the lab does not know is kept word for word."""

    def __init__(self, platform: IosStyle, configuration: Configuration) -> None:
        self._configuration = configuration
        self._typist = Typist(platform.types, platform.command_sets, configuration, mode_commands.CONFIG)
        self._context = self._typist.context
        self._block: Block | None = None

    def load(self, text: str) -> Loaded:
        for line in text.splitlines():
            bare = line.strip()
            if bare == "end":
                break
            if not bare or bare[0] == "!" or bare.startswith(_DECORATION):
                self._leave()
            elif not line.startswith(" "):
                self._leave()
                self._global(line)
            else:
                self._inner(line)
        return Loaded(self._configuration, tuple(self._typist.refused))

    def _leave(self) -> None:
        self._context.view = mode_commands.CONFIG
        self._block = None

    def _global(self, line: str) -> None:
        if not self._typist.type(line):
            self._block = Block(line)
            self._configuration.blocks.append(self._block)

    def _inner(self, line: str) -> None:
        if self._block is not None:
            self._block.lines.append(line)
        elif self._context.view.kind == "config" or not self._typist.type(line):
            self._keep(line)

    def _keep(self, line: str) -> None:
        kept = foreign_commands.kept_lines(self._context)
        if kept is None:
            self._typist.refused.append((line, "this line is unknown here"))
        else:
            kept.append(line)
