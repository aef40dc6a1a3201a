# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What VRP8 has besides VRP5's commands: lines that wait for their commit, trials, and its own words for some of them."""

from __future__ import annotations
