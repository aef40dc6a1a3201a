# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whether a site's records of deliveries (7.5) name devices that stand there.

A device that has left is taken out of them: were it to come back years later, from repair or from another site, it would
otherwise be accepted on what was seen of it then. `uniqueness` looks for one that stands in two records.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...module_utils.message import say
from .reading import dotted
from .rule_finding import RuleFinding
from .site import Site

_FIX = say(
    "correct it; if that device has left, take it out, and the whole record with its last;"
    " what came in its place is inspected and gets a record of its own"
)


def delivery_findings(site: Site) -> Iterator[RuleFinding]:
    """Find serial numbers of no terminal; which was meant is never guessed, for those of one maker are all alike."""
    known = {terminal.serial for terminal in site.terminals}
    for at, delivery in enumerate(site.delivery):
        for number, serial in enumerate(delivery.serials):
            if serial not in known:
                path = ("delivery", at, "serials", number)
                what = say(
                    "{path}: the site has no terminal with the serial number {serial}", path=dotted(path), serial=serial
                )
                yield RuleFinding(path, what, "7.5.2", _FIX, id="delivery-unknown-serial")
