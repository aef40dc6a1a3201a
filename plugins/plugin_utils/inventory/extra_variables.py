# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Extra variables (`-e`) that a run would ignore, or that nobody may set.

Ansible takes any name. A misspelled one changes nothing, and the run does what was not meant: a roll-back to another plan,
a deployment of the whole city in place of one site. And an extra variable goes before whatever a playbook, a role or the
inventory says itself, for all of its plays: one that a playbook sets turns round what that playbook does.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ...module_utils.message import Message, say
from ..base import city_places
from ..base.errors import KioskError, KioskErrors
from ..base.former_variables import FORMER

#: What the inventory says of hosts.
OF_THE_INVENTORY = (
    city_places.FOLDER, "govkiosk_site", "govkiosk_district", "govkiosk_terminal", "govkiosk_switch", "govkiosk_platform",
    "govkiosk_held", "govkiosk_held_problem", "govkiosk_canary_address6",
)  # fmt: skip
#: What it says of how a terminal is reached, for our own playbooks: `local` would install the terminal on this machine.
OF_TERMINALS = ("ansible_connection", "ansible_ssh_known_hosts_file")
_LIMIT = say("leave it out; which sites a playbook works on is said with --limit")
_REVIEWED = say("leave it out; what holds for the whole city stands in group_vars of its folder, where it is reviewed")
#: Variables of roles that turn round what a playbook means, and what to do in place of setting one with `-e`.
TURNING = {
    "acceptance_evidence": say("leave it out; playbooks/acceptance.yml decides by the evidence of the last whole run"),
    "acceptance_hosts": _LIMIT,
    "acceptance_run": say("leave it out; the rollout names its run"),
    "link_check_minimum_kbps": _REVIEWED,
    "network_policy_hosts": _LIMIT,
    "network_policy_prove": say(
        "leave it out; correct what the proof refuses: the site file, the catalogue or the templates"
    ),
    "network_policy_state": say(
        "leave it out; playbooks/retire.yml takes a site off its switch, playbooks/rollback.yml back to an accepted plan"
    ),
    "network_policy_to": say(
        "leave it out; playbooks/rollback.yml -e site=... -e to=... takes a site back to an accepted plan"
    ),
    "new_site_answers": say("leave it out; give each answer by its own name, as in -e site=... -e subnet=..."),
    "site_lock_hosts": _LIMIT,
    "site_lock_unlock": say("write -e unlock=<site>"),
    "terminal_host_backend": _REVIEWED,
}
COLLECTION = Path(__file__).parents[3]
NAMESPACE = "govkiosk.site."
# At which likeness (difflib's ratio) a name is taken for a misspelled one of ours, and at which it is offered as what was meant.
_MISSPELLED, _OFFERED = 0.8, 0.5


@dataclass(frozen=True)
class Known:
    """The names that may be given, and whose they are.

    Attributes:
        playbooks: each of our playbooks with the names that it reads itself.
        everywhere: names that any of them takes, roles' variables among them.
        common: names of single playbooks that are nobody's own: other playbooks leave them alone.
        prefixes: how names of ours begin.
        renamed: names that were read once, and what they are called now.
    """

    playbooks: Mapping[str, frozenset[str]]
    everywhere: frozenset[str]
    common: frozenset[str]
    prefixes: tuple[str, ...]
    renamed: Mapping[str, str]

    @classmethod
    @cache
    def load(cls, collection: Path = COLLECTION) -> Known:
        """Read them from a checkout or an installed collection."""
        said = _read(collection / "meta/extra_variables.yml")
        playbooks = {name: frozenset(variables) for name, variables in said["playbooks"].items()}
        specs = sorted(collection.glob("roles/*/meta/argument_specs.yml"))
        roles = {name for path in specs for name in _options(_read(path))}
        prefixes = {f"{name}_" for name in (*(path.parents[1].name for path in specs), *playbooks)}
        return cls(
            playbooks, frozenset({*said["everywhere"], *roles}) - TURNING.keys(), frozenset(said["common"]),
            tuple(sorted({*said["prefixes"], *prefixes})), said["renamed"],
        )  # fmt: skip

    def of(self, running: Sequence[str]) -> frozenset[str]:
        """Return what our playbooks `running` take; with none of ours, what any of them takes."""
        return self.everywhere.union(*(self.playbooks[name] for name in running or self.playbooks))


def judge(given: Iterable[str], arguments: object) -> None:
    """Refuse the extra variables of a run: the one question, asked by the inventory, and by actions that run without it.

    Args:
        given: the variables' names.
        arguments: what stands on the command line beside options, as Ansible keeps it: the playbooks.

    Raises:
        KioskErrors: what is wrong with the names.
    """
    names = sorted(given)
    if not names:
        return
    known = Known.load()
    running = playbook_names(arguments, known.playbooks)
    if wrong := refused(names, running, known):
        raise KioskErrors(wrong)


def playbook_names(arguments: object, known: Container[str], collection: Path = COLLECTION) -> list[str]:
    """Return which of our playbooks a command names, by path or as `govkiosk.site.<name>`; none if any is not of the known ones."""
    names = []
    for argument in map(str, arguments if isinstance(arguments, (tuple, list)) else ()):
        path = Path(argument).resolve()
        ours = path.parent in (collection.resolve(), collection.resolve() / "playbooks") and path.suffix == ".yml"
        name = path.stem if ours else argument.removeprefix(NAMESPACE) if argument.startswith(NAMESPACE) else ""
        if name not in known:
            return []
        names.append(name)
    return names


def refused(given: Iterable[str], running: Sequence[str], known: Known) -> list[KioskError]:
    """Return what is wrong with the names of a run's extra variables.

    Args:
        given: the names; values are not looked at.
        running: the playbooks of ours that run, none if the run is of somebody else's.
        known: what there is.
    """
    return [error for name in sorted(given) for error in _judge(name, running, known)]


def _judge(name: str, running: Sequence[str], known: Known) -> Iterable[KioskError]:
    taken = known.of(running)
    if name in taken:
        return
    if running and known.renamed.get(name) in taken:
        now = known.renamed[name]
        yield KioskError(
            say("is called {now} now, and would be ignored", now=now),
            where=f"-e {name}",
            fix=say("write -e {now}=...", now=now),
            id="extra-variable-renamed",
        )
        return
    if name in TURNING:
        yield KioskError(
            say("would override what a playbook sets itself, and change what it does"),
            where=f"-e {name}",
            fix=TURNING[name],
            id="extra-variable-turning",
        )
        return
    if name in FORMER or name in OF_THE_INVENTORY or (running and name in OF_TERMINALS):
        what = say("is no variable any more") if name in FORMER else say("is what the inventory says")
        leave = say("leave it out: it comes from the city's files, in the folder that -i names")
        yield KioskError(what, where=f"-e {name}", fix=FORMER.get(name, leave), id="extra-variable-gone")
        return
    others = sorted(book for book, names in known.playbooks.items() if name in names)
    if others and name not in known.common:
        yield KioskError(
            say(
                "{running} would ignore it: it is read by {readers}",
                running=" and ".join(f"{book}.yml" for book in running),
                readers=" and ".join(f"{book}.yml" for book in others),
            ),
            where=f"-e {name}",
            fix=_LIMIT,
            id="extra-variable-of-other-playbook",
        )
    elif not others and (name.startswith(known.prefixes) or get_close_matches(name, taken, 1, _MISSPELLED)):
        yield KioskError(
            say("no variable that may be set with -e has this name"),
            where=f"-e {name}",
            fix=_meant(name, taken),
            id="extra-variable-unknown",
        )


def _meant(name: str, taken: Iterable[str]) -> Message:
    """Return what to do in place of a name that is none: of one that may not be set, what is done without it."""
    near = get_close_matches(name, sorted({*taken, *TURNING}), 1, _OFFERED)
    if not near:
        return say("leave it out")
    return TURNING.get(near[0]) or say("write {meant}, or leave it out", meant=near[0])


def _read(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return loaded


def _options(specs: Mapping[str, Any]) -> Iterable[str]:
    return (name for entry in specs["argument_specs"].values() for name in entry["options"])
