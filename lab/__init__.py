# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The lab: a small city of real hosts on one Linux machine, built from an inventory folder (docs/lab.md)."""

from __future__ import annotations
