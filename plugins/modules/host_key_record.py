# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name; the work is done on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: host_key_record
short_description: Put host keys, or host names, on file that were shown and accepted
version_added: 0.1.0
description:
  - Writes exactly what M(govkiosk.site.host_key_scan) or M(govkiosk.site.host_name_scan) has shown; no host is asked again.
  - A switch's host name stands beside its key, in the comment of the line.
  - What is on file is replaced only for hosts that were named in that task's O(govkiosk.site.host_key_scan#module:replace).
  - The file is whole at every moment, and written by one at a time.
extends_documentation_fragment: govkiosk.site.on_controller
options:
  scanned:
    description: The name under which the result of the scan is registered.
    type: str
    required: true
attributes:
  check_mode:
    support: full
    description: Says which keys would be written.
  diff_mode:
    support: none
    description: The keys were shown before.
author:
  - govkiosk maintainers (@govkiosk)
"""

EXAMPLES = r"""
- name: Record what was accepted
  govkiosk.site.host_key_record:
    scanned: host_keys_scan
  run_once: true
  register: host_keys_record
"""

RETURN = r"""
results:
  description: One dict for each host, which M(govkiosk.site.host_result) hands to that host.
  returned: always
  type: dict
"""
