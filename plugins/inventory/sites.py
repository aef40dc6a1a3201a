# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Site files to hosts and groups."""

from __future__ import annotations

DOCUMENTATION = r"""
name: sites
version_added: 0.1.0
short_description: Government self-service kiosk sites
description:
  - Reads C(city.yml), C(catalogue.yml) and C(sites/<district>/<site>.yml) beside its own file, checks all of them,
    and gives a host to every terminal, every switch and every canary that it can log in to.
  - A terminal's host name is its id. A switch's is its site's code and C(-sw).
  - Groups are C(terminals), C(switches), each district, each site, each platform, uplink, policy profile, network
    class, kind of place (C(venue_a1)) and wave (C(wave_canary), C(wave_rest)). All but the first two hold both the
    terminals and the switches of their sites, so that any can follow C(--limit).
  - Every terminal gets C(ansible_host) by the address ledger, C(addresses/<district>.csv). The ledger is not
    written here.
  - When a file is wrong, all that is wrong in all files is told at once, with file, line and column; nothing else
    is done.
author:
  - govkiosk maintainers (@govkiosk)
extends_documentation_fragment:
  - ansible.builtin.inventory_cache
options:
  plugin:
    description: Marks the file as one for this plugin.
    type: str
    required: true
    choices: [govkiosk.site.sites]
notes:
  - Sites whose files have not changed are not parsed again, they come from a file of this user's below
    C($XDG_CACHE_HOME/govkiosk) (C(~/.cache/govkiosk)). It goes by the files' content, so that there is nothing to
    expire, to switch on or to flush, and mistakes are told as without it; it may be deleted at any time.
  - With C(--limit), C(deploy.yml) and the playbooks that look at the selected sites only (C(plan), C(rollout), C(checks),
    C(verify), C(acceptance), C(host_keys)) get the hosts of those sites, and all groups of the city; Ansible's own pattern
    code says which. What must be unique in the city is looked for in all of it all the same. The whole city is given in any
    doubt, such as with other playbooks, several sources, C(localhost) or a place in a list (C(futian[3])) in the limit, and
    with variables that speak of other hosts (C(groups), C(hostvars), a template with C(-e)).
  - The hosts of a city that was found right are kept as well, until one of its files, the ledger, the day or the code is another.
  - Ansible's inventory cache (O(cache), O(cache_plugin)) works too, and goes by the files' content as well. What it holds
    is used only if no file of the city or the ledger, the day and the code are other than when it was kept; a city with
    a mistake is never kept. It saves checking and allocating on top of what the former saves.
  - Extra variables (C(-e)) that are named like the toolkit's and are none, or that the playbook would ignore, end the
    run with the name that was meant; those of others are left alone. C(meta/extra_variables.yml) and the roles'
    argument specs say what there is.
  - C(govkiosk_city_folder) is the city's folder, for all hosts and localhost. C(govkiosk_records) is the folder of all
    records, C(records) in it unless C(group_vars/all.yml) of the city or an extra variable says another one.
  - Host variables of all hosts are C(govkiosk_site) and C(govkiosk_district).
  - Those of a terminal are C(ansible_host), C(govkiosk_terminal) and C(govkiosk_switch), its switch's host name. A
    terminal whose line in the ledger can not be true has no C(ansible_host) but C(govkiosk_held), which says why, and
    C(govkiosk_held_problem), the same for other steps, which say it in the reader's language.
  - A terminal is reached by P(govkiosk.site.terminal#connection), C(ansible_connection), with the host keys of
    C(known_hosts) beside the inventory's file, C(ansible_ssh_known_hosts_file). Group variables do not change that.
  - Those of a switch are C(ansible_host) and C(govkiosk_platform).
  - A canary whose C(ssh) is said in C(city.yml) is a host of the group C(canaries), under its own name, with C(ansible_host),
    C(ansible_port), C(ansible_user) and C(govkiosk_canary_address6) if it has one. It is reached as a terminal is.
"""

EXAMPLES = r"""
# inventory/city/govkiosk.yml
plugin: govkiosk.site.sites

# The same, with Ansible's inventory cache.
plugin: govkiosk.site.sites
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: ~/.cache/ansible-inventory
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

from ansible import constants as C  # noqa: N812 - Ansible's own name for it
from ansible import context
from ansible.errors import AnsibleError, ExitCode
from ansible.inventory.data import InventoryData
from ansible.inventory.group import Group
from ansible.inventory.host import Host
from ansible.inventory.manager import InventoryManager, split_host_pattern
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import city_places, gc_pause
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError, KioskErrors
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.folders import shown
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.local_date import today
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import (
    extra_variables,
    hosts,
    limit,
    listing_cache,
    other_hosts,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory.extra_variables import COLLECTION
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory.hosts import Listing


class InventoryModule(BaseInventoryPlugin, Cacheable):
    """The inventory source `govkiosk.yml`."""

    NAME = "govkiosk.site.sites"

    def verify_file(self, path: str) -> bool:
        """Accept the one file that is ours."""
        return Path(path).name == "govkiosk.yml" and super().verify_file(path)

    @gc_pause.paused()
    def parse(self, inventory: InventoryData, loader: DataLoader, path: str, cache: bool = True) -> None:
        """Fill the inventory, or tell everything that is wrong and end the run.

        Ansible turns a plugin's error into a warning, wraps it, and goes on with what it has. A city half read must
        never be deployed, and an engineer is helped by the list of mistakes alone.
        """
        try:
            super().parse(inventory, loader, path, cache)
            _judge_extra(self._vars)
            _judge_limit(context.CLIARGS.get("subset"))
            self._read_config_data(path)
            self._judge_source(Path(path))
            folder = Path(path).parent
            listed = self._cached(folder, path, use=cache) if self.get_option("cache") else listing_cache.listed(folder)
            self._fill(self._narrowed(listed, Path(path)), folder)
        except KioskError as error:
            _refuse(error, say("in the inventory"))
        except AnsibleError as error:
            fix = say("correct it; `ansible-doc -t inventory govkiosk.site.sites` shows what it may hold")
            _refuse(KioskError(str(error).strip(), where=shown(Path(path)), fix=fix), say("in the inventory"))
        except Exception as error:  # noqa: BLE001 - Ansible would warn, and go on with an empty inventory to a good end
            what = say(
                "cannot be read, by a defect of ours: {error}: {reason}", error=type(error).__name__, reason=str(error)
            )
            fix = say("report it with the files that show it")
            _refuse(KioskError(what, where=shown(Path(path).parent), fix=fix), say("in the inventory"))

    def _judge_source(self, path: Path) -> None:
        """Refuse a folder where Ansible would take each of its files for an inventory: a record's lines would become hosts."""
        sources = {Path(str(source)).resolve() for source in context.CLIARGS.get("inventory") or ()}
        ours = list(C.INVENTORY_ENABLED) == [self.NAME]
        left_out = any(re.search(pattern, "city.yml") for pattern in C.INVENTORY_IGNORE_PATTERNS)
        if path.parent.resolve() in sources and not (ours or left_out):
            what = say("is given as a folder, of which this run's ansible.cfg takes each file for an inventory")
            fix = say("give {file} with -i, or run where govkiosk's ansible.cfg is read", file=shown(path))
            raise KioskError(what, where=shown(path.parent), fix=fix, id="inventory-folder")

    def _cached(self, folder: Path, path: str, *, use: bool) -> Listing:
        """Give what the cache holds if the city is the same as then; else read it and keep it.

        Ansible's cache by itself knows nothing but its timeout, and would give the hosts of files that have changed.
        """
        key, state = self.get_cache_key(path), hosts.fingerprint(folder, today())
        held = self._held(key) if use and state else {}
        if held.get("fingerprint") == state:
            return held
        read = listing_cache.listed(folder)
        # What was changed while it was read is of neither state.
        if state and hosts.fingerprint(folder, today()) == state:
            self._cache[key] = {"fingerprint": state, **read}
        return read

    def _held(self, key: str) -> Mapping[str, Any]:
        try:
            held = self._cache.get(key)
        except Exception:  # noqa: BLE001  (whatever is wrong with it, the files themselves are read instead)
            return {}
        return held if isinstance(held, Mapping) else {}

    def _narrowed(self, listed: Listing, path: Path) -> Listing:
        """Give what `--limit` selects, where nothing else can be asked for; the whole in any doubt."""
        given = context.CLIARGS
        if limit.leaves_out(str(given.get("subset") or "")) and self._alone(path):
            self._judge_exclusions(listed, str(given["subset"]))
        running = extra_variables.playbook_names(given.get("args"), limit.OF_SELECTED)
        if not (given.get("subset") and running and self._alone(path) and other_hosts.plain(self._vars)):
            return listed
        # By the names that were given: of a link Ansible takes the folder that it lies in.
        beside = {Path(argument).absolute().parent for argument in given["args"]}
        folders = {path.parent, Path.cwd(), COLLECTION, COLLECTION / "playbooks", *beside}
        try:
            elsewhere = other_hosts.in_plugins(_plugin_folders(), folders) or other_hosts.in_variables(
                folders, self._text
            )
        except Exception:  # noqa: BLE001 - what is wrong with a file of variables, Ansible says when it reads it
            elsewhere = True
        return listed if elsewhere else self._left(listed, str(given["subset"]))

    def _judge_exclusions(self, listed: Listing, text: str) -> None:
        try:
            limit.judge_exclusions(listed, InventoryManager(self.loader, parse=False), text)
        except KioskErrors as error:
            _refuse(error, say("with --limit"))
        except Exception:  # noqa: BLE001 - what is wrong with a limit otherwise, Ansible says
            return

    def _left(self, listed: Listing, text: str) -> Listing:
        try:
            return limit.narrowed(listed, InventoryManager(self.loader, parse=False), text)
        except Exception:  # noqa: BLE001 - what is wrong with a limit, Ansible says of the whole city
            return listed

    def _alone(self, path: Path) -> bool:
        """Tell whether all hosts and their variables come from here, and from files of variables that can be read."""
        sources = [Path(str(source)).resolve() for source in context.CLIARGS.get("inventory") or ()]
        own_path, ours = path.resolve(), list(C.INVENTORY_ENABLED) == [self.NAME]
        only_source = sources == [own_path] or (sources == [own_path.parent] and ours)
        usual = {"host_group_vars", "ansible.builtin.host_group_vars"}
        return only_source and not self.inventory.hosts and usual.issuperset(C.VARIABLE_PLUGINS_ENABLED)

    def _text(self, file: Path) -> str:
        """Give a file of variables as Ansible reads it, vaults opened."""
        text = file.read_text(encoding="utf-8", errors="replace")
        if "$ANSIBLE_VAULT" not in text:
            return text
        values = self.loader.load_from_file(str(file), cache="all", unsafe=True, trusted_as_template=True)
        return "\n".join(map(str, other_hosts.flat(values)))

    def _fill(self, listed: Listing, folder: Path) -> None:
        """Add groups and hosts; a new group gets its hosts at once, in place of one search and one walk for each."""
        self._place(folder.absolute())
        new = {name for name in _groups(listed) if name not in self.inventory.groups}
        for name in _groups(listed):
            self.inventory.add_group(name)
        way, members = _way(folder), dict[str, list[Host]]()
        for name, groups, values in hosts.hosts(listed):
            host = self._host(name, {**values, **way} if {"terminals", "canaries"} & {*groups} else values)
            for group in dict.fromkeys(groups):
                members.setdefault(group, []).append(host)
        for name, of_it in members.items():
            _join(self.inventory.groups[name], of_it, new=name in new)
        for district, sites in listed["districts"].items():
            for site in sites:
                self.inventory.add_child(district, site)

    def _place(self, folder: Path) -> None:
        """Say where the city is, of all hosts and of localhost, which group variables may say of the records only."""
        before = self.inventory.groups["all"].vars.get(city_places.FOLDER)
        if before not in (None, str(folder)):
            what = say("a second city, beside that in {before}: a run works on one", before=before)
            raise KioskError(what, where=shown(folder), fix=say("give one -i"), id="second-city")
        for name, path in ((city_places.FOLDER, folder), (city_places.RECORDS, folder / "records")):
            self.inventory.set_variable("all", name, str(path))

    def _host(self, name: str, values: dict[str, Any]) -> Host:
        """Add a host, its variables all at once: ten times the speed of one `set_variable` each.

        They carry no trust tag, so that nothing a site's file says is ever taken for a template.
        """
        self.inventory.add_host(name)
        host = self.inventory.hosts[name]
        host.vars.update(values)
        return host


def _groups(listed: Listing) -> Iterator[str]:
    for district, sites in listed["districts"].items():
        yield from (district, *sites)
    yield from listed["groups"]


def _join(group: Group, members: Iterable[Host], *, new: bool) -> None:
    if not new:
        for host in members:
            group.add_host(host)
        return
    for host in members:
        group.hosts.append(host)
        host.groups.append(group)


def _plugin_folders() -> Iterator[Path]:
    configured = (*C.DEFAULT_LOOKUP_PLUGIN_PATH, *C.DEFAULT_FILTER_PLUGIN_PATH, *C.DEFAULT_TEST_PLUGIN_PATH)
    yield from map(Path, configured)


def _way(folder: Path) -> dict[str, str]:
    """Return how terminals and canaries are reached: what is said of it here goes before a group's variables, and no fact can."""
    return {
        "ansible_connection": "govkiosk.site.terminal",
        "ansible_ssh_known_hosts_file": str(folder.absolute() / "known_hosts"),
    }


def _judge_extra(given: Mapping[str, Any]) -> None:
    """Refuse extra variables here, where every run of every playbook begins, before any of its plays."""
    try:
        extra_variables.judge(given, context.CLIARGS.get("args"))
    except KioskErrors as error:
        _refuse(error, say("with the extra variables"))


def _judge_limit(text: str | None) -> None:
    """Refuse a limit that names nothing before anything is read: Ansible would take the whole city."""
    if text is None:
        return
    try:
        limit.judge(str(text), split_host_pattern(str(text)))
    except KioskErrors as error:
        _refuse(error, say("with --limit"))


def _refuse(error: KioskError, where: str) -> NoReturn:
    count = len(error.errors) if isinstance(error, KioskErrors) else 1
    many = say("{count} things are wrong {where}; nothing was done:", count=count, where=where)
    heading = say("1 thing is wrong {where}; nothing was done:", where=where) if count == 1 else many
    sys.stderr.write(f"{translated(heading)}\n\n{error.shown()}\n")
    raise SystemExit(int(ExitCode.PARSER_ERROR))
