# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Where the modules run that log in to no host."""

from __future__ import annotations


class ModuleDocFragment:
    """The attribute of all modules that are actions of the controller alone."""

    DOCUMENTATION = r"""
attributes:
  platform:
    support: full
    platforms: posix
    description: Runs on the controller.
"""
