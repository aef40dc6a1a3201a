# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name."""

from __future__ import annotations

DOCUMENTATION = r"""
module: migrate
version_added: 0.2.0
short_description: Rewrite a city's files of an earlier version
description:
  - Writes the keys of site files and the variables in C(govkiosk.yml), C(group_vars/) and C(host_vars/) as this version reads
    them. Comments, order and every other byte stay.
  - All files are read before one is written; if anything stands in the way, all of it is told and nothing is written. Each
    file is replaced at once, so that a run that ends early leaves whole files; the next run does the rest.
  - Files that a vault has encrypted are not looked into.
author:
  - govkiosk maintainers (@govkiosk)
attributes:
  check_mode:
    support: full
    description: Judges, and does not write.
  diff_mode:
    support: full
    description: Shows the lines that change.
options:
  folder:
    description: The inventory folder, with C(city.yml), C(catalogue.yml) and C(sites/), or a file in it.
    type: path
    required: true
"""

EXAMPLES = r"""
- name: Rewrite the files of the city
  govkiosk.site.migrate:
    folder: inventory/city
"""

RETURN = r"""
changes:
  description: What was renamed, with its place.
  returned: success
  type: list
  elements: str
  sample: ["inventory/city/sites/futian/lianhua-hall.yml:21:3: switch.dialect is called platform now"]
"""
