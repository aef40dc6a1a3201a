# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""When the inventory follows `--limit`, and when it gives the whole city."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ansible import constants, context
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible.plugins import inventory as inventory_plugins
from ansible_collections.govkiosk.site.plugins.inventory import sites
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import hosts, limit

from tests.helpers import two_sites

WHOLE, HALL = 6, 3


@pytest.fixture
def city(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    two_sites.made(root, tmp_path, monkeypatch)
    return tmp_path / "lab"


@pytest.fixture
def read(root: Path, city: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Give what reads the inventory as one command would, and gives its hosts."""

    def hosts_of(**given: Any) -> list[str]:
        said = {
            "subset": "lianhua-hall",
            "args": (str(root / "deploy.yml"),),
            "inventory": [str(city / "govkiosk.yml")],
        }
        said |= {"extra_vars": (), **given}
        monkeypatch.setattr(context, "CLIARGS", said)
        monkeypatch.setattr(inventory_plugins, "load_extra_vars", lambda _loader: dict(said["extra_vars"]))
        manager, plugin = InventoryManager(DataLoader(), parse=False), sites.InventoryModule()
        # What Ansible's plugin loader would do: `govkiosk.yml` has no option but the plugin's name.
        monkeypatch.setattr(plugin, "_read_config_data", lambda _path: {})
        monkeypatch.setattr(plugin, "get_option", lambda _name: False)
        plugin.parse(manager._inventory, DataLoader(), str(city / "govkiosk.yml"))
        return [*manager._inventory.hosts]

    return hosts_of


def test_the_sites_that_a_limit_selects(read: Callable[..., list[str]]) -> None:
    assert read() == ["lianhua-hall-sw", "lianhua-hall-01", "lianhua-hall-02"]
    assert len(read()) == HALL, "out of the cache as well"


@pytest.mark.parametrize(
    ("given", "count"),
    [
        ({"args": ("govkiosk.site.deploy",)}, HALL),
        ({"extra_vars": {"verify_terminals": "true"}, "args": ("govkiosk.site.verify",)}, HALL),
        ({"subset": "lianhua-hall-01"}, HALL),
        # Any doubt: the whole.
        ({"subset": None}, WHOLE),
        ({"subset": "futian"}, WHOLE),
        ({"subset": "localhost"}, WHOLE),
        ({"args": "all"}, WHOLE),
        ({"args": ()}, WHOLE),
        ({"args": ("site.yml",)}, WHOLE),
        ({"args": ("govkiosk.site.deploy", "site.yml")}, WHOLE),
        ({"args": ("govkiosk.site.retire",)}, WHOLE),
        ({"args": ("govkiosk.site.rollback",)}, WHOLE),
        ({"inventory": ["lab/govkiosk.yml", "other.ini"]}, WHOLE),
        ({"inventory": None}, WHOLE),
        ({"extra_vars": {"their_hosts": ["second-hall-sw"]}}, WHOLE),
        ({"extra_vars": {"jump": "{{ anything }}"}}, WHOLE),
        ({"extra_vars": {"jump": {"a": ["hostvars"]}}}, WHOLE),
    ],
)
def test_what_a_command_may_ask_for(read: Callable[..., list[str]], given: dict[str, Any], count: int) -> None:
    assert len(read(**given)) == count


def test_in_a_folder_another_plugin_may_find_a_source(
    read: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "INVENTORY_ENABLED", [sites.InventoryModule.NAME], raising=False)
    assert len(read(inventory=["lab"])) == HALL
    monkeypatch.setattr(constants, "INVENTORY_ENABLED", ["auto", "constructed"], raising=False)
    assert len(read(inventory=["lab"])) == WHOLE
    assert len(read()) == HALL


def test_another_plugin_of_variables_may_ask_for_any_host(
    read: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "VARIABLE_PLUGINS_ENABLED", ["host_group_vars", "theirs"], raising=False)
    assert len(read()) == WHOLE


@pytest.mark.parametrize(
    ("file", "text", "count"),
    [
        ("lab/group_vars/all.yml", "govkiosk_records: /srv/records\n", HALL),
        ("lab/group_vars/all/main.yml", "proxy: '{{ (groups.switches | first) }}'\n", WHOLE),
        ("lab/host_vars/lianhua-hall-sw.yml", "user: '{{ hostvars[other].user }}'\n", WHOLE),
        ("lab/host_vars/lianhua-hall-sw/a", 'user: \'{{ query("inventory_hostnames", "all") }}\'\n', WHOLE),
        ("group_vars/all.yml", "x: \"{{ lookup('template', 'x.j2') }}\"\n", WHOLE),
        ("lab/group_vars/all.yml", 'token: \'{{ lookup("env", "TOKEN") | default("") }}\'\n', HALL),
        (
            "lab/group_vars/all.yml",
            'token: \'{{ lookup("ansible.builtin.env", "TOKEN") is not ansible.builtin.false }}\'\n',
            HALL,
        ),
        ("lab/group_vars/all.yml", "user: '{{ lookup(\"their.own.bastion\") }}'\n", WHOLE),
        ("lab/group_vars/all.yml", "user: '{{ q(kind) }}'\n", WHOLE),
        ("lab/group_vars/all.yml", "user: '{{ 1 | their.own.number }}'\n", WHOLE),
        ("lab/group_vars/all.yml", "user: '{{ 1 is not their.own.first }}'\n", WHOLE),
        ("lookup_plugins/env.py", "", WHOLE),
        ("plugins/filter/number.py", "", WHOLE),
        ("lab/group_vars/all/vault.yml", "$ANSIBLE_VAULT;1.1;AES256\n00\n", WHOLE),
    ],
)
def test_what_variables_may_ask_for(
    read: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch, file: str, text: str, count: int
) -> None:
    monkeypatch.setattr(constants, "DEFAULT_FILTER_PLUGIN_PATH", ["nowhere", "plugins/filter"], raising=False)
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    Path(file).write_text(text, encoding="utf-8")
    assert len(read()) == count


def test_of_a_playbook_s_link_variables_beside_it_are_looked_at(root: Path, read: Callable[..., list[str]]) -> None:
    Path("run/group_vars").mkdir(parents=True)
    Path("run/plan.yml").symlink_to(root / "playbooks/plan.yml")
    assert len(read(args=("run/plan.yml",))) == HALL
    Path("run/group_vars/all.yml").write_text("x: '{{ groups.switches | length }}'\n", encoding="utf-8")
    assert len(read(args=("run/plan.yml",))) == WHOLE


def test_what_is_wrong_beside_a_folder_that_cannot_be_read_is_told_with_it(
    read: Callable[..., list[str]], city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`addresses` is a file: what the city's files list cannot be told, and reading them says why."""
    (city / "addresses").rename(city / "ledger")
    (city / "addresses").write_text("", encoding="utf-8")
    with (city / "city.yml").open("a", encoding="utf-8") as file:
        file.write("districtz: []\n")
    with pytest.raises(SystemExit):
        read()
    assert "districtz" in capsys.readouterr().err


def test_what_is_twice_in_the_city_is_told_whatever_is_selected(
    read: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    read()
    two_sites.SECOND.write_text(
        two_sites.SECOND.read_text(encoding="utf-8").replace("5489-9801", "5489-9800"), encoding="utf-8"
    )
    with pytest.raises(SystemExit):
        read()
    assert "the MAC address" in capsys.readouterr().err


def test_what_is_kept_is_of_this_very_state(
    read: Callable[..., list[str]], city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_arguments: object) -> None:
        raise AssertionError("the city was read again")

    read()
    (kept,) = (city.parent / "cache" / "govkiosk").glob("listing-*")
    with monkeypatch.context() as patch:
        patch.setattr(hosts, "listing", never)
        assert len(read()) == HALL
    content = kept.read_bytes()
    for broken in (content[:-9], content.replace(b"10.96.128.2", b"10.96.128.9"), b""):
        kept.write_bytes(broken)
        assert len(read()) == HALL
        assert kept.read_bytes() == content, "read anew, and kept"
    kept.write_bytes(content)
    kept.chmod(0o666)
    assert len(read()) == HALL
    assert kept.stat().st_mode & 0o777 == 0o600


#: Where our playbooks and roles speak of hosts by Ansible's lists, and in how many lines: looked at for a run whose inventory has
#: only the sites of its `--limit`. They speak of the play's hosts, or stand in a play of localhost, with whom no limit is followed.
LOOKED_AT = {
    "playbooks/plan.yml": 1,
    "playbooks/rollout.yml": 5,
    "playbooks/tasks/inventory.yml": 1,
    "roles/network_policy/defaults/main.yml": 1,
    "roles/network_policy/meta/argument_specs.yml": 1,
}


def test_our_own_playbooks_ask_for_no_other_hosts(root: Path) -> None:
    """Whoever adds a line that speaks of other hosts has to see whether `limit.OF_SELECTED` holds."""
    files = [root / "deploy.yml", *(root / "playbooks" / f"{name}.yml" for name in limit.OF_SELECTED)]
    files += [
        *(root / "playbooks/tasks").glob("*.yml"),
        *(root / "roles").rglob("*.yml"),
        *(root / "roles").rglob("*.j2"),
    ]
    of_others = re.compile(r"\bgroups[.\[]|hostvars|delegate_to|inventory_hostnames|add_host|refresh_inventory")
    found = {}
    for file in files:
        lines = file.read_text(encoding="utf-8").splitlines()
        if count := sum(bool(of_others.search(line.partition("# ")[0])) for line in lines):
            found[str(file.relative_to(root))] = count
    assert found == LOOKED_AT
