#!/usr/bin/python
# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Check from a picture of the terminal's own screen that its home page fills it, and that the application runs."""

from __future__ import annotations

DOCUMENTATION = r"""
module: screen_check
short_description: Check the home page on the terminal's own screen
version_added: 0.1.0
description:
  - Takes a picture of the terminal's screen and proves from its pixels that the page reaches all four corners, and that it
    is this terminal's page, of the installed version, with every item of the list, painted just now (clause 7.6-a).
  - Checks that the terminal's services run, start again by themselves, and that the page gives signs of life (7.6-b).
  - Waits for a screen that has just been started, at most O(wait) seconds, looking again and again.
  - A check that fails is a result, not a failed task.
author: govkiosk maintainers (@govkiosk)
options:
  wait:
    description: How long to wait for the page, in seconds.
    type: int
    default: 45
  kill:
    description:
      - Also end the browser by force and wait until it is back; proves clause 7.6-b for a crash.
      - Interrupts whoever uses the terminal.
    type: bool
    default: false
attributes:
  check_mode:
    description: Does nothing in check mode.
    support: none
  diff_mode:
    description: There is nothing to show.
    support: none
requirements:
  - grim and sway on the terminal
"""

EXAMPLES = r"""
- name: Check the home page on the screen
  govkiosk.site.screen_check:
    wait: 45
  register: home_page_result
"""

RETURN = r"""
checks:
  description: The verdicts, one dictionary each.
  type: list
  elements: dict
  returned: always
picture:
  description: Where the picture lies on the controller; empty if none could be taken.
  type: str
  returned: always
app_version:
  description: The version of the terminal's package.
  type: str
  returned: always
screen:
  description: The configured size in pixels.
  type: str
  returned: always
url:
  description: The page's address on the terminal.
  type: str
  returned: always
"""

import base64

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.govkiosk.site.plugins.module_utils import screen_picture
from ansible_collections.govkiosk.site.plugins.module_utils.message import failure, say
from ansible_collections.govkiosk.site.plugins.module_utils.screen_watch import URL, NotATerminal, Terminal, watch


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={"wait": {"type": "int", "default": 45}, "kill": {"type": "bool", "default": False}},
        supports_check_mode=False,
    )
    try:
        terminal = Terminal.of_this_host()
    except NotATerminal as error:
        what = say("{what}; run the role govkiosk.site.terminal_host first", id="not-a-terminal", what=error.args[0])
        module.fail_json(**failure(what))
    checks, picture = watch(terminal, wait=module.params["wait"], kill=module.params["kill"])
    png = base64.b64encode(screen_picture.write_png(picture)).decode("ascii") if picture else ""
    module.exit_json(
        changed=False,
        checks=[check.to_dict() for check in checks],
        picture_png=png,
        app_version=terminal.version,
        screen=f"{terminal.width}x{terminal.height}",
        url=URL,
    )


if __name__ == "__main__":
    main()
