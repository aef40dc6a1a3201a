# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is Ruijie's own: rate limits and ARP checks of ports, numbered rules in the configuration."""

from __future__ import annotations
