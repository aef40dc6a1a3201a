# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name; the work is done on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: canary_check
short_description: Ask a running canary whether it is the one that it should be
version_added: 0.2.0
description:
  - Asks the canary that this host is, at each of its addresses in C(city.yml), a question signed with the shared token, and sends
    something to its TCP port 443, which its log has to hold then.
  - Fails if it does not answer, refuses the token, is another canary, runs another program than this release's, or has not logged
    what was sent.
  - Nobody logs in; nothing is changed.
extends_documentation_fragment: govkiosk.site.on_controller
options:
  token:
    description: Token shared with the canary.
    type: str
    required: true
  port:
    description: TCP port of the canary's log query.
    type: int
    default: 4780
  wait:
    description: Seconds for the canary to answer at all, as it may just have been started.
    type: float
    default: 0
attributes:
  check_mode:
    support: full
    description: Asks as usual.
  diff_mode:
    support: none
    description: Does not show differences.
author:
  - govkiosk maintainers (@govkiosk)
"""

EXAMPLES = r"""
- name: Ask the running canary
  govkiosk.site.canary_check:
    token: "{{ canary_token }}"
    wait: 15
"""

RETURN = r"""
msg:
  description: Where it answers, or what is wrong with it and what to do about that.
  returned: always
  type: str
"""
