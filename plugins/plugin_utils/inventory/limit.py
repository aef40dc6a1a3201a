# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which sites a run with `--limit` is about, so that Ansible need not hold those of the whole city.

A limit that names nothing is refused: Ansible takes it for the whole city (`InventoryManager.subset`, ansible-core 2.19 and 2.21).

Ansible's own code matches its patterns, here against names alone; once more against what is left, and if that selects
anything else, or if there is any doubt, the whole city stays. Whole sites are left: a terminal's tasks look at its switch.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...module_utils.message import say
from ..base.errors import KioskError, KioskErrors
from . import hosts
from .hosts import Listing

#: Playbooks that speak of no host but those of their plays, and the switches and terminals of the same sites; never those with
#: plays about a site by its name. `tests/integration/inventory/test_limit.py` looks for what could be otherwise.
OF_SELECTED = frozenset({"acceptance", "checks", "deploy", "host_keys", "plan", "rollout", "verify"})
#: More patterns than this that are no host's name, and matching them here would cost more than it saves.
_MOST_PATTERNS = 200


def judge(text: str, patterns: Iterable[str]) -> None:
    """Refuse a limit, or a file in it, that names no host: what was to be a few sites, or none, would be the whole city.

    A file is judged by itself: `@remaining.limit,!hall` means all but that site once nothing remains.

    Arguments:
        text: as after `--limit`.
        patterns: the same, taken apart by Ansible.

    Raises:
        KioskErrors: all that names nothing, and files that cannot be read.
    """
    patterns = list(patterns)
    given = [pattern for pattern in patterns if _names(pattern)]
    fix = say("name sites, districts or groups after --limit; leave it out where the whole city is meant")
    errors = [] if given else [KioskError(say("names no host"), where=f"--limit '{text}'", fix=fix, id="limit-empty")]
    if given:
        errors += [_sign(pattern) for pattern in patterns if pattern.strip() and not _names(pattern.strip())]
    errors += [_sign(pattern) for pattern in given if pattern.lstrip("!&~").startswith("@") and pattern[0] != "@"]
    errors += [error for pattern in given if pattern[0] == "@" for error in _of_file(pattern)]
    if errors:
        raise KioskErrors(errors)


def _sign(pattern: str) -> KioskError:
    """Refuse a sign that Ansible takes for nothing: it opens no file behind `!`, and leaves out nobody."""
    what = say("Ansible reads no name behind this sign, and leaves nobody out")
    fix = say("write names behind `!` and `&`; those of a file are left out by naming what is meant instead")
    return KioskError(what, where=f"--limit {pattern}", fix=fix, id="limit-sign")


def _of_file(pattern: str) -> Iterable[KioskError]:
    path, where = Path(pattern[1:]), f"--limit {pattern}"
    if not path.exists():
        what = say("the file is missing; a rollout that left nothing to deploy leaves no remaining.limit")
        fix = say("correct the path; if nothing is left, there is nothing to run")
        yield KioskError(what, where=where, fix=fix, id="limit-file-missing")
        return
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        fix = say("write host names into it, one a line, in UTF-8")
        yield KioskError(
            say("cannot be read: {reason}", reason=reason), where=where, fix=fix, id="limit-file-unreadable"
        )
        return
    if not any(_names(line.strip()) and not line.strip().startswith("#") for line in lines):
        fix = say("write host names into it, one a line; if nothing is left, there is nothing to run")
        yield KioskError(say("the file names no host"), where=where, fix=fix, id="limit-file-empty")


def _names(pattern: str) -> bool:
    """Tell whether there is a name behind the signs: of `!$site`, where there is no such variable, `!` is left, all but nobody."""
    return bool(pattern.lstrip("!&~"))


@dataclass
class Name:
    """A host as Ansible's patterns see it; a canary is of no site, and always there."""

    name: str
    site: str
    implicit: bool = False

    @property
    def _uuid(self) -> str:
        return self.name

    def __hash__(self) -> int:
        return hash(self.name)


@dataclass
class Group:
    """A group, likewise."""

    name: str
    members: list[Name] = field(default_factory=list)

    def get_hosts(self) -> list[Name]:
        """Give those of the group and of all below it."""
        return self.members


class Names:
    """The hosts and groups of a listing, which Ansible's `InventoryManager` takes for its `InventoryData`."""

    def __init__(self, listing: Listing) -> None:
        self.hosts: dict[str, Name] = {}
        known = ("all", "ungrouped", *listing["districts"], *listing["sites"], *listing["groups"])
        self.groups = {name: Group(name) for name in known}
        for code, said in listing["sites"].items():
            own = [Name(name, code) for name in hosts.names(listing, code)]
            self.hosts |= {each.name: each for each in own}
            for group in ("all", said["district"], code, *said["groups"]):
                self.groups[group].members += own
            self.groups["switches"].members += own[:1]
            self.groups["terminals"].members += own[1:]
        for name in listing["canaries"]:
            canary = self.hosts[name] = Name(name, "")
            self.groups["all"].members.append(canary)
            self.groups["canaries"].members.append(canary)

    def get_host(self, name: str) -> Name:
        """Give a host; the controller itself, if it is in no file."""
        return self.hosts.get(name) or Name(name, "", implicit=True)


@dataclass
class Selection:
    """What a limit selects of some names.

    Attributes:
        selected: the hosts that it leaves.
        matches: of each pattern in it, the hosts that it matches by itself.
    """

    selected: list[str]
    matches: dict[str, list[Name]]


def select(manager: Any, names: Names, limit: str) -> Selection | None:
    """Let Ansible's pattern code say what a limit selects, None if only a whole inventory can tell.

    Args:
        manager: an `InventoryManager` of Ansible's without any source.
        names: the hosts and groups.
        limit: as after `--limit`.
    """
    manager._inventory = names  # noqa: SLF001 - it takes no inventory that is made already
    manager.clear_caches()
    manager.subset(limit)
    patterns = [pattern for pattern in manager._subset or () if pattern]  # noqa: SLF001 - what `@file` holds is in it
    others = [pattern for pattern in patterns if pattern not in names.hosts]
    if not patterns or len(others) > _MOST_PATTERNS:
        return None
    bare = [pattern.lstrip("&!") if pattern[0] in "&!" else pattern for pattern in others]
    # A place in a list (`futian[3]`) means another host in another list.
    if not all(bare) or any(manager._split_subscript(pattern)[1] for pattern in bare):  # noqa: SLF001
        return None
    matches = {pattern: [names.hosts[pattern]] for pattern in patterns if pattern in names.hosts}
    matches |= {pattern: manager._match_one_pattern(pattern) for pattern in others}  # noqa: SLF001
    if any(host.implicit for found in matches.values() for host in found):
        return None  # A play on localhost may speak of any host.
    return Selection([host.name for host in manager._evaluate_patterns(patterns)], matches)  # noqa: SLF001


def leaves_out(limit: str) -> bool:
    """Tell whether a limit may leave something out: only then is there anything for `judge_exclusions`."""
    return "!" in limit or "@" in limit


def judge_exclusions(listing: Listing, manager: Any, limit: str) -> None:
    """Refuse a limit that leaves out what is not there: for Ansible a warning, and the site that was meant is deployed.

    Raises:
        KioskErrors: all exclusions that match nothing. A group that is empty is none of them.
    """
    names = Names(listing)
    selection = select(manager, names, limit)
    missing = [pattern for pattern, found in selection.matches.items() if not found] if selection else []
    errors = [
        KioskError(
            say("leaves out nothing: no host, site, district or group has this name"),
            where=f"--limit {pattern}",
            fix=say("correct the name; ansible-inventory --graph shows them"),
            id="limit-exclusion-empty",
        )
        for pattern in missing
        if pattern[0] == "!" and pattern[1:] not in names.groups
    ]
    if errors:
        raise KioskErrors(errors)


def narrowed(listing: Listing, manager: Any, limit: str) -> Listing:
    """Give the listing of the sites that a limit is about, or the whole in doubt."""
    everything = Names(listing)
    selection = select(manager, everything, limit)
    if selection is None or not selection.selected:
        return listing
    sites = {everything.hosts[name].site for name in selection.selected} - {""}
    if not sites:
        return listing
    for found in selection.matches.values():
        # A pattern that matches something (`!nanshan`) has to match something still: else Ansible warns, or ends the run.
        if found and not any(host.site in ("", *sites) for host in found):
            sites.add(found[0].site)
    left = hosts.only(listing, sites)
    again = select(manager, Names(left), limit)
    same = again is not None and set(again.selected) == set(selection.selected)
    return left if same else listing
