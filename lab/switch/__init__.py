# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The lab's switch: a command line over SSH whose running configuration is what packets meet.

It is written from vendors' manuals and captured transcripts and shares no code with the product it tests, so that a
misunderstanding of a platform cannot be on both sides (`docs/lab-switch.md` names the source of each rule).
"""

from __future__ import annotations
