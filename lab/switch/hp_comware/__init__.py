# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""H3C Comware 7 as an S5130 speaks it: configuration model, commands, displays."""

from __future__ import annotations
