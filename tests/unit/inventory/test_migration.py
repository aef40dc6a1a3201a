# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A city of an earlier version is rewritten: names only, all files or none, once."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import migration
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder

ROOT = Path(__file__).resolve().parents[3]
SITE = Path("lab/sites/futian/lianhua-hall.yml")
QUOTES = "\"'"


@pytest.fixture(autouse=True)
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "tests/one_site", tmp_path / "lab", ignore=shutil.ignore_patterns("records"))
    monkeypatch.chdir(tmp_path)
    change("platform: huawei_vrp", "dialect: huawei_vrp")
    return tmp_path / "lab"


def change(old: str, new: str, path: Path = SITE) -> None:
    text = path.read_bytes().decode() if path.exists() else ""
    assert old in text
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.replace(old, new, 1).encode())


def files() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(Path().rglob("*")) if path.is_file()}


@pytest.mark.parametrize(
    "switch",
    [
        "  dialect: huawei_vrp  # dialect: huawei_vrp, 方言 𠮷\n  model: 'dialect: S5700'\n  address: 10.96.192.11\n",
        '  # dialect: none\n  model: dialect\n  "dialect" : huawei_vrp\r\n  address: 10.96.192.11\n',
        "  {model: 𠮷, 'dialect': huawei_vrp, address: 10.96.192.11}  # 'dialect': it\n",
        "  {address: 10.96.192.11, dialect:   # here\n   huawei_vrp}\n",
    ],
)
def test_the_key_is_renamed_and_every_other_byte_stays(switch: str) -> None:
    text = SITE.read_bytes().decode()
    old = re.search(r"(?<=^switch:\n)(?:  .*\n)+", text, re.MULTILINE)
    assert old
    before = text.replace(old[0], switch)
    SITE.write_bytes(before.encode())
    (file,) = migration.rewrite(Path("lab"))
    migration.write([file])
    after = SITE.read_bytes().decode()
    at = next(at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1])
    assert (before[at : at + 7], after[at : at + 8]) == ("dialect", "platform")
    assert before[:at] + before[at + 7 :] == after[:at] + after[at + 8 :]
    line, column = before.count("\n", 0, at) + 1, at - before.rfind("\n", 0, at)
    assert re.fullmatch(
        rf"{SITE}:{line}:{column - (before[at - 1] in QUOTES)}: switch.dialect is called platform now", *file.changes
    )
    assert city_folder.load(Path("lab")).sites["lianhua-hall"].switch.platform == "huawei_vrp"
    assert migration.rewrite(Path("lab")) == ()


def test_a_variable_is_renamed_in_keys_and_expressions_and_in_no_comment() -> None:
    path = Path("lab/group_vars/switches.yml")
    text = (
        "# govkiosk_dialect: then\n"
        "mine: \"{{ 'x' if govkiosk_dialect == 'cisco_ios' else govkiosk_dialect }}\"  # govkiosk_dialect\n"
        "text: |\n  {{ govkiosk_dialect }}\n  my_govkiosk_dialects\nsecret: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3132\n"
    )
    path.write_text(text, "utf-8")
    site, file = migration.rewrite(Path("lab"))
    assert (site.path, file.path) == (SITE, path)
    assert file.changes == tuple(
        f"{path}:{place}: govkiosk_dialect is called govkiosk_platform now" for place in ("2:18", "2:55", "4:6")
    )
    head, line, rest = text.partition('mine: "{{')
    body = (line + rest).replace("govkiosk_dialect ", "govkiosk_platform ")
    assert file.after.decode() == head + body


def test_former_variables_get_their_new_name_or_are_told_with_their_place() -> None:
    path = Path("lab/group_vars/all.yml")
    path.write_text("network_policy_records: /tmp/x  # keep me\n", "utf-8")
    file = next(file for file in migration.rewrite(Path("lab")) if file.path == path)
    assert file.after == b"govkiosk_records: /tmp/x  # keep me\n"
    path.write_text(
        "network_policy_records: /tmp/x\nsite_lock_records: /tmp/x\nnetwork_policy_retire: true\n"
        "govkiosk_dialect: a\ngovkiosk_platform: b\nmine: '{{ site_survey_folder }}'\n",
        "utf-8",
    )
    with pytest.raises(KioskError) as error:
        migration.rewrite(Path("lab"))
    assert str(error.value) == (
        f"{path}:2:1: site_lock_records: is called `govkiosk_records` now, which stands there as well\n"
        "    fix: delete one of the two\n"
        f"{path}:3:1: network_policy_retire is no variable any more\n"
        "    fix: run playbooks/retire.yml; the role takes network_policy_state: absent\n"
        f"{path}:4:1: govkiosk_dialect: is called `govkiosk_platform` now, which stands there as well\n"
        "    fix: delete one of the two\n"
        f"{path}:6:11: site_survey_folder is no variable any more\n"
        "    fix: leave it out: the city's folder is the one that -i names"
    )


@pytest.mark.parametrize(
    "files",
    [
        {"switches.yml": "acceptance_records: /e\n", "terminals.yml": "site_lock_records: /l\n"},
        {"all/a.yml": "acceptance_records: /e\n", "all/b.yml": "site_lock_records: /l\n"},
        {"all/a.yml": "acceptance_records: /e\n", "all/b.yml": "govkiosk_records: /l\n"},
        {"futian.yml": "network_policy_records: /e\n"},
        {"all.yml": "network_policy_records: '{{ acceptance_records }}'\n"},
    ],
)
def test_records_are_not_scattered_over_groups(files: dict[str, str]) -> None:
    shutil.rmtree("lab/group_vars", ignore_errors=True)
    for name, text in files.items():
        path = Path("lab/group_vars", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    with pytest.raises(KioskError) as error:
        migration.rewrite(Path("lab"))
    assert str(error.value) == "\n".join(
        f"lab/group_vars/{name}: govkiosk_records would stand in several files, or not for all hosts\n"
        "    fix: write it once, in group_vars/all.yml, and delete it and its former names elsewhere"
        for name in files
    )


def test_what_stands_beside_renamed_records_is_no_traceback() -> None:
    shutil.rmtree("lab/group_vars", ignore_errors=True)
    Path("lab/group_vars").mkdir()
    Path("lab/group_vars/all.yml").write_text("site_lock_records: /l  # once acceptance_records\n", "utf-8")
    Path("lab/group_vars/notes.yml").write_text("# govkiosk_records is said in all.yml\nhall: [\n", "utf-8")
    file = next(file for file in migration.rewrite(Path("lab")) if file.path.name == "all.yml")
    assert file.after == b"govkiosk_records: /l  # once acceptance_records\n"
    Path("lab/group_vars/gone.yml").symlink_to("nowhere")
    with pytest.raises(KioskError, match=r"lab/group_vars/gone\.yml: is missing"):
        migration.rewrite(Path("lab"))


def test_all_files_are_read_before_one_is_written() -> None:
    other = SITE.with_name("a-second.yml")
    shutil.copy(SITE, other)
    change("  dialect: huawei_vrp\n", "  dialect: huawei_vrp\n  platform: huawei_vrp\n")
    Path("lab/city.yml").write_text("city: [\n", "utf-8")
    before = files()
    with pytest.raises(KioskError) as error:
        migration.write(migration.rewrite(Path("lab")))
    assert str(error.value) == (
        "lab/city.yml:2:1: is not YAML: did not find expected node content\n"
        "    fix: close every quote and bracket, and put quotes around a text with special characters\n"
        f"{SITE}:21:3: switch.dialect: is called `platform` now, which stands there as well\n    fix: delete one of the two"
    )
    assert files() == before


def test_a_file_that_changed_meanwhile_is_left() -> None:
    rewritten = migration.rewrite(Path("lab"))
    change("huawei_vrp", "hp_comware")
    before = files()
    with pytest.raises(KioskError) as error:
        migration.write(rewritten)
    assert str(error.value) == f"{SITE}: was changed meanwhile\n    fix: run the playbook again"
    assert files() == before


def test_no_room_leaves_the_file_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    rewritten, before = migration.rewrite(Path("lab")), files()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KioskError) as error:
        migration.write(rewritten)
    assert str(error.value) == (
        f"{SITE}: cannot be written: No space left on device\n"
        "    fix: mend that, and run the playbook again: it does the rest"
    )
    assert files() == before
