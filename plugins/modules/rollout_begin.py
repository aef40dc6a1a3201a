# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name; the work is done on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: rollout_begin
short_description: Divide the selected hosts into waves of whole sites
version_added: 0.1.0
description:
  - The first wave are the canaries among the selected sites, those whose files say C(wave) C(canary), else the first of
    each platform in each district. The others follow C(rollout.sites_per_wave) of C(city.yml) at a time.
  - Adds the selected hosts to C(rollout/remaining.limit) of the records before anything is touched. Accepted ones leave it.
extends_documentation_fragment: govkiosk.site.on_controller
options:
  selected:
    description: All hosts that this run was asked to deploy.
    type: list
    elements: str
    required: true
  hosts:
    description: Those of them that are to be deployed now.
    type: list
    elements: str
    required: true
  held:
    description: Of each site that somebody else holds, who; passed on to those who show the run.
    type: dict
    default: {}
attributes:
  check_mode:
    support: full
    description: Nothing is written.
  diff_mode:
    support: none
    description: Does not show differences.
author:
  - govkiosk maintainers (@govkiosk)
"""

EXAMPLES = r"""
- name: Divide the sites into waves
  govkiosk.site.rollout_begin:
    selected: "{{ ansible_play_hosts_all }}"
    hosts: "{{ ansible_play_hosts }}"
  run_once: true
  register: rollout_begin_result
"""

RETURN = r"""
hosts:
  description: The hosts in the order in which they are rolled out, those of a site one after the other.
  returned: success
  type: list
  elements: str
sizes:
  description: How many of them each wave has, for C(serial).
  returned: success
  type: list
  elements: int
waves:
  description: The waves with their sites, the hosts of each site, and how many percent of the sites may fail.
  returned: success
  type: list
  elements: dict
run:
  description: The run's id.
  returned: success
  type: str
resume:
  description: The command that goes on with what is left.
  returned: success
  type: str
extra:
  description: Whether this run had extra variables, which that command needs again.
  returned: success
  type: bool
"""
