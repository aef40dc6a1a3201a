# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A Comware switch, as the unit tests have it."""

from tests.unit.switch.comware.conftest import switch_on

__all__ = ["switch_on"]
