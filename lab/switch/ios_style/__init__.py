# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What Cisco's IOS and Ruijie's RGOS have in common; `cisco_ios/` and `ruijie_os/` hold what differs."""

from __future__ import annotations
