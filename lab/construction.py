# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Making a lab: the plan, the claim on names and files, then everything at once."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import allocation, ledger
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.local_date import today
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder

from lab import guest, image, machine, netns, record, servers, switches, terminals, wiring
from lab.bench import Bench
from lab.certificates import Authority
from lab.ssh_key import SshKey
from lab.topology import Switch, Terminal, Topology

Say = Callable[[str], None]
_MARK = "# made by the govkiosk lab "


@dataclass(frozen=True)
class Images:
    """The roots of the two images."""

    terminals: Path
    servers: Path

    @classmethod
    def ensure(cls, say: Say) -> Images:
        """Return both, built side by side if they are not in the cache."""
        with ThreadPoolExecutor(2) as pool:
            roots = list(pool.map(lambda recipe: image.ensure(recipe, say), (image.TERMINAL, image.SERVERS)))
        return cls(*roots)


@dataclass(frozen=True)
class Plan:
    """What is to be made."""

    folder: city_folder.CityFolder
    topology: Topology


def plan(inventory: Path) -> Plan:
    """Read the inventory folder and work the lab out; nothing is touched, the ledger neither.

    Raises:
        KioskError: what is wrong in the folder.
    """
    folder = city_folder.load(inventory)
    given = allocation.assign(folder, ledger.Ledger.load(folder.addresses), today()).addresses
    return Plan(folder, wiring.design(folder, given))


def claim(lab: str, inventory: Path, plan: Plan) -> None:
    """Take the lab's names and files, on record before the first is made. Call it under the machine's lock.

    Raises:
        KioskError: something of them belongs to somebody else.
    """
    for name, other in record.labs().items():
        if name == lab:
            raise KioskError(f"lab {lab} is up, or was left half-way", fix=f"python -m lab down --name {lab}")
        if Path(other.inventory) == inventory:
            raise KioskError(
                f"lab {name} is built from the same folder",
                where=str(inventory),
                fix="Copy the folder for a second lab.",
            )
    namespaces = tuple(f"{lab}-{role}" for role in plan.topology.roles)
    taken = netns.existing(namespaces)
    if taken:
        raise KioskError(f"there are network namespaces {', '.join(taken)} of somebody else", fix="Use another --name.")
    written = (known_hosts_file(plan.folder), plan.folder.ca_file)
    for path in written:
        if path.exists() and not path.read_text().startswith(_MARK):
            raise KioskError(
                "was not made by a lab, and this one would overwrite it", where=str(path), fix="Move it away."
            )
    disks = image.disks_folder(lab)
    image.remove_disks(disks)  # Left by a lab that ended with the machine.
    record.Record(str(inventory), namespaces, str(disks), tuple(map(str, written))).save(lab)
    machine.prepare(lab)


def build(lab: str, state: Path, images: Images, plan: Plan, say: Say) -> None:
    """Make everything and wait until it answers.

    Raises:
        KioskError: what did not work.
    """
    topology = plan.topology
    disks = image.disks_folder(lab)
    bench = Bench(lab, state, disks, images.terminals, images.servers, topology, plan.folder.catalogue.items)
    bench.save()
    netns.build(lab, topology)
    say(f"{len(topology.roles)} namespaces, {len(topology.links)} cables")
    _write(bench, plan)
    say("keys, certificates, configurations, disks")
    # A boot is mostly waiting for one of the machine's processors; more at once than these only slows all down.
    with ThreadPoolExecutor(8 + 2 * (os.cpu_count() or 1)) as pool:
        for done in [pool.submit(part) for part in _parts(bench, say)]:
            done.result()
    for terminal in topology.terminals:
        terminals.wait_reachable(bench, terminal)
    say("every terminal answers the operations centre")


def _parts(bench: Bench, say: Say) -> list[Callable[[], None]]:
    return [
        partial(_start_city, bench, say),
        *(partial(_start_switch, bench, device, say) for device in bench.topology.switches),
        *(partial(_start_terminal, bench, device, say) for device in bench.topology.terminals),
    ]


def _start_city(bench: Bench, say: Say) -> None:
    servers.start(bench)
    servers.wait(bench)
    say("servers and canaries answer")


def _start_switch(bench: Bench, switch: Switch, say: Say) -> None:
    switches.start(bench, switch)
    switches.wait(bench, switch)
    say(f"switch {switch.host} answers at {switch.address.ip}")


def _start_terminal(bench: Bench, terminal: Terminal, say: Say) -> None:
    terminals.boot(bench, terminal)
    say(f"terminal {terminal.id} has booted, {terminal.address.ip if terminal.address else 'held: without an address'}")


def ssh_key_file(state: Path) -> Path:
    """Return the operations centre's private key."""
    return state / "ssh" / "id_ed25519"


def known_hosts_file(folder: city_folder.CityFolder) -> Path:
    """Return the file of the host keys that the operations centre trusts."""
    return folder.path / "known_hosts"


def remove_written(lab: str, path: Path) -> None:
    """Remove a file of the inventory folder if it is this lab's."""
    if path.exists() and path.read_text().startswith(f"{_MARK}{lab}\n"):
        path.unlink()


def _write(bench: Bench, plan: Plan) -> None:
    authority = Authority(f"{plan.folder.city.city} lab CA")
    servers.write(bench, authority)
    controller = SshKey.generate()
    controller.write(ssh_key_file(bench.state))
    (bench.state / "cp").mkdir()
    host_keys = {}
    # As `playbooks/host_keys.yml` records them, beside the keys.
    host_names = {str(switch.address.ip): f" hostname={switch.host}" for switch in bench.topology.switches}
    password = secrets.token_urlsafe(12)
    switches.write_password(bench.state, password)
    for switch in bench.topology.switches:
        host_keys[str(switch.address.ip)] = key = SshKey.generate()
        switches.write(bench, switch, key)
    for terminal in bench.topology.terminals:
        key = SshKey.generate()
        guest.write_disk(bench.disks / terminal.id, guest.disk_files(bench.lab, terminal, key, controller))
        if terminal.address:
            host_keys[str(terminal.address.ip)] = key
    mark = f"{_MARK}{bench.lab}\n"
    lines = "".join(f"{address} {key.public}{host_names.get(address, '')}\n" for address, key in host_keys.items())
    known_hosts_file(plan.folder).write_text(mark + lines)
    plan.folder.ca_file.write_text(mark + authority.certificate.decode())
