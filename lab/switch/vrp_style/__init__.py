# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What VRP and Comware, which grew from one root, still have in common: prompts, rules of ACLs, pieces of text."""

from __future__ import annotations
