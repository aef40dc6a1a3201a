# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Enforces a forwarding state on Linux, in the network namespace of the process: bridges, nftables, token buckets.

There is one bridge per VLAN, because the kernels the lab runs on have neither VLAN filtering nor 802.1Q. Port N is the
interface `ge<N>`; the uplink port is one interface `up<vid>` per VLAN it carries. Every change of the policy is one
nftables transaction, so that no packet ever meets half of it; it is in force before links that need it come up.
"""

from __future__ import annotations

import dataclasses
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lab.switch.data_plane_links import LinkPlan, ifnames_of, link_plan, rate_commands
from lab.switch.data_plane_rules import TABLE, Ruleset, ruleset
from lab.switch.forwarding import ForwardingState, LearnedMac


@dataclass(frozen=True)
class Link:
    """An interface that is there.

    Attributes:
        changes: how often its carrier went or came; the kernel reports late, and a short loss not otherwise.
    """

    index: int
    carrier: bool
    changes: int

    def same_as(self, other: Link | None) -> bool:
        """Whether it is the same interface and not another one under its name."""
        return other is not None and self.index == other.index

    def kept_by(self, now: Link | None) -> bool:
        """Whether it is still there and had its carrier all the time."""
        if now is None or not self.same_as(now):
            return False
        return not self.carrier or (now.carrier and now.changes == self.changes)


class LinuxDataPlane:
    """The data plane of one switch.

    Args:
        uplink_port: the number of the port that is `up<vid>`.
    """

    def __init__(self, uplink_port: int = 24) -> None:
        self._uplink = uplink_port
        self._state: ForwardingState | None = None
        self._rules = Ruleset()
        self._links = LinkPlan()
        self._rates: dict[str, str] = {}
        self._seen: dict[str, Link] = {}
        _switch_off_ipv6()

    def apply(self, state: ForwardingState) -> None:
        """Make packets meet the state."""
        self._state = state
        self._seen = self._seen or self._interfaces()
        self._load(ruleset(state, self._uplink))
        self._connect()

    def down(self) -> None:
        """Forward nothing: links down, bridges and rules gone, learned addresses forgotten."""
        self._state = None
        present = self._interfaces()
        commands = [f"link set {name} nomaster down" for name in present if name[:2] in ("ge", "up")]
        commands += [f"link del {name}" for name in present if name.startswith("vlan")]
        _ip(commands)
        _run(["nft", "-f", "-"], f"table bridge {TABLE} {{}}\ndelete table bridge {TABLE}\n")
        self._shape({})
        self._rules, self._links, self._seen = Ruleset(), LinkPlan(), {}

    def links_changed(self) -> None:
        """Take in interfaces that came, and forget the MAC addresses of ports that lost their link."""
        if self._state is None:
            return
        before, self._seen = self._seen, self._interfaces()
        self._unlearn(sorted(name for name, link in before.items() if not link.kept_by(self._seen.get(name))))
        self._forget({name for name, link in before.items() if not link.same_as(self._seen.get(name))})
        self._connect()

    def _unlearn(self, names: list[str]) -> None:
        """Forget the MAC addresses behind interfaces, as a switch does when a plug is pulled."""
        sets = [f"flush set bridge {TABLE} macs_{name}" for name in names if name in self._rules.mac_sets]
        if sets:
            _run(["nft", "-f", "-"], "\n".join(sets) + "\n")
        _ip([f"link set dev {name} type bridge_slave fdb_flush" for name in names if self._links.members.get(name)])

    def _forget(self, names: set[str]) -> None:
        """Interfaces that are gone, or others now under the same name, are in no bridge and have no queue."""
        members = {name: bridge for name, bridge in self._links.members.items() if name not in names}
        self._links = dataclasses.replace(self._links, members=members, up=self._links.up - names)
        self._rates = {name: command for name, command in self._rates.items() if name not in names}

    def counters(self) -> dict[str, int]:
        """Packets that each rule matched since the device came up."""
        if not self._rules.counters:
            return {}
        listed = json.loads(_run(["nft", "-j", "list", "counters", "table", "bridge", TABLE]))
        found = [entry["counter"] for entry in listed["nftables"] if "counter" in entry]
        return {counter["name"]: counter["packets"] for counter in found}

    def macs(self) -> list[LearnedMac]:
        """The MAC addresses that the bridges learned."""
        if self._state is None:
            return []
        ports = {name: port for port in self._state.ports for name in ifnames_of(port, self._uplink)}
        found: list[LearnedMac] = []
        for entry in json.loads(_run(["bridge", "-j", "fdb", "show"]) or "[]"):
            port = ports.get(entry["ifname"])
            master = entry.get("master", "")
            if port is None or not master.startswith("vlan") or entry.get("state") == "permanent" or "vlan" in entry:
                continue
            found.append(LearnedMac(entry["mac"], int(master[4:]), port.name, port.max_macs is not None))
        return found

    def has_link(self, number: int) -> bool:
        """Whether a port has a carrier (the uplink: any of its interfaces)."""
        links = self._interfaces()
        names = [name for name in links if name.startswith("up")] if number == self._uplink else [f"ge{number}"]
        return any(name in links and links[name].carrier for name in names)

    def _connect(self) -> None:
        if self._state is None:
            return
        wanted = link_plan(self._state, self._uplink, set(self._interfaces()))
        _ip(wanted.commands_after(self._links))
        self._links = wanted
        self._shape(rate_commands(self._state, self._uplink, wanted.members))

    def _shape(self, rates: dict[str, str]) -> None:
        for name in self._rates.keys() | rates.keys():
            if self._rates.get(name) != rates.get(name):
                command = rates.get(name) or f"qdisc del dev {name} root"
                # An interface that vanished took its queue along.
                subprocess.run(["tc", *command.split()], check=False, capture_output=True)
        self._rates = rates

    def _load(self, wanted: Ruleset) -> None:
        script = wanted.script_after(self._rules)
        if script:
            _run(["nft", "-f", "-"], script)
        self._rules = wanted

    @staticmethod
    def _interfaces() -> dict[str, Link]:
        links = json.loads(_run(["ip", "-s", "-s", "-j", "link", "show"]) or "[]")
        return {
            link["ifname"]: Link(
                index=link["ifindex"],
                carrier={"UP", "LOWER_UP"} <= set(link["flags"]),
                changes=link["stats64"]["tx"]["carrier_changes"],
            )
            for link in links
        }


def _switch_off_ipv6() -> None:
    """A layer-2 switch has no IPv6 addresses of its own; but it routes IPv4 between its Vlanifs."""
    for name, value in (
        ("ipv6/conf/default/disable_ipv6", "1"),
        ("ipv6/conf/all/disable_ipv6", "1"),
        ("ipv4/ip_forward", "1"),
    ):
        path = Path("/proc/sys/net", name)
        if path.exists():
            path.write_text(value)


def _ip(commands: list[str]) -> None:
    """Run `ip` commands in one go. An interface may vanish at any time, so one that fails does not stop the others."""
    if commands:
        subprocess.run(
            ["ip", "-force", "-batch", "-"],
            input="\n".join(commands) + "\n",
            text=True,
            capture_output=True,
            check=False,
        )


def _run(command: list[str], text: str | None = None) -> str:
    done = subprocess.run(command, input=text, text=True, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}\n{text or ''}")
    return done.stdout
