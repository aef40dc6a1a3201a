# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From grants to configuration text and back: intent, rendering, typed objects, proof, difference (6.4, 7.2, 7.3)."""
