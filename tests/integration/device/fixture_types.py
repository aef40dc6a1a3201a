# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the fixtures of conftest.py are, for the tests that are given them."""

from __future__ import annotations

from collections.abc import Callable

from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import Device

Reach = Callable[..., Device]
When = Callable[[str, Callable[[int], None]], None]
