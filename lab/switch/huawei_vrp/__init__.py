# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Huawei VRP5 as an S5700 with V200R005 speaks it: configuration model, commands, displays."""

from __future__ import annotations
