# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A platform is a folder and its templates: nothing outside names one, and whoever reads site files loads no session."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms import IDENTITIES
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.languages import LANGUAGES
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import SESSIONS

ROOT = Path(__file__).resolve().parents[3]
LIBRARY = ROOT / "plugins/plugin_utils"
PACKAGE = "ansible_collections.govkiosk.site.plugins.plugin_utils"
#: Rooms without a session: what reads, plans, judges and prints.
PURE = ("model", "policy", "inventory", "addresses", "checks", "forms", "acceptance", "evidence", "terminal")


def output(script: str, *path: Path | str) -> str:
    """Run a script in a fresh interpreter; give what it prints."""
    head = f"import sys\nsys.path[:0] = {[str(folder) for folder in path]!r}\n"
    done = subprocess.run([sys.executable, "-c", head + script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_reads_and_plans_loads_no_session() -> None:
    modules = [f"{PACKAGE}.{room}.{path.stem}" for room in PURE for path in sorted((LIBRARY / room).glob("[!_]*.py"))]
    assert len(modules) > 100
    script = (
        f"import importlib\nfor name in {modules!r}:\n    importlib.import_module(name)\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'netmiko', 'paramiko', 'ansible'}))\n"
    )
    assert output(script, ROOT, ROOT / "collections") == "[]\n"


def test_a_site_file_is_read_without_a_language() -> None:
    script = (
        f"import {PACKAGE}.model.city_folder\n"
        "print([name for name in sys.modules if 'platforms' in name and name.endswith(('.language', '.lines', '.session'))])\n"
    )
    assert output(script, ROOT, ROOT / "collections") == "[]\n"


def test_every_platform_is_whole() -> None:
    assert list(IDENTITIES) == list(LANGUAGES) == list(SESSIONS)
    for name in IDENTITIES:
        assert LANGUAGES[name].name == name
        assert SESSIONS[name].port_names is IDENTITIES[name].port_names
        assert list((ROOT / "roles/network_policy/templates" / name).glob("*.j2"))


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the collection with one folder and its templates more, `toy_os`: another name for a known platform."""
    copy = tmp_path / "ansible_collections/govkiosk/site"
    for name in ("plugins", "roles/network_policy", "schema", "meta"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for folder, name in (
        ("plugins/plugin_utils/platforms", "huawei_vrp"),
        ("roles/network_policy/templates", "huawei_vrp"),
    ):
        shutil.copytree(copy / folder / name, copy / folder / "toy_os")
    for file in (copy / "plugins/plugin_utils/platforms/toy_os").glob("*.py"):
        file.write_text(file.read_text("utf-8").replace("huawei_vrp", "toy_os"), encoding="utf-8")
    city = shutil.copytree(ROOT / "tests/one_site", tmp_path / "city")
    file = city / "sites/futian/lianhua-hall.yml"
    file.write_text(file.read_text("utf-8").replace("platform: huawei_vrp", "platform: toy_os"), encoding="utf-8")
    return tmp_path


def test_another_folder_is_another_platform(house: Path) -> None:
    script = f"""
from datetime import date
from pathlib import Path
from {PACKAGE}.addresses import allocation, ledger
from {PACKAGE}.model import city_folder
from {PACKAGE}.platforms.sessions import SESSIONS
from {PACKAGE}.policy import planning
city = city_folder.load(Path({str(house / "city")!r}))
site = city.sites["lianhua-hall"]
given = allocation.assign(city, ledger.Ledger.load(city.addresses), date(2026, 11, 23)).addresses
plan = planning.plan_site(city, site, given)
print(plan.objects.platform, plan.violations, len(plan.text) > 1000, SESSIONS["toy_os"].save_command)
"""
    assert output(script, house).splitlines() == ["toy_os () True save"]
