# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From the terminal's probes of its service items to checks on 7.7 and 7.3. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...module_utils.check import FAIL, NOT_RUN, PASS, Check
from ...module_utils.message import Message, say
from ...module_utils.probe.item_probe import INTERFACE, NETWORK, PAGE, PERMISSION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..model.catalogue import Catalogue, Item

FIX = {
    PERMISSION: say("have the item's provider open it for this terminal's address (7.3)", id="item-permission-fix"),
    NETWORK: say(
        "look at the item's server, at its entry in the resolver, and at the network policy for this address",
        id="item-network-fix",
    ),
    INTERFACE: say("have the item's provider look at the service behind this address", id="item-interface-fix"),
    PAGE: say("have the item's provider look at the page, or correct `expect` in catalogue.yml", id="item-page-fix"),
}


def request(items: Sequence[Item]) -> list[dict[str, Any]]:
    """Return items as the module takes them."""
    return [
        {
            "code": item.code,
            "endpoints": [
                {
                    "name": str(endpoint.name),
                    "address": str(endpoint.address),
                    "port": endpoint.port,
                    "check": endpoint.check,
                    "tls": endpoint.tls,
                    "path": endpoint.path,
                    "expect": endpoint.expect or "",
                }
                for endpoint in item.endpoints
            ],
        }
        for item in items
    ]


#: What `checks` repeats of the site file; the survey has judged it.
GRANTS = ("7.3", "grants")


def names(granted: Sequence[Item]) -> list[tuple[str, str]]:
    """Return what `checks` gives besides `GRANTS`, each once: clause and name."""
    return [("7.7", f"item/{item.code}") for item in granted]


def checks(
    terminal: str, catalogue: Catalogue, granted: Sequence[Item], results: Sequence[Mapping[str, Any]]
) -> list[Check]:
    """Return one check on 7.7 for every granted item, in the list's order, and one on 7.3 for the grants.

    That an item is not granted is no answer of a terminal: `not_granted` says it, out of the site file.
    """
    by_code = {result["code"]: result for result in results}
    return [
        _grants(terminal, catalogue, granted),
        *(_item(terminal, item, by_code.get(item.code)) for item in granted),
    ]


def not_granted(terminal: str, catalogue: Catalogue, granted: Sequence[Item]) -> list[Check]:
    """Tell which items of the list are not open on a terminal: they keep no gate shut, and the form shows them."""
    return [_not_granted(terminal, item) for item in catalogue.items if item not in granted]


def _item(terminal: str, item: Item, result: Mapping[str, Any] | None) -> Check:
    name = f"item/{item.code}"
    if result is None:
        reason = _of(item, say("was not probed", id="item-unprobed"))
        return Check("7.7", terminal, name, NOT_RUN, reason, say("run the check again", id="check-again"))
    keys = ("latency_ms", "method", "problem", "tries", "endpoint")
    data = {"code": item.code, "name": item.name, "granted": True, **{key: result[key] for key in keys}}
    fix = FIX.get(result["problem"], "")
    reason = _of(item, result["reason"])
    return Check("7.7", terminal, name, result["status"], reason, fix, data)


def _of(item: Item, reason: str) -> Message:
    return say("{item}: {reason}", id="item", item=item.name, reason=reason)


def _not_granted(terminal: str, item: Item) -> Check:
    why = say(
        "{provider} has not granted it to this terminal (7.3), so it was not probed",
        id="item-not-granted",
        provider=item.provider,
    )
    reason = _of(item, why)
    data = {"code": item.code, "name": item.name, "granted": False, "problem": PERMISSION}
    fix = say("add a grant to the site file once the provider has given it", id="item-not-granted-fix")
    return Check("7.7", terminal, f"item/{item.code}", NOT_RUN, reason, fix, data)


def _grants(terminal: str, catalogue: Catalogue, granted: Sequence[Item]) -> Check:
    missing = [item.code for item in catalogue.items if item not in granted]
    reason = say(
        "{granted} of the {total} items of list {version} are granted",
        id="grants",
        granted=len(granted),
        total=len(catalogue.items),
        version=catalogue.version,
    )
    if missing:
        reason = say(
            "{granted}; not granted: {missing}", id="grants-missing", granted=reason, missing=", ".join(missing)
        )
    data = {"granted": [item.code for item in granted], "missing": missing}
    fix = "" if granted else say("add the provider's grants to the site file", id="grants-fix")
    return Check(GRANTS[0], terminal, GRANTS[1], PASS if granted else FAIL, reason, fix, data)
