#!/usr/bin/python
# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Probe every granted service item from a terminal (clause 7.7)."""

from __future__ import annotations

DOCUMENTATION = r"""
module: service_check
short_description: Check every granted service item from the terminal itself
version_added: 0.1.0
description:
  - Probes all granted items at once, as their endpoints in C(catalogue.yml) say (TCP connection, TLS under the city's
    authority, page with its expected text), each name against the city's resolver; what failed is tried once more.
  - Writes what it found for the terminal's home page.
  - An item that can not be used does not fail the task; it is in RV(checks).
options:
  timeout:
    description: Seconds for one endpoint.
    type: float
    default: 5
  state_file:
    description: The home page's file of item states on the terminal; empty to write none.
    type: str
    default: /var/lib/govkiosk/items.json
  items:
    description: What to probe; filled in by the action plugin from C(catalogue.yml) and the site's grants.
    type: list
    elements: dict
    default: []
  resolvers:
    description: The city's resolvers; filled in by the action plugin.
    type: list
    elements: str
    default: []
  ca_pem:
    description: The authority that signed the items' certificates, PEM; filled in by the action plugin.
    type: str
    default: ""
attributes:
  check_mode:
    description: In check mode nothing is probed and nothing is written.
    support: full
  diff_mode:
    description: Nothing is changed; the state file is what was seen, not what was wanted.
    support: none
  platform:
    description: Linux with Python 3.8 or later.
    platforms: posix
    support: full
author:
  - govkiosk maintainers (@govkiosk)
"""

EXAMPLES = r"""
- name: Check every granted service item
  govkiosk.site.service_check:
    timeout: 5
  register: service_check_result
"""

RETURN = r"""
checks:
  description: One check on 7.7 per item of the list, C(item/<code>), and one on 7.3 for the grants.
  returned: always, except in check mode
  type: list
  elements: dict
"""

import asyncio
import json
import os
import tempfile
import time
from typing import Any

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.govkiosk.site.plugins.module_utils.message import failure, say
from ansible_collections.govkiosk.site.plugins.module_utils.probe.item_probe import ItemProbes, ItemResult


def get_argument_spec() -> dict[str, Any]:
    """Return the module's options."""
    return {
        "timeout": {"type": "float", "default": 5},
        "state_file": {"type": "str", "default": "/var/lib/govkiosk/items.json"},
        "items": {"type": "list", "elements": "dict", "default": []},
        "resolvers": {"type": "list", "elements": "str", "default": []},
        "ca_pem": {"type": "str", "default": ""},
    }


def write_states(path: str, results: list[ItemResult], now: str) -> None:
    """Write the home page's item states; a reader sees the old file or the new one, never half of one."""
    states = {r.code: {"status": r.status, "reason": str(r.reason), "latency_ms": round(r.latency_ms)} for r in results}
    content = json.dumps({"checked": now, "items": states}, ensure_ascii=False, indent=1)
    os.makedirs(os.path.dirname(path), mode=0o755, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".items.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError:
        os.unlink(temporary)
        raise


def main() -> None:
    """Probe the items."""
    module = AnsibleModule(get_argument_spec(), supports_check_mode=True)
    if module.check_mode:
        module.exit_json(changed=False, skipped=True, msg="check mode: nothing was probed")
    options = module.params
    try:
        probes = ItemProbes(options["items"], options["resolvers"], options["ca_pem"], options["timeout"])
    except (OSError, ValueError) as error:
        fix = say("put the PEM certificate of the items' authority into the city's ca_file", id="ca-refused-fix")
        what = say("the authority's certificate can not be read: {error}", id="ca-refused", error=str(error))
        module.fail_json(**failure(what, fix))
    results = asyncio.run(probes.run())
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S%z")
    now = stamp[:-2] + ":" + stamp[-2:]
    if options["state_file"]:
        try:
            write_states(options["state_file"], results, now)
        except OSError as error:
            what = say(
                "{file} can not be written: {error}",
                id="states-unwritten",
                file=options["state_file"],
                error=str(error),
            )
            fix = say("make the place for it writable on the terminal", id="states-unwritten-fix")
            module.fail_json(**failure(what, fix))
    module.exit_json(changed=False, checked=now, results=[result.to_dict() for result in results])


if __name__ == "__main__":
    main()
