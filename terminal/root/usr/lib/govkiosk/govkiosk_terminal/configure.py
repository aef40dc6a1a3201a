# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""govkiosk-configure: make this host what `/etc/govkiosk/terminal.json` says, and tell what that changed.

Prints one JSON object: `changed` (files, kernel values, ruleset), `restarted` (units). Run twice, the second changes
nothing. `--check` only tells. Exit 0 done, 1 refused (the reason is in `error`), nothing half-done: all texts are made
and the new ruleset is proven to load before the first file is written.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import dataclass
from typing import Dict, List, Sequence, Tuple

from govkiosk_terminal import disk, host_files, printers, running_system, settings
from govkiosk_terminal.wanted import (
    CHRONY,
    FIREWALL,
    HOME,
    KEEPER,
    KEYBOARD_RULES,
    NETWORK,
    SCREEN,
    SSH,
    SSHD,
    WantedFile,
    wanted_files,
)

POLICY = "/usr/lib/govkiosk/browser-policy.json"
VERSION = "/usr/share/govkiosk/version"
RULESET = running_system.RULESET
SERVICES = (FIREWALL, KEEPER, HOME, SCREEN)


@dataclass(frozen=True)
class Difference:
    """What is not as it should be."""

    files: Tuple[WantedFile, ...]
    kernel: Dict[str, str]
    ruleset: bool
    stopped: Tuple[str, ...]
    masked: Tuple[str, ...]
    addresses: Tuple[str, ...]
    printers: Tuple[str, ...]
    interface: str

    def names(self) -> List[str]:
        """Return every difference as one readable name."""
        names = [file.path for file in self.files] + [f"/proc/sys/{key}" for key in sorted(self.kernel)]
        names += [f"{unit} is masked" for unit in self.masked]
        names += [f"the printer {printer} has no page quota" for printer in self.printers]
        names += [f"the network card has the address {address}" for address in self.addresses]
        return names + (["nftables table inet govkiosk"] if self.ruleset else [])


def _read(path: str) -> str:
    with open(path, encoding="utf-8") as stream:
        return stream.read()


def _prove_ruleset(files: Sequence[WantedFile]) -> bool:
    text = next(file.text for file in files if file.path == RULESET)
    with tempfile.NamedTemporaryFile("w", suffix=".nft", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        return running_system.firewall_differs(stream.name)


def difference(path: str) -> Difference:
    """Compare the host with its settings; touch nothing."""
    wanted = settings.parse(_read(path))
    interface = running_system.interface(wanted.network)
    files = wanted_files(wanted, interface=interface, policy=json.loads(_read(POLICY)), version=_read(VERSION).strip())
    return Difference(
        files=disk.changed_files(files),
        kernel=running_system.kernel_differs(host_files.kernel_values(interface)),
        ruleset=_prove_ruleset(files),
        stopped=tuple(unit for unit in (*SERVICES, NETWORK) if not running_system.active(unit)),
        masked=tuple(unit for unit in (*SERVICES, NETWORK) if running_system.masked(unit)),
        addresses=running_system.strange_addresses(interface, wanted.network),
        printers=printers.without_quota(printers.read_conf()),
        interface=interface,
    )


def _units(found: Difference) -> List[str]:
    units = {unit for file in found.files for unit in file.units} | set(found.stopped)
    if found.ruleset:
        units.add(FIREWALL)
    # The wall stands before anything looks out, and the page is served before the screen asks for it.
    order = (FIREWALL, KEEPER, NETWORK, CHRONY, SSH, HOME, SCREEN)
    return [unit for unit in order if unit in units]


def _mend(found: Difference) -> None:
    """Put right what is in no file of ours."""
    if any(file.path == KEYBOARD_RULES for file in found.files):
        running_system.judge_inputs_again()
    for unit in found.masked:
        running_system.systemctl("unmask", unit)
        running_system.systemctl("unmask", "--runtime", unit)
    for queue in found.printers:
        running_system.run(printers.command(queue))
    for address in found.addresses:
        # One that a router gave may be gone by itself by now; one that stays is told by the next look.
        running_system.run(["ip", "address", "delete", address, "dev", found.interface], check=False)
    # Last: with IPv6 switched off its addresses are gone by themselves, and cannot be taken off any more.
    running_system.set_kernel(found.kernel)


def apply(found: Difference, restart: Sequence[str]) -> List[str]:
    """Write, reload, restart; return the units that were restarted."""
    for file in found.files:
        disk.write(file)
    _mend(found)
    units = [*_units(found), *(unit for unit in restart if unit not in _units(found))]
    if found.files or restart:
        running_system.systemctl("daemon-reload")
    done = []
    for unit in units:
        if unit == NETWORK and running_system.active(unit):
            running_system.run(["networkctl", "reload"])
        elif unit in (CHRONY, SSH) and not running_system.known(unit):
            continue
        elif unit == SSH:
            running_system.reload_sshd(SSHD)
        else:
            running_system.systemctl("restart", unit)
        done.append(unit)
    return done


def main(arguments: Sequence[str] = ()) -> int:
    """Run the program."""
    parser = argparse.ArgumentParser(prog="govkiosk-configure", description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="tell what would change, touch nothing")
    parser.add_argument("--settings", default=settings.PATH, help="default: %(default)s")
    parser.add_argument(
        "--restart", nargs="*", default=[], choices=[KEEPER, HOME, SCREEN], help="units to restart in any case"
    )
    options = parser.parse_args(arguments or sys.argv[1:])
    try:
        found = difference(options.settings)
        restarted = _units(found) if options.check else apply(found, options.restart)
    except (settings.SettingsError, running_system.HostError, OSError, ValueError) as error:
        ours = {"id": error.id, "values": error.values} if isinstance(error, running_system.HostError) else {}
        print(json.dumps({"error": str(error), **ours}, ensure_ascii=False))
        return 1
    print(json.dumps({"changed": found.names(), "restarted": restarted}, ensure_ascii=False))
    return 0
