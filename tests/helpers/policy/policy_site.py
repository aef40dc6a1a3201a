# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The lab's own site as the policy's tests plan it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv4Interface
from pathlib import Path

from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.site import Site
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

from tests.helpers.policy.policy_platforms import HUAWEI_VRP, PlatformCase

ROOT = Path(__file__).resolve().parents[3]
ADDRESSES = {
    "lianhua-hall-01": IPv4Interface("10.96.128.2/27"),
    "lianhua-hall-02": IPv4Interface("10.96.128.3/27"),
}
STARTUP = HUAWEI_VRP.startup


@lru_cache
def folder() -> city_folder.CityFolder:
    """The lab's city."""
    return city_folder.load(ROOT / "tests" / "one_site")


def site(case: PlatformCase = HUAWEI_VRP) -> Site:
    """lianhua-hall, with a switch of this platform."""
    hall = folder().sites["lianhua-hall"]
    terminals = zip(hall.terminals, case.ports, strict=False)
    return hall.model_copy(
        update={
            "switch": hall.switch.model_copy(update={"platform": case.name}),
            "terminals": tuple(one.model_copy(update={"port": port}) for one, port in terminals),
        }
    )


def plan(
    addresses: Mapping[str, IPv4Interface] | None = None,
    templates: Path | None = None,
    case: PlatformCase = HUAWEI_VRP,
) -> planning.SitePlan:
    """Plan lianhua-hall; as it is, once for all tests."""
    if addresses is None and templates is None:
        return _as_it_is(case)
    return planning.plan_site(folder(), site(case), ADDRESSES if addresses is None else addresses, templates=templates)


@lru_cache
def _as_it_is(case: PlatformCase) -> planning.SitePlan:
    return planning.plan_site(folder(), site(case), ADDRESSES)
