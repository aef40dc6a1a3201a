# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What every platform provides to the engine; nothing in the engine knows a vendor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lab.switch.context import Context, View
    from lab.switch.device import Device
    from lab.switch.forwarding import ForwardingState
    from lab.switch.matcher import Command, NoMatch
    from lab.switch.parameters import Reader


@dataclass(frozen=True)
class Loaded:
    """A configuration read from text, and the lines of the text that the device refused with its answers."""

    configuration: Any
    refused: tuple[tuple[str, str], ...] = ()


class Platform(Protocol):
    """A vendor's command line.

    Attributes:
        name: netmiko's name of it.
        types: the parameter types of its syntaxes.
        saved_file: what the file of the saved configuration is called.
        first_view: where a session starts.
        ctrl_z: the command that Ctrl+Z stands for.
        pager: what stands at the end of a page.
        pager_erase: what the device sends to wipe that out again.
    """

    name: str
    types: Mapping[str, Reader]
    saved_file: str
    first_view: View
    ctrl_z: str
    pager: str
    pager_erase: str

    def load(self, text: str, port_count: int) -> Loaded:
        """Read a start-up configuration as the device does when it boots; '' gives the factory's."""

    def text(self, configuration: object) -> str:
        """The running configuration as displayed."""

    def meaning(self, configuration: object, base_mac: str) -> ForwardingState:
        """What the configuration means for packets."""

    def greeting(self, device: Device) -> str:
        """What is printed before the first prompt."""

    def prompt(self, context: Context) -> str:
        """The prompt of the view that a session is in."""

    def command_sets(self, view: View) -> Sequence[Sequence[Command]]:
        """The commands that may be typed in a view: the sets are tried one after the other."""

    def mistake(self, found: NoMatch, prompt: str) -> str:
        """The answer to a line that is no command."""

    def flash_full(self) -> str:
        """The answer to a save that found no room."""
