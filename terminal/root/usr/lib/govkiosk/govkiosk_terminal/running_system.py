# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The running system: which NIC, which kernel values, which ruleset, which services."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import Dict, List, Sequence, Tuple

from govkiosk_terminal import firewall
from govkiosk_terminal.settings import Network

PROC_SYS = "/proc/sys"
RULESET = "/etc/govkiosk/firewall.nft"


class HostError(RuntimeError):
    """The running system refused something; the text is what it said.

    A sentence of ours has an id and values, by which whoever shows it says it in their language.
    """

    def __init__(self, text: str, sentence: str = "", **values: str) -> None:
        super().__init__(text)
        self.id, self.values = sentence, values


def run(argv: Sequence[str], check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, at most a minute."""
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", timeout=60)
    if check and done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise HostError(f"{' '.join(argv)}: exit {done.returncode}: {said}")
    return done


def interface(network: Network) -> str:
    """Return the NIC that carries the terminal's address, or else the one with its MAC.

    The address comes first: a network card that was exchanged must not cut the terminal off before a person has seen it.
    """
    links = json.loads(run(["ip", "-json", "address"]).stdout)
    for link in links:
        if any(entry.get("local") == str(network.address.ip) for entry in link.get("addr_info", ())):
            return str(link["ifname"])
    for link in links:
        if link.get("address", "").lower() == network.mac:
            return str(link["ifname"])
    seen = ", ".join(f"{card['ifname']} {card.get('address', '')}" for card in links if card["ifname"] != "lo")
    values = {"address": str(network.address), "mac": network.mac, "seen": seen or "none"}
    text = "no network card carries {address} or has the MAC {mac} (this host has: {seen})".format(**values)
    raise HostError(text, "no-network-card", **values)


def strange_addresses(name: str, network: Network) -> Tuple[str, ...]:
    """Return the addresses of a network card that are not the terminal's, nothing as long as its own is not there.

    Whoever is logged in then came by one of them.
    """
    (link,) = json.loads(run(["ip", "-json", "address", "show", "dev", name]).stdout)
    addresses = [f"{entry['local']}/{entry['prefixlen']}" for entry in link.get("addr_info", ())]
    own = str(network.address)
    return tuple(address for address in addresses if address != own) if own in addresses else ()


def kernel_differs(wanted: Dict[str, str]) -> Dict[str, str]:
    """Return the kernel values that are not as wanted; a value this kernel does not have is as good as off."""
    different = {}
    for key, value in wanted.items():
        try:
            with open(os.path.join(PROC_SYS, key), encoding="ascii") as stream:
                if stream.read().strip() != value:
                    different[key] = value
        except FileNotFoundError:
            continue
    return different


def set_kernel(values: Dict[str, str]) -> None:
    """Write kernel values."""
    for key, value in values.items():
        with open(os.path.join(PROC_SYS, key), "w", encoding="ascii") as stream:
            stream.write(value)


_PROBES = re.compile(
    rf"(\tset {firewall.BYPASS} \{{\n\t\ttype mark\n\t\tflags timeout\n)"
    rf"\t\telements = \{{ {firewall.PROBE}(?:,\s+{firewall.PROBE})* \}}\n"
)


def without_probes(listing: str) -> str:
    """Return a listing without the marks of the egress check, which are no drift; any other in their set is. Pure."""
    return _PROBES.sub(r"\1", listing)


def firewall_differs(path: str) -> bool:
    """Tell whether the loaded ruleset is another than the file's; raise HostError if the file does not load.

    The file is loaded in a network namespace of its own, and the two listings are compared.
    """
    script = 'nft -f "$1" && nft -s list table inet "$2"'
    wanted = run(["unshare", "--net", "sh", "-c", script, "sh", path, firewall.TABLE]).stdout
    loaded = run(["nft", "-s", "list", "table", "inet", firewall.TABLE], check=False)
    return loaded.returncode != 0 or without_probes(loaded.stdout) != without_probes(wanted)


def judge_inputs_again() -> None:
    """Let udev apply its rules to the input devices that are there; a container has no udev and no such devices."""
    if os.path.exists("/run/udev/control"):
        run(["udevadm", "control", "--reload"])
        run(["udevadm", "trigger", "--settle", "--subsystem-match=input", "--action=change"])


def active(unit: str) -> bool:
    """Tell whether a unit runs."""
    return run(["systemctl", "is-active", "--quiet", unit], check=False).returncode == 0


def masked(unit: str) -> bool:
    """Tell whether somebody forbade a unit to start."""
    return run(["systemctl", "is-enabled", unit], check=False).stdout.strip() in ("masked", "masked-runtime")


def reload_sshd(config: str) -> None:
    """Let sshd read its configuration; without our part of it, if it would not start with that."""
    done = run(["/usr/sbin/sshd", "-t"], check=False)
    if done.returncode:
        os.unlink(config)
        answer = done.stderr.strip()
        text = f"sshd refused {config}, which is taken away again: {answer}"
        raise HostError(text, "sshd-refused", config=config, answer=answer)
    systemctl("reload", "ssh.service")


def known(unit: str) -> bool:
    """Tell whether a unit exists here and could run (chrony has no business in a container, for one)."""
    shown = run(["systemctl", "show", "--property=LoadState,ConditionResult,ActiveState", unit], check=False).stdout
    return "LoadState=loaded" in shown and "ActiveState=active" in shown


def systemctl(*arguments: str) -> None:
    """Run systemctl; on failure say what the unit's journal says."""
    done = run(["systemctl", *arguments], check=False)
    if done.returncode == 0:
        return
    said: List[str] = [done.stderr.strip()]
    if arguments and arguments[-1].endswith(".service"):
        said.append(run(["journalctl", "-n", "8", "-o", "cat", "-u", arguments[-1]], check=False).stdout.strip())
    raise HostError(f"systemctl {' '.join(arguments)}: " + "\n".join(line for line in said if line))
