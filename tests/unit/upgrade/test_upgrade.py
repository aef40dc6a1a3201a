# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From the release before: a deployed site gets no line, its papers count on, what is refused now is told (`data/README.md`)."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance import past_runs
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import allocation, ledger, ledger_store
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import errors
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import migration
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.accepted_plans import Accepted
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.verification import Comparison, Standing, compare
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.remaining import Remaining

from tests.helpers.policy.policy_platforms import TYPED, PlatformCase

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(__file__).parent / "data"
NAME = "莲花街道行政服务大厅"
Folders = dict[str, city_folder.CityFolder]
TODAY = date(2026, 12, 1)
#: What a switch of the release before is told today though nobody touched it, and the line with which its engineers mend it.
REFUSED_NOW = {"hp_comware": (["bpdu"], " stp global enable\n#\n")}


def migrated(name: str, to: Path) -> None:
    """Copy one of its cities, and rewrite its files as playbooks/migrate.yml does."""
    shutil.copytree(DATA / name, to / name)
    migration.write(migration.rewrite(to / name))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """The two cities, once their keys are today's and their sites have names of their own, as CHANGELOG says."""
    copies = tmp_path_factory.mktemp("before")
    for name in ("one_site", "city"):
        migrated(name, copies)
    for file in (copies / "city/sites/futian").iterdir():
        file.write_text(file.read_text("utf-8").replace(NAME, f"{NAME}{file.stem}"), encoding="utf-8")
    return {name: city_folder.load(copies / name) for name in ("one_site", "city")}


def plan(city: city_folder.CityFolder, code: str, case: PlatformCase | None = None) -> planning.SitePlan:
    """Plan one of its sites, its ports named as the platform names them."""
    site = city.sites[code]
    if case:
        terminals = zip(site.terminals, case.ports, strict=False)
        ports = tuple(one.model_copy(update={"port": port}) for one, port in terminals)
        switch = site.switch.model_copy(update={"platform": case.name})
        site = site.model_copy(update={"switch": switch, "terminals": ports})
    addresses = allocation.standing(city, ledger.Ledger.load(city.addresses), TODAY)
    assert addresses
    return planning.plan_site(city, site, addresses)


@pytest.mark.parametrize("case", TYPED, ids=lambda case: case.name)
def test_a_deployed_site_gets_no_line(case: PlatformCase, folders: Folders) -> None:
    planned, running = (
        plan(folders["one_site"], "lianhua-hall", case),
        (DATA / f"switch/{case.name}.cfg").read_text("utf-8"),
    )
    told, line = REFUSED_NOW.get(case.name, ([], ""))
    change = planning.plan_change(planned, running)
    assert (change.commands, change.drift, change.notices) == ((), (), ())
    assert [one.kind for one in change.violations] == told
    mended = running.replace("#\n", f"#\n{line}", 1)
    assert compare(planned, planned.text, mended) == Comparison(Standing.RIGHT)


@pytest.mark.parametrize("code", ["hall-a", "hall-b"])
def test_a_plan_that_was_accepted_is_todays(code: str, folders: Folders) -> None:
    site = folders["city"].sites[code]
    records, planned = DATA / "city/records" / code, plan(folders["city"], code)
    accepted = Accepted.of(records, site.switch_name)
    running = (records / f"network/{site.switch_name}.running.cfg").read_text("utf-8")
    assert (accepted.read(), len(accepted.versions())) == (planned.text, 1)
    assert compare(planned, accepted.read(), running) == Comparison(Standing.RIGHT)


@pytest.mark.parametrize("name", ["one_site", "city"])
def test_every_terminal_keeps_its_address(name: str, folders: Folders) -> None:
    proposed = ledger_store.propose(folders[name], TODAY)
    assert (proposed.changed, proposed.assignment.held) == (False, {})


def test_evidence_of_then_decides_nothing_by_itself() -> None:
    for code in ("hall-a", "hall-b"):
        known = past_runs.history(past_runs.read(DATA / f"city/records/{code}/evidence.jsonl"), f"{code}-01", ())
        assert (known.newest, [run.id for run in known.later]) == (None, ["20261130T170319Z-bb6826"])
    assert known.later[0].objections[0].status == "error"


def test_what_a_run_left_to_be_done_is_still_known() -> None:
    records = DATA / "city/records"
    (run,) = (json.loads(path.read_text("utf-8")) for path in (records / "rollout").glob("*.json"))
    assert run["resume"].endswith(" --limit @city/records/rollout/remaining.limit")
    assert Remaining(records).read() == ("hall-b-sw", "hall-b-01", "hall-c-sw", "hall-c-01")


def keys(told: str) -> set[str]:
    """Return the keys that a message is about, such as `networks.*.prefixes`; a day's hours are those of `service.hours`."""
    found = re.findall(r"(?m)^lab/\S+?:\d+:\d+: ([a-z_0-9.\[\]]+)", told)
    general = ((r"\[\d+\]", ""), (r"^networks\.\w+", "networks.*"), (r"^service\.hours\..*", "service.hours"))
    for pattern, instead in general:
        found = [re.sub(pattern, instead, key) for key in found]
    return set(found)


def test_every_value_that_loaded_then_is_told_with_its_key() -> None:
    """`loaded-then.txt` names the cases of tests/errors that the release before took without a word."""
    cases = {
        f"{path.stem}: {name}": given
        for path in sorted((ROOT / "tests/errors/cases").glob("*.yml"))
        for name, given in yaml.safe_load(path.read_text("utf-8")).items()
    }
    refused = re.search(
        r"### Refused now, with what to do\n(.*?)(?=\n##? |\Z)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.DOTALL
    )
    assert refused
    loaded = (DATA / "loaded-then.txt").read_text("utf-8").splitlines()
    wanted = {key for name in loaded for key in keys(cases[name]["message"])}
    assert len(wanted) > 14
    assert {key for key in wanted if f"`{key}`" not in refused[1] and f"`{key}." not in refused[1]} == set()


def test_sites_of_one_name_are_told_before_anything_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migrated("city", tmp_path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(errors.KioskError) as error:
        city_folder.load(Path("city"))
    assert str(error.value).splitlines()[::2] == [
        f"city/sites/futian/hall-{site}.yml:3:7: name: the name {NAME} is also written at "
        "city/sites/futian/hall-a.yml:3:7 [DB4403/T 503.5 5]"
        for site in "bc"
    ]
