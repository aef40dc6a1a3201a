# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Rate limits that stand apart from the ports that they hold for, under a name: which of ours something still names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .objects import DeviceConfig


@dataclass(frozen=True, order=True)
class RateProfile:
    """A named rate of ours: `cir` in kbit/s."""

    name: str
    cir: int


def in_use(profiles: Iterable[RateProfile], config: DeviceConfig) -> frozenset[RateProfile]:
    """Return the profiles that a port of `config` has the rate of, or that any line names: a port's, or one not ours."""
    ports = [
        line for port in config.ports for line in (*port.harmless, *port.unknown, *(one.line for one in port.rates))
    ]
    named = {word for line in (*config.foreign, *ports) for word in line.text.split()}
    rates = {rate.cir for port in config.ports for rate in port.rates}
    return frozenset(one for one in profiles if one.cir in rates or one.name in named)
