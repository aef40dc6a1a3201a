# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The measure of the house, on houses of a few lines."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCRIPTS = ROOT / "script"
#: What a loop, an object or a text is called that nobody has thought of a name for.
SAYS_NOTHING = {"one", "told", "there", "mine"}


@pytest.fixture(scope="module")
def house() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SCRIPTS))
        yield importlib.import_module("house")


@pytest.fixture(scope="module")
def here(house: Any) -> Any:
    """The house as it lies here."""
    return house.measure(house.version(""))


def texts(**files: str) -> dict[str, str]:
    """The library's files; a double underline is a folder."""
    return {f"plugins/plugin_utils/{name.replace('__', '/', 1)}.py": text for name, text in files.items()}


#: Three floors: rollout and shown on policy and model, these on base.
STRAIGHT = texts(
    base__error="class Problem:\n    text: str\n    fix: str\n",
    model____init__='"""Nothing but this."""\n',
    model__site="from ..base.error import Problem\n",
    policy__proof="from ..base import error\nfrom ..base import error\n",
    rollout__gate="from __future__ import annotations\nfrom . import wave\nfrom ..policy import proof\nimport json\n",
    rollout__wave="X = 1\n",
    shown="import ansible_collections.govkiosk.site.plugins.plugin_utils.model.site\n",
)


def test_a_straight_house(house: Any) -> None:
    measures = house.measure(STRAIGHT).measures()
    assert measures == {
        "files": 6,
        "lines": 12,
        "rooms": 5,
        "floors": 3,
        "arrows between rooms": 4,
        "circles of rooms": 0,
        "circles of folders": 0,
        "circles of files": 0,
        "circles of files, without typing": 0,
        "types for a problem": 1,
        "files with a vendor's word outside": 0,
        "vendors' words outside": 0,
        "words of configuration lines outside": 0,
    }


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        # A room up and a room down; the files themselves make no circle.
        ({"base__other": "from ..policy import proof\n"}, (1, 0, 0)),
        ({"base__error": "from ..policy import proof\n"}, (1, 1, 1)),
        ({"base__error": "if TYPE_CHECKING:\n    from ..policy.proof import Proof\n"}, (1, 1, 0)),
        ({"base__error": "def late():\n    from ..policy import proof\n"}, (1, 1, 1)),
        ({"rollout__wave": "from .gate import Gate\n"}, (0, 1, 1)),
    ],
)
def test_circles(house: Any, added: dict[str, str], expected: tuple[int, int, int]) -> None:
    measures = house.measure(STRAIGHT | texts(**added)).measures()
    assert tuple(measures[f"circles of {what}"] for what in ("rooms", "files", "files, without typing")) == expected


def test_a_folder_and_one_in_it_make_a_circle_within_a_room(house: Any) -> None:
    files = {"reader": "from .ios import rules\n", "ios/rules": "X = 1\n", "ios/language": "from .. import reader\n"}
    measured = house.measure({f"plugins/plugin_utils/platforms/{name}.py": text for name, text in files.items()})
    assert house.circles(measured.folders) == [["plugins/plugin_utils/platforms", "plugins/plugin_utils/platforms/ios"]]
    assert (measured.measures()["circles of rooms"], measured.measures()["circles of files"]) == (0, 0)


def test_a_circle_of_what_terminals_run_is_seen(house: Any) -> None:
    files = {"probe/dns": "if TYPE_CHECKING:\n    from .relay import Aim\n", "probe/relay": "from . import dns\n"}
    measured = house.measure({f"plugins/module_utils/{name}.py": text for name, text in files.items()})
    assert house.circles(measured.shared) == [
        ["plugins/module_utils/probe/dns.py", "plugins/module_utils/probe/relay.py"]
    ]
    assert measured.measures()["files"] == 0


def test_rooms_in_a_circle_are_one_floor(house: Any) -> None:
    measured = house.measure(texts(a__x="from ..b import y\n", b__y="from ..a import x\n", c__z="from ..a import x\n"))
    assert measured.measures()["floors"] == 2
    assert house.circles(measured.rooms) == [["a", "b"]]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("class Finding(NamedTuple):\n    reason: str\n    fix: str = ''\n", 1),
        ("class Drift:\n    what: str\n    clause: str\n", 1),
        ("class Wrong(Exception):\n    def __init__(self):\n        self.what, self.fix = '', ''\n", 1),
        ("class Wrong(Problem):\n    pass\n", 0),
        ("class Duty:\n    text: str\n    clause: str\n", 0),
        ("class Carrier:\n    problem: Problem\n", 0),
    ],
)
def test_types_for_a_problem(house: Any, text: str, count: int) -> None:
    assert house.measure(texts(a__b=text)).measures()["types for a problem"] == count


@pytest.mark.parametrize(
    ("path", "text", "count"),
    [
        ("plugins/plugin_utils/device/cli.py", 'if platform == "hp_comware": pass\n', 1),
        ("plugins/plugin_utils/device/cli.py", "from netmiko.cisco import CiscoIosBase\n", 2),
        ("plugins/plugin_utils/device/cli.py", 'said = f"{a} of VRP {b}"\n', 1),
        ("plugins/plugin_utils/device/cli.py", '"""As Cisco does."""\nx = 1  # Huawei\n', 0),
        ("plugins/plugin_utils/device/cli.py", 'curious, ratios, scenario = "previous", "audios", "bios"\n', 0),
        ("plugins/plugin_utils/platforms/ios/cli.py", 'x = "cisco_ios"\n', 0),
        ("plugins/modules/x.py", 'DOCUMENTATION = r"""\nhuawei_vrp\n"""\nEXAMPLES = "h3c"\n', 0),
        ("plugins/modules/x.py", 'CHOICES = ["huawei_vrp"]\n', 1),
        ("roles/a/tasks/main.yml", "- when: x == 'ruijie_os'  # Cisco\n", 1),
        ("roles/a/templates/huawei_vrp/x.j2", "huawei\n", 0),
        ("playbooks/plan.yml", "# Huawei\n- hosts: cisco_ios\n", 1),
        ("lab/switch.py", "x = 'huawei'\n", 0),
    ],
)
def test_vendors_words(house: Any, path: str, text: str, count: int) -> None:
    home = texts(platforms__ios="x = 'cisco_ios'\n")
    assert house.measure(home | {path: text}).measures()["vendors' words outside"] == count


@pytest.mark.parametrize(
    ("path", "text", "count"),
    [
        ("policy/harm", 'X = re.compile(r"(?:switchport voice vlan|voice-vlan) (\\d+)(?: .+)?")\n', 3),
        ("policy/neighbours", 'X = r"(?:(?:nd |am )?user-bind|ip source (?:static )?binding) .*"\n', 2),
        ("policy/ways", 'X = r"(?:stp|spanning-tree) .*(?:root primary|priority (?:0|4096))"\n', 3),
        ("policy/uplink_filters", 'DENIES_THE_REST = "packet-filter default deny"\n', 1),
        ("device/log_lines", 'X = r"(?:router|policy-map|class-map) \\S+.*"\n', 2),
        ("policy/list_names", 'X = {"traffic-filter", "access-group", "access-list"}\n', 3),
        ("policy/proof", 'what = say("spanning tree, access list {name}, port security, undo it")  # stp\n', 0),
        ("policy/proof", '"""Of `switchport` and `stp`."""\nport_security = "access_list"\n', 0),
        ("platforms/ios/words", 'X = "switchport"\n', 0),
    ],
)
def test_words_of_configuration_lines(house: Any, path: str, text: str, count: int) -> None:
    assert (
        house.measure({f"plugins/plugin_utils/{path}.py": text}).measures()["words of configuration lines outside"]
        == count
    )


def test_before_there_were_platforms_dialects_were_their_home(house: Any) -> None:
    old = texts(dialects__cisco_ios="x = 'cisco_ios'\n", session__drivers="x = 'cisco_ios'\n")
    assert house.measure(old).vendors == {"plugins/plugin_utils/session/drivers.py": 1}


def test_the_table_has_a_column_for_each_version(house: Any) -> None:
    lines = list(house.table({"before": house.measure(STRAIGHT), "after": house.measure({})}))
    assert lines[:4] == ["| | before | after |", "|---|---:|---:|", "| files | 6 | 0 |", "| lines | 12 | 0 |"]


def test_a_house_that_lies_in_a_folder(house: Any, tmp_path: Path) -> None:
    for path, text in STRAIGHT.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    (tmp_path / "plugins/picture.png").write_bytes(b"\x89PNG")
    assert house.version("", tmp_path) == STRAIGHT


def test_a_picture_leaves_out_what_follows(house: Any) -> None:
    seen = texts(a__x="", b__x="from ..a import x\n", c__x="from ..a import x\nfrom ..b import x\n")
    seen["plugins/plugin_utils/a/x.py"] = "X = 1\n"
    assert list(house.picture(house.measure(seen))) == [
        "flowchart TB",
        *('    subgraph floor3["3"]', "        c", "    end"),
        *('    subgraph floor2["2"]', "        b", "    end"),
        *('    subgraph floor1["1"]', "        a", "    end"),
        *("    b --> a", "    c --> b"),
    ]


def test_the_page_about_the_house_is_right(house: Any, here: Any) -> None:
    page = house.PAGE.read_text(encoding="utf-8")
    drawn = "\n".join(house.picture(here))
    assert f"```mermaid\n{drawn}\n```" in page, "python script/house.py --write"
    written = {row[0].strip(): row[-1].strip() for line in page.splitlines() if (row := line.strip("|").split("|"))}
    for name in ("rooms", "floors", "circles of rooms"):
        assert written[name] == str(here.measures()[name]), "python script/house.py --write"
    rooms = re.findall(r"(?m)^\| `(\w+)` \|", page)
    assert sorted(rooms) == sorted(here.rooms)


def test_no_vendor_is_named_outside_the_platforms(here: Any) -> None:
    assert here.vendors == {}
    # Texts that a configuration only keeps are told from its lines before anybody reads these as any platform's.
    assert here.line_words == {"plugins/plugin_utils/config/banners.py": 2}


def test_nothing_imports_in_a_circle_not_for_typing_either(house: Any, here: Any) -> None:
    graphs = (here.rooms, here.folders, here.imports, here.shared)
    assert [house.circles(graph) for graph in graphs] == [[], [], [], []]
    assert min(map(len, graphs)) > 10


def bound(source: str) -> list[str]:
    """Return what a file gives names to: variables, arguments, functions and classes."""
    nodes = list(ast.walk(ast.parse(source)))
    names = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    names += [node.arg for node in nodes if isinstance(node, ast.arg)]
    return names + [
        node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    ]


@pytest.mark.parametrize(
    "source",
    [
        "for one in x: ...",
        "[told for told in x]",
        "def f(mine): ...",
        "there = 1",
        "def _told(): ...",
        "async def one(): ...",
    ],
)
def test_a_name_that_says_nothing_is_seen(source: str) -> None:
    assert {name.strip("_") for name in bound(source)} & SAYS_NOTHING


def test_nothing_has_a_name_that_says_nothing() -> None:
    files = [path for folder in ("plugins", "roles", "terminal", "lab") for path in (ROOT / folder).rglob("*.py")]
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in files
        for name in bound(path.read_text(encoding="utf-8"))
        if name.strip("_") in SAYS_NOTHING
    }
    assert sorted(found) == []
