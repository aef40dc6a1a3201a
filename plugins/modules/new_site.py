# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name."""

from __future__ import annotations

DOCUMENTATION = r"""
module: new_site
version_added: 0.1.0
short_description: Write a new site's file
description:
  - Writes C(sites/<district>/<site>.yml) out of a few answers, commented, with what is still to come as comments.
  - The file is judged together with the whole city before it is written. If anything is wrong, all of it is told and
    nothing is written. A file that is there is never overwritten.
author:
  - govkiosk maintainers (@govkiosk)
attributes:
  check_mode:
    support: full
    description: Judges, and does not write.
  diff_mode:
    support: full
    description: Shows the file.
options:
  answers:
    description:
      - What is known of the site, as C(docs/site-file.md) describes it.
      - C(site), C(name), C(district), C(address), C(venue), C(vlan), C(subnet), C(switch_address) and C(terminals) are
        needed. C(owner), C(vendor) and C(platform) are those of a neighbouring site if left out, C(custodian) the site
        itself.
      - C(mode) is C(7x24) and C(network_class) C(extranet) if left out; C(venue_note) is needed where C(venue) is C(other).
      - C(terminals) is a list of mappings, or each terminal as C(model,serial,mac,port,base_mm[,screen]) with C(;)
        between them. Their ids are the site's code with C(-01), C(-02) unless given.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Write the site's file
  govkiosk.site.new_site:
    answers:
      site: lianhua-hall
      name: 莲花街道行政服务大厅
      district: futian
      address: 福田区示例路1号
      venue: a1
      vlan: 110
      subnet: 10.201.0.0/27
      switch_address: 10.200.16.11
      terminals: ZW-T100,ZW2026110001,5489-9800-0101,GigabitEthernet0/0/1,700x600
      vendor: 示例终端设备有限公司
"""

RETURN = r"""
path:
  description: The file.
  returned: success
  type: str
addresses:
  description: The address that the ledger gives to each of its terminals.
  returned: success
  type: dict
  sample: {lianhua-hall-01: 10.201.0.2/27}
next:
  description: What to do next.
  returned: success
  type: str
"""
