# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The inventory as Ansible sees it, by its own command: hosts, groups, variables, and what is said about mistakes."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest
from ansible.inventory.data import InventoryData
from ansible.parsing.dataloader import DataLoader
from ansible_collections.govkiosk.site.plugins.inventory import sites
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance import step_results
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory.hosts import group_names
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.reserved import RESERVED
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.scalars import Code
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.site import Venue, Wave
from pydantic import TypeAdapter, ValidationError

from tests.helpers.read_inventory import read_inventories

SITE = "lab/sites/futian/lianhua-hall.yml"
SECOND = "lab/sites/nanshan/xili-park.yml"
HOSTS = ["lianhua-hall-sw", "lianhua-hall-01", "lianhua-hall-02"]
SECOND_HOSTS = ["xili-park-sw", "xili-park-01", "xili-park-02"]


def _group(name: str, *hosts: str) -> str:
    return f"  |--@{name}:\n" + "".join(f"  |  |--{host}\n" for host in hosts)


GRAPH = (
    "@all:\n  |--@ungrouped:\n  |--@futian:\n  |  |--@lianhua-hall:\n"
    + "".join(f"  |  |  |--{host}\n" for host in HOSTS)
    + "".join(_group(name, *HOSTS) for name in ("extranet", "huawei_vrp", "public", "venue_a1", "wave_rest", "wired"))
    + _group("switches", HOSTS[0])
    + _group("terminals", *HOSTS[1:])
    + _group("canaries")
)


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    shutil.copytree(root / "tests/one_site", tmp_path / "lab", ignore=shutil.ignore_patterns("records"))
    return tmp_path


def command(folder: Path, *arguments: str, program: str = "ansible-inventory") -> subprocess.CompletedProcess[str]:
    tool = Path(sys.executable).with_name(program)
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    argv = [str(tool), "-i", "lab", *arguments]
    return subprocess.run(argv, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False)


def listed(folder: Path) -> dict[str, Any]:
    result = command(folder, "--list")
    assert (result.returncode, result.stderr) == (0, "")
    return json.loads(result.stdout)  # type: ignore[no-any-return]


def values(listing: dict[str, Any], host: str) -> dict[str, Any]:
    """Give a host's own variables, without Ansible's mark that they are never templates."""
    found = listing["_meta"]["hostvars"][host]
    marked = {name: value for name, value in found.items() if isinstance(value, dict) and value}
    return {name: unmarked(value) for name, value in marked.items()}


def unmarked(value: Any) -> Any:
    """Return a value of a listing; nothing in it is marked as to be trusted as a template."""
    if isinstance(value, dict) and "__ansible_unsafe" not in value:
        return {name: unmarked(each) for name, each in value.items()}
    if isinstance(value, dict):
        return value["__ansible_unsafe"]
    assert not (value and isinstance(value, str))
    return value


def test_graph(folder: Path) -> None:
    result = command(folder, "--graph")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == GRAPH


@pytest.fixture
def two(folder: Path) -> Path:
    """Add a site of another district, platform, venue and wave."""
    city = folder / "lab/city.yml"
    text = city.read_text(encoding="utf-8")
    old = "      extranet: [10.96.128.0/20]\n"
    assert old in text
    nanshan = "  nanshan:\n    name: 南山区\n    pools:\n      extranet: [10.96.144.0/20]\n"
    city.write_text(text.replace(old, old + nanshan), encoding="utf-8")
    site = (folder / SITE).read_text(encoding="utf-8")
    for old, new in (
        ("lianhua-hall", "xili-park"),
        ("莲花街道行政服务大厅", "西丽产业园"),
        ("venue: a1", "venue: c2\nwave: canary"),
        ("huawei_vrp", "hp_comware"),
        ("GigabitEthernet0/0/", "GigabitEthernet1/0/"),
        ("10.96.128.0/27", "10.96.144.0/27"),
        ("10.96.192.11", "10.96.192.12"),
        ("ZW20261100", "ZW20261200"),
        ("5489-9800-01", "5489-9800-02"),
    ):
        assert old in site
        site = site.replace(old, new)
    (folder / SECOND).parent.mkdir()
    (folder / SECOND).write_text(site, encoding="utf-8")
    return folder


LIMITS = {
    "lianhua-hall": HOSTS,
    "futian": HOSTS,
    "nanshan": SECOND_HOSTS,
    "hp_comware": SECOND_HOSTS,
    "huawei_vrp": HOSTS,
    "wired": [*HOSTS, *SECOND_HOSTS],
    "venue_a1": HOSTS,
    "venue_c2": SECOND_HOSTS,
    "wave_canary": SECOND_HOSTS,
    "wave_rest": HOSTS,
    "extranet": [*HOSTS, *SECOND_HOSTS],
    "terminals:&wave_canary": SECOND_HOSTS[1:],
    "switches:!nanshan": HOSTS[:1],
    "xili-park-02": SECOND_HOSTS[2:],
}


def test_limits(two: Path) -> None:
    found = read_inventories((two / "lab", limit) for limit in LIMITS)
    assert {limit: list(hosts) for limit, hosts in zip(LIMITS, found, strict=True)} == LIMITS


def test_limit_of_the_command(two: Path) -> None:
    result = command(two, "all", "--limit", "terminals:&wave_canary", "--list-hosts", program="ansible")
    assert result.returncode == 0, result.stderr
    assert result.stdout.split()[2:] == SECOND_HOSTS[1:]


def test_a_canary_that_can_be_logged_in_to_is_a_host_reached_as_strictly_as_a_terminal(folder: Path) -> None:
    city = folder / "lab/city.yml"
    text, login = city.read_text(encoding="utf-8"), "name: canary-b, ssh: {user: debian, port: 2222}"
    city.write_text(text.replace("name: canary-b", login), encoding="utf-8")
    listing = listed(folder)
    assert listing["canaries"]["hosts"] == ["canary-b"]
    assert {"ansible_host", "ansible_port", "ansible_user", "ansible_connection"} < values(listing, "canary-b").keys()
    assert values(listing, "canary-b") | {
        "ansible_connection": "govkiosk.site.terminal",
        "ansible_host": "203.0.113.80",
        "ansible_port": "2222",
        "ansible_user": "debian",
        "ansible_ssh_known_hosts_file": str(folder / "lab/known_hosts"),
    } == values(listing, "canary-b")


def test_no_site_can_have_a_group_s_name(root: Path) -> None:
    """What is not reserved can not be written as a code."""
    site = city_folder.load(root / "tests/one_site").sites["lianhua-hall"]
    made = set()
    for venue, wave in itertools.product(get_args(Venue), get_args(Wave)):
        made |= set(group_names(site.model_copy(update={"venue": venue, "wave": wave})))
    assert len(made) > len(get_args(Venue)) + len(get_args(Wave))
    for name in made - RESERVED:
        with pytest.raises(ValidationError):
            TypeAdapter(Code).validate_python(name)


def test_hosts_groups_and_variables(folder: Path) -> None:
    listing = listed(folder)
    for group in ("lianhua-hall", "huawei_vrp", "wired", "public", "extranet", "venue_a1", "wave_rest"):
        assert listing[group]["hosts"] == HOSTS
    assert listing["futian"]["children"] == ["lianhua-hall"]
    assert listing["terminals"]["hosts"] == HOSTS[1:]
    assert listing["switches"]["hosts"] == HOSTS[:1]
    city = {"govkiosk_city_folder": str(folder / "lab"), "govkiosk_records": str(folder / "lab/records")}
    assert values(listing, "lianhua-hall-sw") == city | {
        "ansible_host": "10.96.192.11",
        "govkiosk_platform": "huawei_vrp",
        "govkiosk_district": "futian",
        "govkiosk_site": "lianhua-hall",
    }
    assert values(listing, "lianhua-hall-02") == city | {
        "ansible_connection": "govkiosk.site.terminal",
        "ansible_host": "10.96.128.3",
        "ansible_ssh_known_hosts_file": str(folder / "lab/known_hosts"),
        "govkiosk_district": "futian",
        "govkiosk_site": "lianhua-hall",
        "govkiosk_switch": "lianhua-hall-sw",
        "govkiosk_terminal": "lianhua-hall-02",
    }


def test_a_held_terminal_says_why_and_has_no_address(folder: Path) -> None:
    with (folder / "lab/addresses/futian.csv").open("a", encoding="utf-8") as ledger:
        ledger.write("10.96.128.9,lianhua-hall-02,lianhua-hall,active,2026-11-03,\n")
    listing = listed(folder)
    held = values(listing, "lianhua-hall-02")
    assert "ansible_host" not in held
    assert held["govkiosk_held"].startswith("lab/addresses/futian.csv:4:1: lianhua-hall-02 has 10.96.128.9 here and")
    why, fix = step_results.trouble({"msg": "", "problem": held["govkiosk_held_problem"]})
    assert translated(why, "zh_CN").startswith(
        "lab/addresses/futian.csv:4:1: lianhua-hall-02 在此处的地址是 10.96.128.9，在 "
    )
    assert translated(fix, "zh_CN") == "删除终端并未使用的那个地址所在的行"
    assert not {"govkiosk_held", "govkiosk_held_problem"} & values(listing, "lianhua-hall-01").keys()


def test_reading_the_inventory_writes_no_ledger(folder: Path) -> None:
    shutil.rmtree(folder / "lab/addresses")
    assert values(listed(folder), "lianhua-hall-01")["ansible_host"] == "10.96.128.2"
    assert not (folder / "lab/addresses").exists()


def test_no_site_yet(folder: Path) -> None:
    shutil.rmtree(folder / "lab/sites")
    result = command(folder, "--graph")
    assert (result.returncode, result.stderr) == (0, "")
    assert "@terminals" in result.stdout


def test_no_template_of_a_site_file_is_ever_run(folder: Path) -> None:
    path = folder / "lab/sites/futian/lianhua-hall.yml"
    text = path.read_text(encoding="utf-8").replace(
        "name: 莲花街道行政服务大厅", "name: \"{{ lookup('pipe', 'id') }}\""
    )
    path.write_text(text, encoding="utf-8")
    assert "uid=" not in json.dumps(listed(folder))


@pytest.mark.parametrize("program", ["ansible-inventory", "ansible"])
def test_mistakes_are_told_and_nothing_else(folder: Path, program: str) -> None:
    path = folder / "lab/sites/futian/lianhua-hall.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("venue: a1", "venu: a1"), encoding="utf-8")
    arguments = ["--graph"] if program == "ansible-inventory" else ["all", "-m", "ansible.builtin.debug"]
    result = command(folder, *arguments, program=program)
    assert result.returncode == 4
    assert result.stdout == ""
    assert result.stderr == (
        "1 thing is wrong in the inventory; nothing was done:\n\n"
        "lab/sites/futian/lianhua-hall.yml:5:1: venu: unknown key\n"
        "    fix: did you mean `venue`?\n"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("plugin: govkiosk.site.site\n", "Incorrect plugin name in file: govkiosk.site.site"),
        ("plugin: govkiosk.site.sites: x\n", "YAML parsing failed: "),
        (
            "plugin: govkiosk.site.sites\ncache: true\ncache_plugin: nowhere\n",
            "Unable to load the cache plugin 'nowhere'.",
        ),
    ],
)
def test_a_source_that_is_wrong_itself_is_no_empty_inventory(folder: Path, text: str, said: str) -> None:
    (folder / "lab/govkiosk.yml").write_text(text, encoding="utf-8")
    result = command(folder, "--list")
    assert (result.returncode, result.stdout) == (4, "")
    assert result.stderr.startswith(f"1 thing is wrong in the inventory; nothing was done:\n\nlab/govkiosk.yml: {said}")
    fix = "correct it; `ansible-doc -t inventory govkiosk.site.sites` shows what it may hold"
    assert result.stderr.endswith(f"\n    fix: {fix}\n")


def test_a_defect_of_ours_is_no_empty_inventory(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def defective(*_arguments: object) -> None:
        raise ValueError("port out of range")

    monkeypatch.setattr(sites.InventoryModule, "_read_config_data", defective)
    with pytest.raises(SystemExit) as ended:
        sites.InventoryModule().parse(InventoryData(), DataLoader(), str(folder / "lab/govkiosk.yml"))
    assert ended.value.code == 4
    assert capsys.readouterr().err == (
        "1 thing is wrong in the inventory; nothing was done:\n\n"
        f"{folder}/lab: cannot be read, by a defect of ours: ValueError: port out of range\n"
        "    fix: report it with the files that show it\n"
    )
