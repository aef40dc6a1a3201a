# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plan a site's network policy, and say what it takes to bring its switch there. Nothing is touched here.

The plan's text is rendered, read back, and proven as read back: a wrong template does not reach a switch.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from ipaddress import IPv4Interface
from pathlib import Path
from typing import TYPE_CHECKING

from ...module_utils.message import Bilingual, Message, say
from ..base.problem import Problem
from ..config.access_list import FRAMES, Rule
from ..config.objects import Binding, DeviceConfig, Port
from ..platforms import languages
from . import intent
from .difference import merged, plan_steps
from .drift import Justification, drift
from .frames import Coverage, coverage
from .harm import cut_off, other_system, unlike_seen, uplinks_in_use, woken
from .intent import Permit, SiteIntent
from .neighbours import another_sites, unsigned
from .ownership import entangled, strangers
from .port_proof import prove_others
from .proof import prove
from .rendering import render
from .unjudged import Notice, notices
from .uplink import SPARE, shut_uplinks, touched_uplinks
from .violation import Violation

if TYPE_CHECKING:
    from ..model.city_folder import CityFolder
    from ..model.site import Site


@dataclass(frozen=True)
class SitePlan:
    """What a site's switch should have.

    Attributes:
        addresses: by terminal; one that is held back has none.
        text: what is ours of the switch's configuration.
        objects: the text, read back.
        violations: what keeps the text from being proven; empty when it may be pushed.
        in_use: the site that each address of the city in use is given to, addresses as integers.
    """

    site: Site
    addresses: Mapping[str, IPv4Interface]
    intent: SiteIntent
    text: str
    objects: DeviceConfig
    violations: tuple[Violation, ...]
    in_use: Mapping[int, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def rules(self) -> tuple[Permit, ...]:
        """Return the permits, in the order of the access list."""
        return self.intent.permits

    @property
    def frames(self) -> Coverage:
        """Return what becomes of frames that carry neither IPv4, IPv6 nor ARP."""
        return coverage(self.objects.platform, wanted=self.intent.filters_frames)

    @property
    def rate_kbps(self) -> int:
        """Return the rate of a terminal's port in kbit/s, as the platform can set it."""
        return languages.get(self.objects.platform).rates.rate(self.intent.rate_kbps)

    @property
    def digest(self) -> str:
        """Tell this plan's text from any other."""
        return sha256(self.text.encode()).hexdigest()

    def explain(self) -> tuple[str, ...]:
        """Return one line for each permit: the flow, whose it is, for which item, granted by whom, the approval."""
        held = [terminal.terminal for terminal in self.intent.terminals if terminal.address is None]
        return (
            *(permit.explanation for permit in self.rules),
            *map(_held, held),
            say("deny all other IPv4 packets from the terminals [6.4-e]"),
            say("deny all IPv6 packets from the terminals: IPv6 is not planned [6.4-e]"),
            say("{frames} [6.4-e]", frames=Bilingual(self.frames.english, self.frames.chinese)),
        )


def _held(terminal: str) -> Message:
    return say("deny everything from {terminal}: it is held back and has no address [6.4-b]", terminal=terminal)


@dataclass(frozen=True)
class Change:
    """What it takes to bring one switch to its plan; what nobody asks for is not worked out.

    Attributes:
        running: the switch's whole configuration, as objects.
        wanted: the same afterwards.
    """

    plan: SitePlan
    running: DeviceConfig
    wanted: DeviceConfig

    @property
    def first(self) -> bool:
        """Tell whether nothing of ours was on the switch before."""
        return not any(map(languages.get(self.running.platform).owns, self.running.acls))

    @cached_property
    def commands(self) -> tuple[str, ...]:
        """Return the lines, from the system view and back to it; none when there is nothing to do."""
        return languages.get(self.running.platform).write(plan_steps(self.running, self.wanted))

    @cached_property
    def drift(self) -> tuple[Problem, ...]:
        """Return how the switch differs, one entry for each difference; none on a first deployment, or another site's."""
        return () if self.first or self.another_sites else differences(self.plan, self.running, self.wanted)

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """Return the lines of the switch that nobody has judged; they stop nothing."""
        return notices(self.running, self.plan.intent)

    @cached_property
    def violations(self) -> tuple[Violation, ...]:
        """Return those of the plan; if it has none, what is in its way; if nothing is, those of `wanted`.

        Lines of others on our ports can break what the plan proves.
        """
        return self.plan.violations or self.in_the_way or prove(self.wanted, self.plan.intent)

    @cached_property
    def another_sites(self) -> tuple[Violation, ...]:
        """Return what on the switch is another site's: then nothing is changed, and no difference means anything."""
        return another_sites_on(self.plan, self.running)

    @cached_property
    def in_the_way(self) -> tuple[Violation, ...]:
        """Return what is not ours on the switch and would be changed or cut off, which no test may do either."""
        site, ports = self.plan.site.site, {port.name for port in self.plan.objects.ports}
        foreign = tuple(strangers(self.running, site, frames=self.plan.intent.filters_frames))
        if self.another_sites:
            return (*self.another_sites, *foreign)
        return (
            *foreign,
            *entangled(self.running, self.wanted, ports, site),
            *other_system(self.running, site),
            *woken(self.running, self.commands, ports, self.plan.intent.vlan, site),
            *cut_off(self.running, self.wanted, ports, self.plan.intent),
            *uplinks_in_use(self.running, self.plan.intent),
            *touched_uplinks(self.running, self.wanted, ports, site),
            *shut_uplinks(self.running, dict.fromkeys(self.plan.intent.spare_ports, SPARE), site),
        )

    def unlike(self, seen: Mapping[str, Collection[str]]) -> tuple[Violation, ...]:
        """Return what the switch's own table of ports has against the site's file.

        Args:
            seen: the addresses behind each port of the table.
        """
        return tuple(unlike_seen(self.running, self.plan.intent, seen))


@dataclass(frozen=True)
class PortFacts:
    """What a running configuration says of one terminal's port.

    Attributes:
        in_vlan: it is an access port in the terminals' VLAN (6.4-a).
        bound: the ledger's address, MAC, port and VLAN are bound, nothing else is, and IP and ARP are checked (6.4-b).
        rate_kbps: by direction, None where there is no limit (6.4-d).
        filtered: one access list of ours for each IP family stands inbound (6.4-e).
    """

    port: str
    exists: bool
    shut: bool
    vlan: int
    in_vlan: bool
    bound: bool
    max_macs: int
    rate_kbps: Mapping[str, int | None]
    filtered: bool


def another_sites_on(plan: SitePlan, running: DeviceConfig) -> tuple[Violation, ...]:
    """Return what of a running configuration is another site's than the plan's."""
    site = plan.site
    return tuple(another_sites(running, site.site, formerly=site.formerly or "", addresses=plan.in_use))


def plan_site(
    folder: CityFolder,
    site: Site,
    addresses: Mapping[str, IPv4Interface],
    *,
    templates: Path | None = None,
    in_use: Mapping[int, str] | None = None,
) -> SitePlan:
    """Plan one site.

    Args:
        folder: the city.
        site: the site, whose switch's platform decides on the templates.
        addresses: the assigned addresses by terminal.
        templates: a folder whose templates are used in place of ours (`rendering.render`).
        in_use: the site that each address of the city in use is given to, addresses as integers.

    Raises:
        KioskError: a template is missing or wrong, or the platform is not known.
    """
    wanted = intent.of_site(folder, site, addresses)
    text = render(wanted, site.switch.platform, templates)
    objects = languages.get(site.switch.platform).parse(text)
    violations = (*prove(objects, wanted), *prove_others(objects, wanted), *unsigned(objects, site.site))
    return SitePlan(site, addresses, wanted, text, objects, violations, in_use or {})


@lru_cache(maxsize=256)
def read(platform: str, text: str) -> DeviceConfig:
    """Read a configuration; a session asks about the same text several times, and up to 50 sessions run at once."""
    return languages.get(platform).parse(text)


def plan_change(plan: SitePlan, running_text: str) -> Change:
    """Say what brings a switch from its running configuration to the plan."""
    running = read(plan.objects.platform, running_text)
    return Change(plan, running, merged(running, plan.objects))


def differences(plan: SitePlan, running: DeviceConfig, wanted: DeviceConfig) -> tuple[Problem, ...]:
    """Say how a running configuration differs from what `merged` makes of the plan, and what for each line is there."""
    return drift(running, wanted, _duties(plan))


def _duties(plan: SitePlan) -> Mapping[Rule, Justification]:
    return {
        permit.rule: Justification("; ".join(permit.reasons), permit.clause, permit.terminal) for permit in plan.rules
    }


def prove_running(plan: SitePlan, running_text: str) -> tuple[Violation, ...]:
    """Return what keeps a switch's running configuration from holding the terminals to the plan's intent."""
    return prove(read(plan.objects.platform, running_text), plan.intent)


def port_facts(plan: SitePlan, running_text: str) -> dict[str, PortFacts]:
    """Return what a switch's running configuration says of each terminal's port."""
    running = read(plan.objects.platform, running_text)
    return {terminal.terminal: _facts(running, terminal, plan.intent) for terminal in plan.intent.terminals}


def _facts(running: DeviceConfig, terminal: intent.TerminalPort, site: SiteIntent) -> PortFacts:
    current = running.port(terminal.port)
    port = current or Port(terminal.port)
    acl_numbers = languages.get(running.platform).acl_numbers
    right = Binding(terminal.port, terminal.address, terminal.mac, site.vlan)
    bindings = [binding for binding in running.bindings if binding.concerns(right, site.vlan)]
    families = [family for family in acl_numbers if family != FRAMES or site.filters_frames]
    limits = {direction: port.rate(direction) for direction in ("inbound", "outbound")}
    return PortFacts(
        port=terminal.port,
        exists=current is not None,
        shut=port.shut,
        vlan=port.vlan,
        in_vlan=current is not None and port.link_type == "access" and port.vlan == site.vlan,
        bound=terminal.address is not None
        and bindings == [right]
        and running.checks_source(port)
        and running.checks_arp(port),
        max_macs=port.max_macs,
        rate_kbps={direction: limit.cir if limit else None for direction, limit in limits.items()},
        filtered=all(
            [acl_filter.acl in acl_numbers[family] for acl_filter in port.inbound(family)] == [True]
            for family in families
        ),
    )
