# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which node reaches which, in a graph of a few hundred: circles, floors, the arrows that a picture needs."""

from __future__ import annotations

from collections.abc import Mapping

Graph = dict[str, set[str]]


def below(graph: Mapping[str, set[str]]) -> Graph:
    """Return all that each node reaches along arrows."""

    def reached(node: str, seen: set[str]) -> set[str]:
        for other in graph.get(node, set()) - seen:
            seen.add(other)
            reached(other, seen)
        return seen

    return {node: reached(node, set()) for node in graph}


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Return the nodes that reach each other."""
    down = below(graph)
    found = {tuple(sorted(other for other in down[node] if node in down[other])) for node in down if node in down[node]}
    return [list(members) for members in sorted(found)]


def heights(graph: Mapping[str, set[str]]) -> dict[str, int]:
    """Return the floor of each room, 1 for those that import nothing; rooms in a circle are one."""
    one = {node: members[0] for members in circles(graph) for node in members}
    down: Graph = {}
    for node, others in graph.items():
        here = one.get(node, node)
        down.setdefault(here, set()).update({one.get(other, other) for other in others} - {here})
    height: dict[str, int] = {}

    def climb(node: str) -> int:
        if node not in height:
            height[node] = 1 + max(map(climb, down.get(node, ())), default=0)
        return height[node]

    return {node: climb(one.get(node, node)) for node in graph}


def bare(graph: Mapping[str, set[str]]) -> Graph:
    """Return the arrows that no longer way stands for: what a picture needs."""
    down = below(graph)
    return {node: {o for o in others if not any(o in down[p] for p in others - {o})} for node, others in graph.items()}
