# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The bench: what every part of a lab that is up needs to know to find the others."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.catalogue import Item

from lab import netns
from lab.item_servers import Listener, listeners
from lab.process import Processes
from lab.topology import Terminal, Topology


@dataclass(frozen=True)
class Bench:
    """One lab.

    Attributes:
        lab: its name.
        state: its state folder.
        disks: the folder of its terminals' disks.
        base: the root of the terminals' image.
        servers: the root of the servers' image.
        topology: what it is made of.
        items: the service items as the catalogue had them when the lab was made.
    """

    lab: str
    state: Path
    disks: Path
    base: Path
    servers: Path
    topology: Topology
    items: tuple[Item, ...]

    @cached_property
    def processes(self) -> Processes:
        """Return the lab's processes."""
        return Processes(self.lab, self.state)

    @cached_property
    def listeners(self) -> tuple[Listener, ...]:
        """Return what listens for the service items."""
        return listeners(self.items)

    def namespace(self, role: str) -> Path:
        """Return the network namespace of a role."""
        return netns.path(self.lab, role)

    def terminal(self, name: str) -> Terminal:
        """Return a terminal by its id.

        Raises:
            KioskError: the lab has none of that id.
        """
        found = next((terminal for terminal in self.topology.terminals if terminal.id == name), None)
        if not found:
            known = ", ".join(terminal.id for terminal in self.topology.terminals)
            raise KioskError(f"lab {self.lab} has no terminal {name}", fix=f"Use one of {known}.")
        return found

    def save(self) -> None:
        """Keep the bench for later command lines: the inventory folder may be edited while the lab is up."""
        (self.state / "bench.pickle").write_bytes(pickle.dumps(self))

    @classmethod
    def load(cls, lab: str, state: Path) -> Bench:
        """Return the bench of a lab that is up.

        Raises:
            KioskError: it is not up.
        """
        try:
            # Written by this very program into a folder that only root can enter.
            found = pickle.loads((state / "bench.pickle").read_bytes())  # noqa: S301 - see above
        except FileNotFoundError:
            raise KioskError(f"lab {lab} is not up", fix=f"python -m lab up --name {lab}") from None
        if not isinstance(found, cls):
            raise KioskError(f"lab {lab} was made by another version", fix=f"python -m lab down --name {lab}")
        return found
