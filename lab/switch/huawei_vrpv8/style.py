# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""In which points VRP8 writes otherwise than VRP5."""

from __future__ import annotations

from dataclasses import replace

from lab.switch.huawei_vrp import words

STYLE = replace(words.STYLE, system_view="Enter system view, return user view with return command.", type_word="type")
