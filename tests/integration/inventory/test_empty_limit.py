# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A limit that names nothing, which Ansible would take for the whole city, ends the run before anything is read."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from ansible import context
from ansible.inventory.data import InventoryData
from ansible.inventory.manager import InventoryManager, split_host_pattern
from ansible.parsing.dataloader import DataLoader
from ansible_collections.govkiosk.site.plugins.inventory import sites
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import allocation, ledger
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskErrors
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import hosts, limit
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder

NOTHING = (
    "--limit '{text}': names no host\n"
    "    fix: name sites, districts or groups after --limit; leave it out where the whole city is meant"
)
NO_HOST = (
    "--limit {text}: the file names no host\n"
    "    fix: write host names into it, one a line; if nothing is left, there is nothing to run"
)
MISSING = (
    "--limit {text}: the file is missing; a rollout that left nothing to deploy leaves no remaining.limit\n"
    "    fix: correct the path; if nothing is left, there is nothing to run"
)
UNREADABLE = "--limit {text}: cannot be read: {reason}\n    fix: write host names into it, one a line, in UTF-8"


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, content in {
        "empty": b"",
        "blank": b"\n \t\r\n\n",
        "comments": b"# nothing is left\n\n  # since Monday\n",
        "signs": b"!\n&\n",
        "latin": b"lianhua-hall-\xff\n",
        "some": b"# what is left\nlianhua-hall-01\n",
    }.items():
        Path(name).write_bytes(content)
    Path("folder").mkdir()


@pytest.mark.usefixtures("beside")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", NOTHING),
        (" ", NOTHING),
        (",, ", NOTHING),
        ("!", NOTHING),
        ("&", NOTHING),
        ("~", NOTHING),
        ("@empty", NO_HOST),
        ("@blank", NO_HOST),
        ("@comments", NO_HOST),
        ("@signs", NO_HOST),
        ("@nowhere", MISSING),
        ("@", UNREADABLE.replace("{reason}", "Is a directory")),
        ("@folder", UNREADABLE.replace("{reason}", "Is a directory")),
        (
            "@latin",
            UNREADABLE.replace("{reason}", "'utf-8' codec can't decode byte 0xff in position 13: invalid start byte"),
        ),
    ],
)
def test_what_names_nothing_is_refused(text: str, said: str) -> None:
    with pytest.raises(KioskErrors) as refused:
        limit.judge(text, split_host_pattern(text))
    assert str(refused.value) == said.replace("{text}", text)


SIGN = (
    "--limit {text}: Ansible reads no name behind this sign, and leaves nobody out\n"
    "    fix: write names behind `!` and `&`; those of a file are left out by naming what is meant instead"
)


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("all:!@some", ["!@some"]),
        ("!@some", ["!@some"]),
        ("futian,&@some", ["&@some"]),
        ("futian:!", ["!"]),
        ("futian:&:!", ["&", "!"]),
    ],
)
def test_a_sign_with_nothing_behind_it_is_refused(text: str, signs: list[str]) -> None:
    with pytest.raises(KioskErrors) as refused:
        limit.judge(text, split_host_pattern(text))
    assert sorted(map(str, refused.value.errors)) == sorted(SIGN.format(text=sign) for sign in signs)


@pytest.mark.usefixtures("beside")
def test_a_file_is_judged_by_itself() -> None:
    """Nothing is left, and all but one site of the city would be deployed."""
    with pytest.raises(KioskErrors) as refused:
        limit.judge("@empty,!lianhua-hall,@nowhere", ["@empty", "!lianhua-hall", "@nowhere"])
    assert str(refused.value) == f"{NO_HOST.format(text='@empty')}\n{MISSING.format(text='@nowhere')}"


@pytest.mark.usefixtures("beside")
@pytest.mark.parametrize("text", ["all", "!futian", "@some", "futian:&terminals", "lianhua-hall,@some", "~lian.*", "#"])
def test_what_names_something_is_ansible_s_to_match(text: str) -> None:
    limit.judge(text, split_host_pattern(text))


@pytest.mark.usefixtures("beside")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", f"1 thing is wrong with --limit; nothing was done:\n\n{NO_HOST.format(text='@empty')}\n"),
        (
            "zh_CN",
            (
                "--limit 中有 1 处错误，未执行任何操作：\n\n--limit @empty: 文件中没有任何主机名\n"
                "    处理：请写入主机名，每行一个；没有剩余时无须再运行\n"
            ),
        ),
    ],
)
def test_it_is_said_where_every_run_begins(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str, said: str
) -> None:
    monkeypatch.setenv("GOVKIOSK_LANG", language)
    monkeypatch.setattr(context, "CLIARGS", {"subset": "@empty", "args": ("deploy.yml",)})
    with pytest.raises(SystemExit) as ended:
        sites.InventoryModule().parse(InventoryData(), DataLoader(), str(root / "tests/one_site/govkiosk.yml"))
    assert (ended.value.code, capsys.readouterr().err) == (4, said)


@pytest.mark.usefixtures("beside")
def test_ansible_itself_ends_there(root: Path) -> None:
    """An argument that is given but empty is none to Python: `is not None`, seen by the real command."""
    argv = [str(Path(sys.executable).with_name("ansible")), "-i", str(root / "tests/one_site"), "all", "--limit", ""]
    environment = {
        **os.environ,
        "LC_ALL": "C.UTF-8",
        "GOVKIOSK_LANG": "en",
        "ANSIBLE_CONFIG": str(root / "ansible.cfg"),
    }
    ended = subprocess.run([*argv, "--list-hosts"], capture_output=True, text=True, env=environment, check=False)
    heading = "1 thing is wrong with --limit; nothing was done:"
    assert (ended.returncode, ended.stdout) == (4, "")
    assert ended.stderr == f"{heading}\n\n{NOTHING.format(text='')}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("all:!futain", "!futain"),
        ("futian,!lianhua-hal,!~^x", "!lianhua-hal !~^x"),
        ("all:!futian", ""),
        ("all:!lianhua-hall-01:&terminals", ""),
        ("all:!canaries", ""),
        ("all:!localhost", ""),
        ("futain", ""),
        ("all:!futian[7]", ""),
    ],
)
def test_what_is_left_out_has_to_be_there(text: str, said: str, root: Path) -> None:
    """A district that is misspelt is a warning to Ansible, and is deployed."""
    city = city_folder.load(root / "tests/one_site")
    listed = hosts.listing(city, allocation.assign(city, ledger.Ledger(), date(2026, 11, 23)))
    told = ""
    try:
        limit.judge_exclusions(listed, InventoryManager(DataLoader(), parse=False), text)
    except KioskErrors as error:
        told = str(error)
    assert told == "\n".join(
        f"--limit {pattern}: leaves out nothing: no host, site, district or group has this name\n"
        "    fix: correct the name; ansible-inventory --graph shows them"
        for pattern in said.split()
    )


@pytest.mark.parametrize(("text", "may"), [("futian", False), ("all:!futian", True), ("@some", True), ("a:&b", False)])
def test_only_what_leaves_something_out_is_matched_for_that(text: str, may: bool) -> None:
    assert limit.leaves_out(text) is may


def test_it_is_said_before_any_play(root: Path) -> None:
    command = [
        str(Path(sys.executable).with_name("ansible-playbook")),
        "-i",
        str(root / "tests/one_site"),
        "deploy.yml",
    ]
    environment = {**os.environ, "ANSIBLE_CONFIG": str(root / "ansible.cfg")}
    ended = subprocess.run(
        [*command, "--limit", "all:!futain"], cwd=root, capture_output=True, text=True, env=environment, check=False
    )
    assert (ended.returncode, ended.stdout) == (4, "")
    assert "--limit !futain: leaves out nothing" in ended.stderr
