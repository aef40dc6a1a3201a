# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Huawei VRP5: prompts, views, error texts, and how a start-up configuration is read.

Error texts: Huawei, Interpreting Command Line Error Messages (EDOC1100082539); gnetcli's huawei_test.go; for the column
of the caret a captured S5700 session. `docs/lab-switch.md` lists what is unverified.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.context import Context, RefusedError, View
from lab.switch.dialect import Loaded
from lab.switch.huawei_vrp import (
    acl_commands,
    display_commands,
    display_ports,
    foreign_commands,
    port_commands,
    system_commands,
    user_commands,
)
from lab.switch.huawei_vrp.configuration import Block, Configuration
from lab.switch.huawei_vrp.meaning import forwarding_state
from lab.switch.huawei_vrp.words import COMMANDS, TYPES
from lab.switch.matcher import Command, Matcher, Mistake, NoMatch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lab.switch.device import Device
    from lab.switch.forwarding import ForwardingState
    from lab.switch.parameters import Reader

# The modules that enter their commands in the table when they are imported.
COMMAND_MODULES = (
    acl_commands,
    display_commands,
    display_ports,
    foreign_commands,
    port_commands,
    system_commands,
    user_commands,
)
_MISTAKES = {
    Mistake.UNRECOGNIZED: "Error: Unrecognized command found at '^' position.",
    Mistake.WRONG_PARAMETER: "Error: Wrong parameter found at '^' position.",
    Mistake.TOO_MANY: "Error:Too many parameters found at '^' position.",
    Mistake.INCOMPLETE: "Error:Incomplete command found at '^' position.",
    Mistake.AMBIGUOUS: "Error:Ambiguous command found at '^' position.",
}
_SUFFIXES = {
    "port": "-{key}",
    "vlanif": "-Vlanif{key}",
    "vlan": "-vlan{key}",
    "acl-basic": "-acl-basic-{key}",
    "acl-adv": "-acl-adv-{key}",
    "acl6-basic": "-acl6-basic-{key}",
    "acl6-adv": "-acl6-adv-{key}",
}


# Views of sections that are kept word for word.
_BLOCK_VIEWS = ("aaa", "ui", "interface")


class HuaweiVrp:
    """The dialect."""

    name = "huawei_vrp"
    saved_file = "vrpcfg.cfg"
    types: Mapping[str, Reader] = TYPES
    first_view = View("user")
    ctrl_z = "return"
    pager = "  ---- More ----"
    pager_erase = "\x1b[42D" + " " * 42 + "\x1b[42D"

    def load(self, text: str, port_count: int) -> Loaded:
        """Read a start-up configuration."""
        return _Loader(self, Configuration(port_count)).load(text)

    def text(self, configuration: object) -> str:
        """The running configuration."""
        return _own(configuration).text()

    def meaning(self, configuration: object, base_mac: str) -> ForwardingState:
        """What the configuration means for packets."""
        return forwarding_state(_own(configuration), base_mac)

    def greeting(self, device: Device) -> str:
        """The lines before the first prompt."""
        return (
            "\nInfo: The max number of VTY users is 10, and the number\n"
            f"      of current VTY users on line is {len(device.sessions)}.\n"
            f"      The current login time is {device.now():%Y-%m-%d %H:%M:%S}+08:00.\n"
        )

    def prompt(self, configuration: object, view: View) -> str:
        """`<name>` in the user view, `[name-view]` in the others."""
        if view.kind == "user":
            return f"<{_own(configuration).sysname}>"
        return f"[{_own(configuration).sysname}{_suffix(view)}]"

    def command_sets(self, view: View) -> Sequence[Sequence[Command]]:
        """A view's own commands, those of any view, and in a configuration view those of the system view too."""
        if view.kind == "user":
            return (COMMANDS["user"] + COMMANDS["any"],)
        own = list(COMMANDS[view.kind]) + (COMMANDS["acl"] if view.kind.startswith("acl") else [])
        always = COMMANDS["any"] + COMMANDS["configuration"]
        return (COMMANDS["system"] + always,) if view.kind == "system" else (own + always, COMMANDS["system"])

    def mistake(self, found: NoMatch, prompt: str) -> str:
        """The caret under the word, then the error."""
        return " " * (len(prompt) + found.column) + "^\n" + _MISTAKES[found.mistake] + "\n"

    def flash_full(self) -> str:
        """The answer to a save without room."""
        return "Error: There is not enough space on the flash."


def _own(configuration: object) -> Configuration:
    if not isinstance(configuration, Configuration):
        raise TypeError(f"not a VRP configuration: {configuration!r}")
    return configuration


def _suffix(view: View) -> str:
    if view.kind not in _BLOCK_VIEWS:
        return _SUFFIXES.get(view.kind, "").format(key=view.key)
    words = view.key.split()
    if words[0] == "user-interface":
        return "-ui-" + words[1] + "-".join(words[2:])
    return "-" + (words[1] if words[0] == "interface" else words[0])


class _Loader:
    """Types a file into an empty configuration; what the lab does not know is kept word for word."""

    def __init__(self, dialect: HuaweiVrp, configuration: Configuration) -> None:
        self._dialect = dialect
        self._matcher = Matcher(dialect.types)
        self._context = Context(configuration, View("system"))
        self._block: Block | None = None
        self._refused: list[tuple[str, str]] = []

    def load(self, text: str) -> Loaded:
        for line in text.splitlines():
            bare = line.strip()
            if bare == "return":
                break
            if not bare or bare[0] in "#!":
                self._leave()
            elif not line.startswith(" "):
                self._leave()
                self._global(line)
            else:
                self._inner(line)
        configuration: Configuration = self._context.configuration
        return Loaded(configuration, tuple(self._refused))

    def _leave(self) -> None:
        self._context.view = View("system")
        self._block = None

    def _global(self, line: str) -> None:
        if self._type(line):
            if self._context.view.kind in _BLOCK_VIEWS:
                self._block = self._context.configuration.block(self._context.view.key)
        else:
            self._block = Block(line)
            self._context.configuration.blocks.append(self._block)

    def _inner(self, line: str) -> None:
        if self._block is not None:
            self._block.lines.append(line)
        elif self._context.view.kind == "system" or not self._type(line):
            self._keep(line)

    def _keep(self, line: str) -> None:
        configuration: Configuration = self._context.configuration
        view = self._context.view
        if view.kind == "port":
            configuration.ports[view.key].foreign.append(line)
        elif view.kind == "vlanif":
            configuration.vlanifs[int(view.key)].foreign.append(line)
        else:
            self._refused.append((line, "this line is unknown here"))

    def _type(self, line: str) -> bool:
        """Carry out a line if it is a command of this view (not of the one around it)."""
        found = self._matcher.read(line, self._dialect.command_sets(self._context.view)[0])
        if isinstance(found, NoMatch):
            return False
        try:
            found.command.run(self._context, found)
        except RefusedError as refused:
            self._refused.append((line, str(refused)))
        return True
