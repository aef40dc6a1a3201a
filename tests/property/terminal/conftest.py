# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One terminal's settings, as the unit tests have them."""

from tests.unit.terminal.conftest import city, config, settings

__all__ = ["city", "config", "settings"]
