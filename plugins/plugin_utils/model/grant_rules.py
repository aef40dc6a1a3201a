# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whether a site's grants (7.3) name items and terminals that there are, and items that its network reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from .finding import Finding
from .reading import dotted
from .site import Grant, Site
from .surroundings import Surroundings


def grant_findings(site: Site, around: Surroundings) -> Iterator[Finding]:
    """Find grants that can not be meant; items are left out while the catalogue can not be read."""
    for at, grant in enumerate(site.grants):
        if around.items is not None:
            yield from _item_findings(site, at, grant, around)
        known = [terminal.id for terminal in site.terminals]
        for number, terminal in enumerate(grant.terminals or ()):
            if terminal not in known:
                path = ("grants", at, "terminals", number)
                fix = _near(terminal, known, f"write one of {', '.join(known)}")
                yield Finding(path, f"{dotted(path)}: the site has no terminal `{terminal}`", "7.3", fix)


def _item_findings(site: Site, at: int, grant: Grant, around: Surroundings) -> Iterator[Finding]:
    items = around.items or {}
    path = ("grants", at, "items")
    for number, code in enumerate(() if grant.items == "all" else grant.items):
        if code not in items:
            here = (*path, number)
            fix = _near(code, items, "correct the code, or add the item to catalogue.yml")
            yield Finding(here, f"{dotted(here)}: the catalogue has no item `{code}`", "7.3", fix)
    unreachable = around.unreachable.get(site.network.class_, frozenset())
    outside = sorted(unreachable if grant.items == "all" else unreachable.intersection(grant.items))
    if outside:
        verb = "is" if len(outside) == 1 else "are"
        what = (
            f"{dotted(path)}: {', '.join(outside)} {verb} granted, but not inside the {site.network.class_}'s prefixes"
        )
        yield Finding(path, what, "6.4-e", "list only items that the site's network reaches")


def _near(word: str, known: Iterable[str], otherwise: str) -> str:
    near = get_close_matches(word, known, n=1)
    return f"did you mean `{near[0]}`?" if near else otherwise
