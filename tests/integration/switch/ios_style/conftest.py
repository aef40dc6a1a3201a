# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Switches and consoles, as the unit tests have them."""

from tests.unit.switch.ios_style.conftest import cisco, console, ruijie, switch_on

__all__ = ["cisco", "console", "ruijie", "switch_on"]
