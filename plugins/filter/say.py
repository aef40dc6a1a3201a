# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a playbook says to people, in their language."""

from __future__ import annotations

DOCUMENTATION = r"""
name: say
version_added: 0.2.0
short_description: Say a sentence in the language of whoever started the run
description:
  - Returns an English sentence in the language that C(GOVKIOSK_LANG), C(LC_ALL), C(LC_MESSAGES) or C(LANG) ask for.
  - C(script/messages.py) finds the sentences of playbooks and roles, and keeps their Chinese beside those of the plugins.
options:
  _input:
    description: The English sentence, written out between double quotes, with names in braces for values.
    type: str
    required: true
author:
  - govkiosk maintainers (@govkiosk)
"""

EXAMPLES = r"""
- name: Say what is missing
  ansible.builtin.fail:
    msg: >-
      {{ "there is no {name}" | govkiosk.site.say(name=inventory_hostname) }}
"""

RETURN = r"""
_value:
  description: The sentence.
  type: str
"""

from collections.abc import Callable
from typing import Any

from ansible_collections.govkiosk.site.plugins.module_utils.message import Message
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated


def say(template: str, **values: Any) -> str:
    """Return the sentence with its values, in the chosen language."""
    # Ansible's own text types stay on this side.
    return translated(Message(str(template), {name: str(value) for name, value in values.items()}))


class FilterModule:
    """The filter `govkiosk.site.say`."""

    def filters(self) -> dict[str, Callable[..., str]]:
        """Return it by its name."""
        return {"say": say}
