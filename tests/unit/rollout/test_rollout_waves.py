# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which sites go together, and which go first."""

from __future__ import annotations

from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city_folder import CityFolder
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.waves import Wave, waves

from tests.unit.rollout.wave_city import folder


def everybody(city: CityFolder) -> list[str]:
    return list(dict.fromkeys(name for site, terminal in city.terminals() for name in (terminal.id, site.switch_name)))


def sites(planned: tuple[Wave, ...]) -> list[tuple[str, list[str]]]:
    return [(wave.name, list(wave.sites)) for wave in planned]


def test_marked_canaries_first_then_batches() -> None:
    city = folder(*[("futian", "huawei_vrp", "canary" if n in (2, 4) else "rest") for n in range(7)])
    planned = waves(city, everybody(city))
    assert sites(planned) == [
        ("canary", ["s2", "s4"]), ("rest", ["s0", "s1"]), ("rest", ["s3", "s5"]), ("rest", ["s6"]),
    ]  # fmt: skip
    assert [wave.max_failed_percent for wave in planned] == [5, 30, 30, 30]
    assert planned[1].hosts == ("s0-sw", "s0-01", "s0-02", "s1-sw", "s1-01", "s1-02")


def test_without_marks_one_of_each_platform_in_each_district() -> None:
    city = folder(
        ("futian", "huawei_vrp", "rest"), ("futian", "huawei_vrp", "rest"), ("futian", "hp_comware", "rest"),
        ("nanshan", "huawei_vrp", "rest"), ("nanshan", "huawei_vrp", "rest"),
    )  # fmt: skip
    assert sites(waves(city, everybody(city))) == [("canary", ["s0", "s2", "s3"]), ("rest", ["s1", "s4"])]


def test_a_mark_on_a_site_that_is_not_selected_counts_for_nothing() -> None:
    city = folder(
        ("futian", "huawei_vrp", "canary"), ("futian", "huawei_vrp", "rest"), ("futian", "huawei_vrp", "rest")
    )
    assert sites(waves(city, ["s1-sw", "s2-sw", "s2-01"])) == [("canary", ["s1"]), ("rest", ["s2"])]


def test_a_site_selected_in_part_keeps_to_that_part_and_strangers_are_left_out() -> None:
    city = folder(("futian", "huawei_vrp", "rest"))
    assert waves(city, ["stranger", "s0-02"])[0].hosts == ("s0-02",)
    assert waves(city, ["stranger"]) == ()
