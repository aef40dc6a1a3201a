# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A city of sites that differ in what waves go by: district, platform and wave."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city import Rollout
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city_folder import CityFolder

from tests.unit.acceptance import lianhua

FIGURES = {"sites_per_wave": 2, "max_failed_percent": 30, "canary_max_failed_percent": 5}


def folder(*sites: tuple[str, str, str], **figures: Any) -> CityFolder:
    """Make a city of sites given as district, platform, wave; their codes are s0, s1 and so on."""
    whole, model = lianhua.folder(), lianhua.site()
    made = {}
    for number, (district, platform, wave) in enumerate(sites):
        code = f"s{number}"
        terminals = tuple(one.model_copy(update={"id": f"{code}-{one.id[-2:]}"}) for one in model.terminals)
        switch = model.switch.model_copy(update={"platform": platform})
        made[code] = model.model_copy(
            update={"site": code, "district": district, "wave": wave, "switch": switch, "terminals": terminals}
        )
    rollout = Rollout.model_validate(FIGURES | figures)
    return replace(whole, sites=made, city=whole.city.model_copy(update={"rollout": rollout}))
