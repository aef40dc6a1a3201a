# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What has to be said about one terminal before it can be accepted: which step says what, about whom, under which name.

It follows from city, catalogue and site file alone: the items granted, the canaries and ports probed, the protections that
every port has. No answer has a part in it, so no answer can leave out, rename or add what it is judged by.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from ...module_utils import screen_watch
from ...module_utils.check import PASS, STATUSES, WAIVED, Check
from ...module_utils.message import Message, say
from ..checks import egress_checks, item_checks, link_checks, port_check_names, relays, survey, targets
from . import clauses, deliveries

if TYPE_CHECKING:
    from ..checks.egress_checks import Aim
    from ..model.catalogue import Item
    from ..model.city_folder import CityFolder
    from ..model.site import Site, Terminal

#: The steps that ask the terminal itself, in their order.
ON_TERMINAL = (
    clauses.TERMINAL_HOST,
    clauses.HOME_PAGE,
    clauses.LINK_CHECK,
    clauses.EGRESS_CHECK,
    clauses.SERVICE_CHECK,
)
#: What the controller concludes from how the steps went; no step can say it of itself.
RUNS = ("7.5.1-b1", "terminal/answers")
INSTALLED = ("7.4", "terminal/installed")
CONFIRMED = ("6.4-e", "switch/confirm")
CONCLUDED = {
    clauses.TERMINAL_HOST: (RUNS, INSTALLED),
    clauses.NETWORK_POLICY: (CONFIRMED,),
}
#: Waivers stand in site files, and survey and records are what is judged out of these.
MAY_WAIVE = frozenset({clauses.SURVEY})


class Statement(NamedTuple):
    """One thing to be said: by which step, on which clause, about whom, under which name."""

    source: str
    clause: str
    subject: str
    name: str


@dataclass(frozen=True)
class Expectation:
    """All that has to be said about one terminal.

    Attributes:
        terminal: its id.
        site: its site's code.
        due: what each step has to say, exactly once, and which probes it has to speak of (none for most).
        spare: what a step may say besides; if it does, it has to be as good.
        others: the other terminals of the site, about which its switch speaks in the same breath.
        not_granted: the items of the list that are not open on it (7.3), as the site file has it.
        waivable: what a step may call waived, for city.yml says why it cannot be shown; it has to show that nothing leaked.
        granted: the items that are, as the catalogue has them.
        servers: what else the terminal's answers depend on: the resolvers that it asks, the server that it measures with.
    """

    terminal: str
    site: str
    due: Mapping[Statement, frozenset[Aim]]
    spare: Mapping[Statement, frozenset[Aim]]
    others: frozenset[str]
    not_granted: tuple[Check, ...] = ()
    waivable: Mapping[Statement, str] = field(default_factory=dict)
    granted: tuple[Item, ...] = ()
    servers: tuple[str, ...] = ()

    @cached_property
    def digest(self) -> str:
        """Tell this expectation from any other: what was measured under another one says nothing about this one.

        How an item is shown and checked is part of it, whatever the catalogue comes to say of items.
        """
        said: list[list[Any]] = sorted([*statement, sorted(aims)] for statement, aims in self.due.items())
        said += sorted([*statement, reason] for statement, reason in self.waivable.items())
        items = [item.model_dump(mode="json") for item in self.granted]
        content = json.dumps([said, items, self.servers], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()

    @cached_property
    def words(self) -> frozenset[str]:
        """Return every word that a statement may be recognised by: the statements' own, the site's terminals, the statuses."""
        statements = (*self.due, *self.spare)
        return frozenset({word for each in statements for word in each[1:]} | self.others | {*STATUSES})

    @property
    def of_servers(self) -> frozenset[str]:
        """Return the names of what is due of the city's servers: what is found of them for one terminal holds for all."""
        return frozenset(statement.name for statement in self.due if statement.name.startswith(relays.PREFIX))

    def of(self, source: str) -> list[Statement]:
        """Return what one step has to say."""
        return [statement for statement in self.due if statement.source == source]

    def fault(self, source: str, check: Check) -> Message | None:
        """Say in a few words why a check cannot count, None if it can, be it good or bad.

        Args:
            source: the step that it came from.
            check: the check.
        """
        said = Statement(source, check.clause, check.subject, check.name)
        aims = self.due.get(said, self.spare.get(said))
        if aims is None:
            return say("nobody expects this of it", id="fault-unexpected")
        waived = check.status == WAIVED
        if waived and source not in MAY_WAIVE and said not in self.waivable:
            return say("it cannot waive anything, only the site file can", id="fault-waived")
        if (waived or check.status == PASS) and aims and not egress_checks.proven(check.data, aims, waived=waived):
            return say(
                "it does not show {probes} that were planned, each once, as proven blocked",
                id="fault-unproven",
                probes=_probes(aims),
            )
        return None


def of(folder: CityFolder, site: Site, terminal: Terminal) -> Expectation:
    """Return what has to be said about one terminal."""
    granted, network = folder.granted(site, terminal), folder.network(site)
    planned = targets.plan("", terminal.id, folder.city.canaries, targets.Ports())
    names_by_step = {
        clauses.SURVEY: survey.names(site, terminal.id),
        clauses.RECORDS: deliveries.NAMES,
        clauses.NETWORK_POLICY: port_check_names.NAMES,
        clauses.HOME_PAGE: screen_watch.NAMES,
        clauses.LINK_CHECK: link_checks.NAMES,
        clauses.SERVICE_CHECK: item_checks.names(granted),
    }
    due: dict[Statement, frozenset[Aim]] = {}
    for source, names in (*names_by_step.items(), *CONCLUDED.items()):
        subject = site.site if source == clauses.SURVEY else terminal.id
        due |= {Statement(source, clause, subject, name): frozenset() for clause, name in names}
    due |= _egress(terminal.id, egress_checks.names(planned))
    let_to = relays.of(folder, site, terminal)
    due |= {_isolated(*each): frozenset() for each in relays.names(let_to)}
    waivable = egress_checks.waivable(planned, targets.exempt(folder.city.canaries))
    return Expectation(
        terminal.id,
        site.site,
        due,
        _spare(terminal.id, egress_checks.names(planned, own_ipv6=True)),
        frozenset(other.id for other in site.terminals if other.id != terminal.id),
        tuple(item_checks.not_granted(terminal.id, folder.catalogue, granted)),
        {
            **{_isolated(terminal.id, name): why for name, why in waivable.items()},
            **{_isolated(*each): why for each, why in relays.waivable(let_to, folder.city.canaries).items()},
        },
        granted,
        (*map(str, network.resolvers), str(network.measure or "")),
    )


def _isolated(subject: str, name: str) -> Statement:
    return Statement(clauses.EGRESS_CHECK, egress_checks.CLAUSE, subject, name)


def _egress(terminal: str, names: Mapping[str, frozenset[Aim]]) -> dict[Statement, frozenset[Aim]]:
    return {Statement(clauses.EGRESS_CHECK, egress_checks.CLAUSE, terminal, name): aims for name, aims in names.items()}


def _spare(terminal: str, egress: Mapping[str, frozenset[Aim]]) -> dict[Statement, frozenset[Aim]]:
    besides = ((clauses.HOME_PAGE, *screen_watch.RESTART), (clauses.SERVICE_CHECK, *item_checks.GRANTS))
    none: frozenset[Aim] = frozenset()
    return _egress(terminal, egress) | {
        Statement(source, clause, terminal, name): none for source, clause, name in besides
    }


def _probes(aims: Iterable[Aim]) -> Message:
    number = len(list(aims))
    return say("the {count} probes", id="probes", count=number) if number > 1 else say("the probe", id="probe-one")
