# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A site that is given up: what its switch should run then, the way there, and whether it is there.

The site's ports are shut before anything else is touched, so that no terminal ever stands on a port that has half of a
policy. What a port had of ours is taken off, its place in the terminals' VLAN too: whoever opens it again finds a port
that is not on the government's network. The VLAN, and what holds for the whole switch, stay, as all that is not ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from ...module_utils.message import say
from ..base.problem import Problem
from ..config.objects import DeviceConfig, Filter, Port
from ..platforms import languages
from .difference import plan_steps
from .ownership import entangled, has_ours, our_bindings
from .planning import Change, SitePlan, read
from .uplink import SPARE, shut_uplinks, touched_uplinks
from .violation import Violation


class Retirement(Change):
    """What takes a site off its switch."""

    @cached_property
    def commands(self) -> tuple[str, ...]:
        """Return the lines: first those that shut the ports."""
        shut = _shut(self.running, self.plan)
        steps = (*plan_steps(self.running, shut), *plan_steps(shut, self.wanted))
        return languages.get(self.running.platform).write(steps)

    @cached_property
    def drift(self) -> tuple[Problem, ...]:
        """Return nothing: what the switch had is of no interest any more."""
        return ()

    @cached_property
    def violations(self) -> tuple[Violation, ...]:
        """Return what would be left of the site, and what keeps it from being taken off."""
        return (*prove_retired(self.plan, self.wanted), *self.in_the_way)

    @cached_property
    def in_the_way(self) -> tuple[Violation, ...]:
        """Return what is not ours and would be cut off; access lists of others may stay where they are."""
        site, ports = self.plan.site.site, site_ports(self.plan)
        roles = {
            name: SPARE if subject == site else say("{terminal}'s port", terminal=subject)
            for name, subject in ports.items()
        }
        return self.another_sites or (
            *entangled(self.running, self.wanted, ports, site),
            *touched_uplinks(self.running, self.wanted, ports, site),
            *shut_uplinks(self.running, roles, site),
        )


def retire(plan: SitePlan, running_text: str) -> Retirement:
    """Say what takes the site's policy off its switch; nothing if it is off already."""
    running = read(plan.objects.platform, running_text)
    return Retirement(plan, running, retired(running, plan))


def retired(running: DeviceConfig, plan: SitePlan) -> DeviceConfig:
    """Return what the switch should run without the site."""
    language = languages.get(running.platform)

    def ours(acl_filter: Filter) -> bool:
        acl = running.acl(acl_filter.family, acl_filter.acl)
        return acl_filter.acl in language.acl_numbers[acl_filter.family] and (acl is None or language.owns(acl))

    ports = _ports(running, plan)
    ours_bound = our_bindings(plan.objects, {port.name for port in ports})
    bare = running.with_ports(
        Port(
            port.name,
            link_type=port.link_type,
            arp_trust=port.arp_trust,
            shut=True,
            filters=tuple(acl_filter for acl_filter in port.filters if not ours(acl_filter)),
            harmless=port.harmless,
            unknown=port.unknown,
            line=port.line,
        )
        for port in ports
    )
    return replace(
        bare,
        acls=tuple(acl for acl in running.acls if not language.owns(acl)),
        bindings=tuple(binding for binding in running.bindings if not ours_bound(binding)),
        profiles=bare.in_use(running.profiles),
    )


def site_ports(plan: SitePlan) -> dict[str, str]:
    """Return the ports that are the site's by its file, each with its terminal's id, or the site's code."""
    spare = dict.fromkeys(plan.site.switch.spare_ports, plan.site.site)
    return spare | {terminal.port: terminal.id for terminal in plan.site.terminals}


def prove_retired(plan: SitePlan, config: DeviceConfig) -> tuple[Violation, ...]:
    """Return what is left of the site on its switch; nothing if it is retired."""
    return tuple(_left(plan, config))


def _left(plan: SitePlan, config: DeviceConfig) -> Iterator[Violation]:
    language = languages.get(config.platform)
    names = site_ports(plan)
    for name, subject in names.items():
        port = config.port(name)
        if port is None:
            fix = say("correct its name in the site file")
            yield Violation("port", subject, say("{name} is not in the configuration", name=name), "6.4-c", fix)
        elif not port.shut:
            yield Violation(
                "shut", subject, say("{name} is not shut", name=name), "6.4-c", say("shut the port"), line=port.line
            )
    for port in config.ports:
        if has_ours(port, config):
            what = say("{name} still has an access list of ours", name=port.name)
            yield Violation(
                "filter", names.get(port.name, plan.site.site), what, "6.4-e", say("take it off"), line=port.line
            )
    for acl in config.acls:
        if language.owns(acl):
            what = say("the access list {acl} is still there", acl=language.acl_name(acl.family, acl.number))
            yield Violation("acl", plan.site.site, what, "6.4-e", say("delete it"), line=acl.line)
    ours = our_bindings(plan.objects, set(names))
    for binding in config.bindings:
        if binding.port in names or ours(binding):
            what = say("{binding} is still bound", binding=binding)
            subject = names.get(binding.port, plan.site.site)
            yield Violation("binding", subject, what, "6.4-b", say("take the binding out by hand"), line=binding.line)


def _ports(running: DeviceConfig, plan: SitePlan) -> list[Port]:
    """Return the site's ports as they are, and those that it left before and that still have our access list."""
    names = site_ports(plan)
    return [port for port in running.ports if port.name in names or has_ours(port, running)]


def _shut(running: DeviceConfig, plan: SitePlan) -> DeviceConfig:
    return running.with_ports(replace(port, shut=True) for port in _ports(running, plan))
