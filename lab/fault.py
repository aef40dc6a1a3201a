# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Faults that a lab that is up can be given, and their undoing."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError

from lab import servers, switches, terminals
from lab.bench import Bench

Reply = dict[str, Any]


def apply(bench: Bench, kind: str, *arguments: str | Reply) -> Reply:
    """Give the lab a fault, or take it away.

    Args:
        bench: the lab.
        kind: one of FAULTS.
        arguments: an item's code, a terminal's id, id and MAC, or a site and a request to its switch (JSON or mapping).

    Raises:
        KioskError: there is no such fault, item, terminal or switch.
    """
    known = FAULTS.get(kind)
    if not known or len(arguments) != len(known[0]):
        usage = "; ".join(" ".join((name, *words)) for name, (words, _) in FAULTS.items())
        raise KioskError(f"no such fault: {' '.join(map(str, (kind, *arguments)))}", fix=f"Faults: {usage}.")
    return known[1](bench, *arguments) or {}


def _terminal_off(bench: Bench, name: str) -> None:
    terminals.pull_plug(bench, bench.terminal(name))


def _terminal_on(bench: Bench, name: str) -> None:
    terminal = bench.terminal(name)
    if not terminals.is_on(bench, terminal):
        terminals.boot(bench, terminal)


def _terminal_mac(bench: Bench, name: str, mac: str) -> None:
    terminals.exchange_card(bench, bench.terminal(name), mac)


def _switch(bench: Bench, site: str, request: str | Reply) -> Reply:
    try:
        asked = json.loads(request) if isinstance(request, str) else request
    except ValueError as error:
        raise KioskError(f"the request is no JSON: {error}", fix='Write it like {"do": "status"}.') from None
    return switches.control(bench, site, asked)


FAULTS: dict[str, tuple[tuple[str, ...], Callable[..., Reply | None]]] = {
    "item-stop": (("CODE",), partial(servers.set_stopped, stop=True)),
    "item-start": (("CODE",), partial(servers.set_stopped, stop=False)),
    "item-relay": (("CODE",), partial(servers.set_relay, on=True)),
    "item-honest": (("CODE",), partial(servers.set_relay, on=False)),
    "resolver-forward": (("ADDRESS",), partial(servers.set_resolver, recursive=True)),
    "resolver-honest": (("ADDRESS",), partial(servers.set_resolver, recursive=False)),
    "terminal-off": (("ID",), _terminal_off),
    "terminal-on": (("ID",), _terminal_on),
    "terminal-mac": (("ID", "MAC"), _terminal_mac),
    "switch": (("SITE", "JSON"), _switch),
}
