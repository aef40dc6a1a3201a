# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whether a site's grants (7.3) name items and terminals that there are, and items that its network reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from ...module_utils.message import say
from .reading import dotted
from .rule_finding import RuleFinding
from .site import Grant, Site
from .surroundings import Surroundings


def grant_findings(site: Site, around: Surroundings) -> Iterator[RuleFinding]:
    """Find grants that can not be meant; items are left out while the catalogue can not be read."""
    for at, grant in enumerate(site.grants):
        if around.items is not None:
            yield from _item_findings(site, at, grant, around)
        known = [terminal.id for terminal in site.terminals]
        for number, terminal in enumerate(grant.terminals or ()):
            if terminal not in known:
                path = ("grants", at, "terminals", number)
                fix = _near(terminal, known, say("write one of {known}", known=", ".join(known)))
                yield RuleFinding(
                    path,
                    say("{path}: the site has no terminal `{terminal}`", path=dotted(path), terminal=terminal),
                    "7.3",
                    fix,
                    id="grant-unknown-terminal",
                )


def _item_findings(site: Site, at: int, grant: Grant, around: Surroundings) -> Iterator[RuleFinding]:
    items = around.items or {}
    path = ("grants", at, "items")
    for number, code in enumerate(() if grant.items == "all" else grant.items):
        if code not in items:
            here = (*path, number)
            fix = _near(code, items, say("correct the code, or add the item to catalogue.yml"))
            yield RuleFinding(
                here,
                say("{path}: the catalogue has no item `{code}`", path=dotted(here), code=code),
                "7.3",
                fix,
                id="grant-unknown-item",
            )
    unreachable = around.unreachable.get(site.network.class_, frozenset())
    outside = sorted(unreachable if grant.items == "all" else unreachable.intersection(grant.items))
    if outside:
        names = {"path": dotted(path), "outside": ", ".join(outside), "network": site.network.class_}
        if len(outside) == 1:
            what = say("{path}: {outside} is granted, but not inside the {network}'s prefixes", **names)
        else:
            what = say("{path}: {outside} are granted, but not inside the {network}'s prefixes", **names)
        yield RuleFinding(
            path, what, "6.4-e", say("list only items that the site's network reaches"), id="grant-outside"
        )


def _near(word: str, known: Iterable[str], otherwise: str) -> str:
    near = get_close_matches(word, known, n=1)
    return say("did you mean `{near}`?", near=near[0]) if near else otherwise
