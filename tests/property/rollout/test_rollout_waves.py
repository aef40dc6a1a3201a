# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which sites go together, and which go first."""

from __future__ import annotations

from typing import Any

from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city_folder import CityFolder
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.waves import Wave, waves
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.rollout.wave_city import folder

FIGURES = {"sites_per_wave": 2, "max_failed_percent": 30, "canary_max_failed_percent": 5}

PLATFORMS = ("huawei_vrp", "hp_comware", "cisco_ios")


def everybody(city: CityFolder) -> list[str]:
    return list(dict.fromkeys(name for site, terminal in city.terminals() for name in (terminal.id, site.switch_name)))


def sites(planned: tuple[Wave, ...]) -> list[tuple[str, list[str]]]:
    return [(wave.name, list(wave.sites)) for wave in planned]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("futian", "nanshan")), st.sampled_from(PLATFORMS), st.sampled_from(("canary", "rest"))
        ),
        max_size=12,
    ),
    st.integers(1, 5),
    st.randoms(),
)
def test_every_selected_host_once_and_no_site_torn(described: Any, size: int, random: Any) -> None:
    city = folder(*described, sites_per_wave=size)
    selected = [host for host in everybody(city) if random.random() < 0.7]
    planned = waves(city, selected)
    told = [host for wave in planned for host in wave.hosts]
    assert sorted(told) == sorted(selected)
    codes = [code for wave in planned for code in wave.sites]
    assert len(codes) == len(set(codes))
    assert all(len(wave.sites) <= size for wave in planned if wave.name == "rest")
    assert [wave.name for wave in planned] == sorted(wave.name for wave in planned)
    assert [Wave.from_dict(wave.to_dict()) for wave in planned] == list(planned)
