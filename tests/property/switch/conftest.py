# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A switch and a console, as the unit tests have them."""

from tests.unit.switch.conftest import console, switch_on

__all__ = ["console", "switch_on"]
