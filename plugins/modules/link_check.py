#!/usr/bin/python
# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Look at a terminal's network card and measure its line (clauses 6.4-a to 6.4-d)."""

from __future__ import annotations

DOCUMENTATION = r"""
module: link_check
short_description: Check a terminal's address, hardware address, route and throughput
version_added: 0.1.0
description:
  - Compares the terminal's network card with the address ledger and the site file, looks for a second user of its
    address on the link (RFC 5227), and measures the throughput in both directions against the city's measure server.
  - What is wrong does not fail the task; it is in RV(checks).
options:
  minimum_kbps:
    description: The least throughput in each direction, in kbit/s; the standard's "4 M" read as 4 Mbit/s.
    type: int
    default: 4000
  address:
    description: The address the terminal should have; filled in by the action plugin from the ledger.
    type: str
    default: ""
  gateway:
    description: Its gateway; filled in by the action plugin from the site file.
    type: str
    default: ""
  measure:
    description: URL of the measure server; filled in by the action plugin from C(city.yml).
    type: str
    default: ""
attributes:
  check_mode:
    description: In check mode nothing is looked at and nothing is measured.
    support: full
  diff_mode:
    description: Nothing is changed.
    support: none
  platform:
    description: Linux with Python 3.8 or later; as root.
    platforms: posix
    support: full
author:
  - govkiosk maintainers (@govkiosk)
"""

EXAMPLES = r"""
- name: Check the terminal's link
  govkiosk.site.link_check:
    minimum_kbps: 4000
  register: link_check_result
"""

RETURN = r"""
checks:
  description: Checks on 6.4-a (one active card), 6.4-b (address, route, duplicate), 6.4-c (hardware address), 6.4-d.
  returned: always, except in check mode
  type: list
  elements: dict
"""

import asyncio
from typing import Any

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.govkiosk.site.plugins.module_utils.message import failure, say
from ansible_collections.govkiosk.site.plugins.module_utils.probe.link import look


def get_argument_spec() -> dict[str, Any]:
    """Return the module's options."""
    return {
        "minimum_kbps": {"type": "int", "default": 4000},
        "address": {"type": "str", "default": ""},
        "gateway": {"type": "str", "default": ""},
        "measure": {"type": "str", "default": ""},
    }


def main() -> None:
    """Look at the link."""
    module = AnsibleModule(get_argument_spec(), supports_check_mode=True)
    if module.check_mode:
        module.exit_json(changed=False, skipped=True, msg="check mode: nothing was measured")
    options = module.params
    try:
        seen = asyncio.run(look(options["address"], options["gateway"], options["measure"], options["minimum_kbps"]))
    except OSError as error:
        what = say("could not look at the link: {error}", id="link-unseen", error=str(error))
        module.fail_json(**failure(what, say("run it as root on a Linux terminal", id="as-root")))
    module.exit_json(changed=False, seen=seen)


if __name__ == "__main__":
    main()
