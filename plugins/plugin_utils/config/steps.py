# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The steps of a change, and what the language has to be able to do in which a platform writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from .access_list import Acl
from .foreign_words import ForeignWords
from .objects import Binding, DeviceConfig, Filter, RateLimit
from .rate_steps import RateSteps


@dataclass(frozen=True)
class AddVlan:
    """Create a VLAN; there is no step that removes one."""

    vlan: int


@dataclass(frozen=True)
class CheckArp:
    """Check ARP packets in a VLAN against the bindings; there is no step that ends it."""

    vlan: int


@dataclass(frozen=True)
class ProtectFromBpdus:
    """Protect every edge port of the switch from BPDUs; there is no step that ends it."""


@dataclass(frozen=True)
class BuildAcl:
    """Create an access list under a number that nothing uses."""

    acl: Acl


@dataclass(frozen=True)
class DeleteAcl:
    """Delete an access list that no port uses any more."""

    family: int
    number: int


@dataclass(frozen=True)
class AddBinding:
    """Add a static entry to the binding table."""

    binding: Binding


@dataclass(frozen=True)
class RemoveBinding:
    """Remove a static entry of the binding table."""

    binding: Binding


@dataclass(frozen=True)
class SetPort:
    """Give one attribute of a port (a field of `objects.Port`) a new value; `old` is what it was."""

    field: str
    value: Any
    old: Any


@dataclass(frozen=True)
class ApplyFilter:
    """Apply an access list to a port."""

    filter: Filter


@dataclass(frozen=True)
class RemoveFilter:
    """Take an access list off a port."""

    filter: Filter


@dataclass(frozen=True)
class SetRate:
    """Set a rate limit in place of `old`, the one that the direction had."""

    rate: RateLimit
    old: RateLimit | None = None


@dataclass(frozen=True)
class RemoveRate:
    """Remove a rate limit."""

    rate: RateLimit


PortStep = SetPort | ApplyFilter | RemoveFilter | SetRate | RemoveRate


@dataclass(frozen=True)
class InPort:
    """Enter a port, do these steps, leave it."""

    port: str
    steps: tuple[PortStep, ...]


@dataclass(frozen=True)
class RemoveRateProfile:
    """Delete a named rate limit that nothing names any more; ports bring theirs along (`SetRate`)."""

    name: str


SwitchStep = AddVlan | CheckArp | ProtectFromBpdus | RemoveRateProfile
Step = SwitchStep | BuildAcl | DeleteAcl | AddBinding | RemoveBinding | InPort
SecondAcl = Literal["joins", "replaces", "refused"]
# What the description of an access list of ours begins with, whatever the template.
SIGNATURE = "govkiosk "


class Language(Protocol):
    """A platform's configuration language.

    Attributes:
        name: netmiko's name.
        acl_numbers: the two numbers of access lists that are ours, per family; we touch no others (but see `owns`). Without
            `access_list.FRAMES` the platform has no list of frames that can safely stand beside the others on a port.
        unsigned: the families whose lists have no place for a description.
        frames_see_ip: a list of frames decides about IPv4 and IPv6 too; which of two lists then wins is not known.
        implicit_permit: whether an applied access list lets through what none of its rules matches.
        second_acl: what becomes of the access list on a port when another one is applied in its direction: both
            decide, the new one takes its place, or the device refuses the new one.
        deny_all, deny_fragments: per family, a rule that denies everything, and one that denies all later fragments.
        rates: the rate limits that a port takes.
        filters: Jinja2 filters that the platform's templates write values with.
        foreign: its words for lines that are none of ours.
        other_system: a line that stands at the head of configurations of other systems of the vendor, None if none is known.
    """

    name: str
    acl_numbers: Mapping[int, tuple[int, int]]
    unsigned: frozenset[int]
    frames_see_ip: bool
    implicit_permit: bool
    second_acl: SecondAcl
    deny_all: Mapping[int, str]
    deny_fragments: Mapping[int, str]
    rates: RateSteps
    filters: Mapping[str, Callable[..., str]]
    foreign: ForeignWords
    other_system: re.Pattern[str] | None

    def acl_name(self, family: int, number: int) -> str:
        """Return what an access list is called on the device."""

    def owns(self, acl: Acl) -> bool:
        """Tell whether an access list is ours: it has one of our numbers, and its name or its description says so."""

    def parse(self, text: str) -> DeviceConfig:
        """Read a configuration, rendered or running.

        Raises:
            KioskError: nobody can tell which of its lines are configuration.
        """

    def write(self, steps: Iterable[Step]) -> tuple[str, ...]:
        """Return the commands that do the steps, from the system view and back to it."""
