# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Values that the tests of the terminal share."""

from __future__ import annotations

from ipaddress import IPv4Interface
from pathlib import Path

# A throwaway certificate that signs nothing; its dates do not matter, as nobody checks them.
CA_PEM = (Path(__file__).parent / "throwaway-ca.pem").read_text(encoding="ascii")
ADDRESS = IPv4Interface("10.96.128.2/27")
