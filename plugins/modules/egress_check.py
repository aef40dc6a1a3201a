#!/usr/bin/python
# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Probe the canaries from a terminal; the controller judges (clause 6.4-e)."""

from __future__ import annotations

DOCUMENTATION = r"""
module: egress_check
short_description: Show that a terminal does not reach the internet
version_added: 0.1.0
description:
  - Probes every canary of the city from the terminal over TCP, UDP, ICMP, GRE, ESP and 6in4, IPv4 and IPv6, with the terminal's own
    firewall as it is and past it, and judges each probe on four legs (path control, target control, attribution,
    canary silence). Only C(BLOCKED_PROVEN) passes clause 6.4-e of DB4403/T 503.5-2024.
  - The controller tries the same targets and asks the canaries' logs; so it must reach the canaries itself.
  - A failed verdict does not fail the task; it is in RV(checks).
options:
  canary_token:
    description: Token shared with the canaries, for their log query.
    type: str
    default: ""
  canary_port:
    description: TCP port of the canaries' log query.
    type: int
    default: 4780
  tcp_ports:
    description:
      - TCP ports probed on each canary; each must be one that the canary listens on.
      - One list of further ports is probed besides, another one on each canary and terminal (C(docs/egress.md)).
    type: list
    elements: int
    default: [80, 443, 53, 853, 22, 8080]
  udp_ports:
    description: UDP ports probed on each canary, besides those of a list as for O(tcp_ports).
    type: list
    elements: int
    default: [53, 123, 443, 3478]
  source_ports:
    description: Source ports that TCP probes are also made from.
    type: list
    elements: int
    default: [53, 80]
  wait:
    description: Seconds that each probe waits for an answer, 0.2 to 5; all probes run at once.
    type: float
    default: 1.2
  firewall_table:
    description: Name of the terminal's nftables table, of family inet.
    type: str
    default: govkiosk
  firewall_marks:
    description: Name of the table's set of packet marks that pass.
    type: str
    default: probe_bypass
  targets:
    description: What to probe; filled in by the action plugin from C(city.yml).
    type: list
    elements: dict
    default: []
  relays:
    description:
      - Requests to granted servers, to see whether one of them passes them on to a canary; filled in by the action plugin.
      - They are made while the probes run; without O(targets) nothing else is done.
    type: list
    elements: dict
    default: []
  endpoints:
    description: Granted endpoints for the path control; filled in by the action plugin.
    type: list
    elements: dict
    default: []
  resolvers:
    description: Resolvers for the path control; filled in by the action plugin.
    type: list
    elements: str
    default: []
attributes:
  check_mode:
    description: In check mode no packet is sent.
    support: full
  diff_mode:
    description: Nothing is changed.
    support: none
  platform:
    description: Linux with Python 3.8 or later; as root.
    platforms: posix
    support: full
notes:
  - IPv6 that is off on the terminal is probed with frames made by hand; nothing is configured for it.
author:
  - govkiosk maintainers (@govkiosk)
"""

EXAMPLES = r"""
- name: Show that the terminal does not reach the internet
  govkiosk.site.egress_check:
    canary_token: "{{ lookup('ansible.builtin.env', 'GOVKIOSK_CANARY_TOKEN') }}"
  register: egress_check_result
"""

RETURN = r"""
checks:
  description:
    - One check on 6.4-e per canary, protocol and pass, with the verdict and its legs in C(data).
    - One for each server that the terminal is let to, with the item as its subject. It is asked once per network class and
      run (C(docs/egress.md)).
  returned: always, except in check mode
  type: list
  elements: dict
run:
  description: The run's nonce, as the canaries' logs hold it.
  returned: always, except in check mode
  type: str
wall_s:
  description: Seconds that the probes took on the terminal.
  returned: always, except in check mode
  type: float
"""

import asyncio
from typing import Any

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.govkiosk.site.plugins.module_utils.message import failure, say
from ansible_collections.govkiosk.site.plugins.module_utils.probe import relay_probe
from ansible_collections.govkiosk.site.plugins.module_utils.probe.egress import EgressRequest, run
from ansible_collections.govkiosk.site.plugins.module_utils.probe.relay_aim import RelayAim
from ansible_collections.govkiosk.site.plugins.module_utils.probe.target import Target


def get_argument_spec() -> dict[str, Any]:
    """Return the module's options."""
    return {
        "canary_token": {"type": "str", "default": "", "no_log": True},
        "canary_port": {"type": "int", "default": 4780},
        "tcp_ports": {"type": "list", "elements": "int", "default": [80, 443, 53, 853, 22, 8080]},
        "udp_ports": {"type": "list", "elements": "int", "default": [53, 123, 443, 3478]},
        "source_ports": {"type": "list", "elements": "int", "default": [53, 80]},
        "wait": {"type": "float", "default": 1.2},
        "firewall_table": {"type": "str", "default": "govkiosk"},
        "firewall_marks": {"type": "str", "default": "probe_bypass"},
        "targets": {"type": "list", "elements": "dict", "default": []},
        "relays": {"type": "list", "elements": "dict", "default": []},
        "endpoints": {"type": "list", "elements": "dict", "default": []},
        "resolvers": {"type": "list", "elements": "str", "default": []},
    }


def main() -> None:
    """Run the probes."""
    module = AnsibleModule(get_argument_spec(), supports_check_mode=True)
    if module.check_mode:
        module.exit_json(changed=False, skipped=True, msg="check mode: no packet was sent")
    options = module.params
    request = EgressRequest(
        [Target(**target) for target in options["targets"]],
        options["endpoints"],
        options["resolvers"],
        options["wait"],
        options["firewall_table"],
        options["firewall_marks"],
    )
    try:
        seen = asyncio.run(_both(request, [RelayAim(**aim) for aim in options["relays"]]))
    except OSError as error:
        what = say("could not probe: {error}", id="unprobed", error=str(error))
        module.fail_json(**failure(what, say("run it as root on a Linux terminal", id="as-root")))
    module.exit_json(changed=False, **seen)


async def _both(request: EgressRequest, aims: list[RelayAim]) -> dict[str, Any]:
    """Probe and ask at the same time; return what was seen, and of relays what came of each request."""
    asking = asyncio.ensure_future(relay_probe.probe_all(aims, request.wait))
    seen = {"seen": await run(request)} if request.targets else {}
    return {**seen, "relays": {nonce: found.to_dict() for nonce, found in (await asking).items()}}


if __name__ == "__main__":
    main()
