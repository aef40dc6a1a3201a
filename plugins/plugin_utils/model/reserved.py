# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Names of groups that the inventory makes itself, which no site, district or terminal may have.

`venue_…` and `wave_…` are not among them: no code has an underscore.
"""

from __future__ import annotations

from typing import get_args

from .city import NetworkClass
from .site import Platform, Profile, Uplink

RESERVED = frozenset(
    (
        "all",
        "ungrouped",
        "localhost",
        "terminals",
        "switches",
        "canaries",
        *get_args(NetworkClass),
        *get_args(Platform),
        *get_args(Profile),
        *get_args(Uplink),
    )
)
