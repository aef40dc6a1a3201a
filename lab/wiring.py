# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From an inventory folder to the lab's topology. Pure.

The router is the extranet: it forwards everything, to the internet too, because a real extranet has an exit
(政务外网 has a unified one), so that only the policy under test can block it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Interface, ip_interface

from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city as city_model
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.site import Site
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.site import Terminal as TerminalModel

from lab.topology import Bridge, Canary, End, Gateway, Interface, Link, Switch, SwitchPort, Terminal, Topology

MANAGEMENT_VLAN = 4000
# Port 24, as each platform calls it.
UPLINKS = {
    "huawei_vrp": "GigabitEthernet0/0/24",
    "huawei_vrpv8": "GE1/0/24",
    "hp_comware": "GigabitEthernet1/0/24",
    "cisco_ios": "GigabitEthernet1/0/24",
    "ruijie_os": "GigabitEthernet 0/24",
}
OPERATIONS6 = IPv6Interface("2001:db8:a::10/64")
FIXED_ROLES = ("ops", "router", "svc", "inet")


def design(folder: city_folder.CityFolder, addresses: Mapping[str, IPv4Interface]) -> Topology:
    """Work out the lab of a city.

    Args:
        folder: the inventory folder.
        addresses: the ledger's address of every terminal that is not held.

    Raises:
        KioskError: the city has what this lab can not build.
    """
    networks = tuple(folder.city.networks.values())
    sites = tuple(folder.sites.values())
    resolvers = _distinct(address for network in networks for address in network.resolvers)
    time_servers = _distinct(address for network in networks for address in network.time_servers)
    measure = tuple(dict.fromkeys(network.measure_server for network in networks if network.measure_server))
    endpoints = (endpoint.address for item in folder.catalogue.items for endpoint in item.endpoints)
    services = _distinct((*endpoints, *resolvers, *time_servers, *(address for address, _ in measure)))
    controller = _host(networks[0].operations[0], 10)
    canaries = tuple(_canary(canary) for canary in folder.city.canaries)
    switches = tuple(_switch(folder, site) for site in sites)
    terminals = tuple(_terminal(folder, site, terminal, addresses) for site, terminal in folder.terminals())
    core = (_operations_link(controller), _services_link(services), _internet_link(canaries))
    topology = Topology(
        roles=(*FIXED_ROLES, *(switch.role for switch in switches), *(terminal.role for terminal in terminals)),
        links=(*core, *(link for index, site in enumerate(sites) for link in _site_links(index, site))),
        bridges=(Bridge("router", "mgmt", _routers(switch.address for switch in switches)),),
        gateways=_gateways(controller, services, canaries),
        terminals=terminals,
        switches=switches,
        canaries=canaries,
        advertised=tuple(f"site{index}" for index, _ in enumerate(sites)),
        controller=controller,
        resolvers=resolvers,
        time_servers=time_servers,
        measure=measure,
    )
    _refuse_doubles(topology)
    return topology


def port_interface(port: str) -> str:
    """Return the interface that stands for a switch port: `GigabitEthernet0/0/7` is `ge7`.

    Raises:
        KioskError: the name ends in no port number.
    """
    match = re.fullmatch(r"[A-Za-z][A-Za-z -]*(?:\d+/)*(\d+)", port)
    if not match:
        raise KioskError(f"the lab's switch has no port {port}", fix="Use a port such as GigabitEthernet0/0/1.")
    return f"ge{match[1]}"


def _host(network: IPv4Network, number: int) -> IPv4Interface:
    return IPv4Interface(f"{network[number]}/{network.prefixlen}")


def _distinct(addresses: Iterable[IPv4Address]) -> tuple[IPv4Address, ...]:
    return tuple(dict.fromkeys(addresses))


def _role(terminal: str) -> str:
    return f"t-{terminal}"


def _routers(addresses: Iterable[Interface]) -> tuple[Interface, ...]:
    """Return the router's own address, the first host, on the network of each address."""
    networks = dict.fromkeys(address.network for address in addresses)
    return tuple(ip_interface(f"{network[1]}/{network.prefixlen}") for network in networks)


def _canary(canary: city_model.Canary) -> Canary:
    addresses: tuple[Interface, ...] = (IPv4Interface(f"{canary.address}/24"),)
    if canary.address6:
        addresses += (IPv6Interface(f"{canary.address6}/64"),)
    return Canary(canary.name, addresses, canary.zone or "")


def _switch(folder: city_folder.CityFolder, site: Site) -> Switch:
    address = IPv4Interface(f"{site.switch.address}/24")
    if site.network.vlan == MANAGEMENT_VLAN:
        raise KioskError(
            f"site {site.site}: VLAN {MANAGEMENT_VLAN} is the lab's management VLAN", fix="Use another VLAN."
        )
    return Switch(
        site=site.site,
        host=site.switch_name,
        role=f"sw-{site.site}",
        platform=site.switch.platform,
        address=address,
        gateway=address.network[1],
        vlan=site.network.vlan,
        management_vlan=MANAGEMENT_VLAN,
        uplink=UPLINKS[site.switch.platform],
        ports=tuple(SwitchPort(terminal.port, terminal.id) for terminal in site.terminals),
        time_servers=folder.network(site).time_servers,
    )


def _terminal(
    folder: city_folder.CityFolder, site: Site, model: TerminalModel, addresses: Mapping[str, IPv4Interface]
) -> Terminal:
    resolvers = folder.network(site).resolvers
    return Terminal(model.id, _role(model.id), str(model.mac), addresses.get(model.id), site.gateway, resolvers)


def _operations_link(controller: IPv4Interface) -> Link:
    addresses = (controller, OPERATIONS6)
    return Link(End("ops", "eth0", addresses), End("router", "ops", _routers(addresses)))


def _services_link(services: Iterable[IPv4Address]) -> Link:
    addresses = tuple(IPv4Interface(f"{address}/24") for address in services)
    return Link(End("svc", "eth0", addresses), End("router", "svc", _routers(addresses)))


def _internet_link(canaries: Iterable[Canary]) -> Link:
    addresses = tuple(address for canary in canaries for address in canary.addresses)
    return Link(End("inet", "eth0", addresses), End("router", "inet", _routers(addresses)))


def _site_links(index: int, site: Site) -> list[Link]:
    switch = f"sw-{site.site}"
    vlan = site.network.vlan
    gateways = (
        IPv4Interface(f"{site.gateway}/{site.network.subnet.prefixlen}"),
        IPv6Interface(f"2001:db8:{10 + index:x}:{vlan}::1/64"),
    )
    return [
        *(
            Link(End(_role(terminal.id), "eth0", mac=str(terminal.mac)), End(switch, port_interface(terminal.port)))
            for terminal in site.terminals
        ),
        Link(End(switch, f"up{vlan}"), End("router", f"site{index}", gateways)),
        Link(End(switch, f"up{MANAGEMENT_VLAN}"), End("router", f"mgmt{index}", bridge="mgmt")),
    ]


def _gateways(
    controller: IPv4Interface, services: tuple[IPv4Address, ...], canaries: tuple[Canary, ...]
) -> tuple[Gateway, ...]:
    """Return every default route; the router's own leads into the internet namespace and ends there."""
    beyond = [address for canary in canaries for address in canary.addresses]
    ways = [
        *(("ops", router, "eth0") for router in _routers((controller, OPERATIONS6))),
        *(("svc", router, "eth0") for router in _routers([IPv4Interface(f"{services[0]}/24")])),
        *(("inet", router, "eth0") for router in _first_of_each(_routers(beyond))),
        *(("router", exit_, "inet") for exit_ in _first_of_each(beyond)),
    ]
    return tuple(Gateway(role, str(address.ip), interface) for role, address, interface in ways)


def _first_of_each(addresses: Iterable[Interface]) -> list[Interface]:
    return list({address.version: address for address in reversed(list(addresses))}.values())


def _refuse_doubles(topology: Topology) -> None:
    """Refuse what the kernel would: a namespace, an interface or an address of a namespace that is there twice."""
    ends = [end for link in topology.links for end in (link.a, link.b)]
    things = Counter(
        (
            *(f"host {name}" for name in FIXED_ROLES),
            *(f"host {terminal.id}" for terminal in topology.terminals),
            *(f"host {switch.host}" for switch in topology.switches),
            *(f"interface {end.name} of {end.role}" for end in ends),
            *(f"address {address.ip} of {end.role}" for end in ends for address in end.addresses),
        )
    )
    twice = sorted(thing for thing, count in things.items() if count > 1)
    if twice:
        raise KioskError(
            f"the lab would have {', '.join(twice)} twice", fix="Give each its own in the inventory folder."
        )
