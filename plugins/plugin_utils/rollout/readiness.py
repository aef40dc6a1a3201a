# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whether sites may be rolled out: surveyed, approved, and with addresses that the ledger holds.

The plays before a rollout see to this for the switches they are given. A run that is limited to terminals, or begun
at another play, gives them none: so it is asked once more, before any device is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ...module_utils.message import say
from ..addresses import ledger_store
from ..addresses.ledger import Ledger
from ..addresses.ledger_lines import ACTIVE
from ..base.errors import KioskError
from ..checks.survey import refusal, survey
from ..model.city_folder import CityFolder

_FIX = say("run playbooks/plan.yml for it, or deploy.yml, without leaving out its switch")


def unready(folder: CityFolder, sites: Iterable[str], today: date) -> Iterator[KioskError]:
    """Give what keeps sites from being rolled out, nothing if they may be.

    Args:
        folder: the whole city.
        sites: codes of the selected ones.
        today: the day that approvals are judged on.

    Raises:
        KioskErrors: the ledger contradicts itself.
    """
    lines = Ledger.load(folder.addresses).lines
    recorded = {line.terminal: line.address for line in lines if line.state == ACTIVE}
    addresses = ledger_store.propose(folder, today).assignment.addresses
    for site in (folder.sites[code] for code in sites):
        if why := refusal(survey(site, today)):
            yield KioskError(why, where=site.site, id="survey-shut")
        given = {
            each_terminal.id: int(addresses[each_terminal.id].ip)
            for each_terminal in site.terminals
            if each_terminal.id in addresses
        }
        if new := [terminal for terminal, address in given.items() if recorded.get(terminal) != address]:
            what = say(
                "the address of {terminals} is not in the ledger, so nothing was touched", terminals=", ".join(new)
            )
            yield KioskError(what, where=site.site, clause="6.4-b", fix=_FIX, id="address-unrecorded")
