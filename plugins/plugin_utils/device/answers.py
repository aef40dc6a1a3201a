# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What devices answer: to a line that they carried out, and to one that an account may not type.

A line of a configuration was carried out if the device said nothing, or nothing but what is listed here for its platform.
What a refusal looks like nobody can list: a TACACS+ server may have any text shown (RFC 8907, section 6.2, `server_msg`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class Harmless(NamedTuple):
    """One text that means no refusal: the whole of it as a pattern, an example, and where it is from."""

    pattern: str
    example: str
    source: str


_PORTFAST = (
    Harmless(
        r"%Warning: ?portfast should only be enabled on ports connected to a single\s+host\.(?:.|\n){0,300}?"
        r"can cause temporary (?:bridging )?loops\.(?:\s+Use with CAUTION)?",
        "%Warning: portfast should only be enabled on ports connected to a single\n host. Connecting hubs, concentrators, "
        "switches, bridges, etc... to this\n interface  when portfast is enabled, can cause temporary bridging loops.\n"
        " Use with CAUTION",
        "Cisco, Configuring Optional Spanning-Tree Features; RGOS unverified",
    ),
    Harmless(
        r"%Portfast has been configured on \S+(?: \S+)? but will only\s+have effect when the interface is in a "
        r"non-trunking mode\.",
        "%Portfast has been configured on GigabitEthernet1/0/1 but will only\n have effect when the interface is in a "
        "non-trunking mode.",
        "the same",
    ),
    Harmless(
        r"% ?Access VLAN does not exist\. Creating vlan \d+", "% Access VLAN does not exist. Creating vlan 110",
        "Cisco, Configuring VLANs; RGOS unverified",
    ),
)  # fmt: skip
_VRP = (
    Harmless(
        r"Info: (?:This operation may take a few seconds\. )?Please wait for a moment\.*[ \t]*(?:[Dd]one[.!]?)?",
        "Info: This operation may take a few seconds. Please wait for a moment...done.",
        "Huawei S-series command reference, vlan batch",
    ),
    Harmless(
        r"Info: Interface \S+ (?:has already been shutdown|is not shutdown)\.",
        "Info: Interface GigabitEthernet0/0/1 is not shutdown.",
        "Huawei S-series command reference, shutdown",
    ),
    Harmless(
        r"Info: \d+ static user-bind item\(s\) (?:added|deleted)\.", "Info: 1 static user-bind item(s) added.",
        "public transcripts of user-bind static",
    ),
    Harmless(
        r"Info: (?:Add|Delete) permit rule for (?:dynamic )?snooping bind-table, please wait a minute!?[ \t]*(?:[Dd]one[.!]?)?",
        "Info: Add permit rule for dynamic snooping bind-table, please wait a minute!done!",
        "ip source check user-bind enable; unverified",
    ),
)  # fmt: skip
#: By platform.
HARMLESS: dict[str, tuple[Harmless, ...]] = {
    "cisco_ios": _PORTFAST,
    "hp_comware": (
        Harmless(
            r"Edge port should only be connected to terminal\.(?:.|\n){0,300}?carefully[.!]?",
            "Edge port should only be connected to terminal. It will cause temporary loops if port\n"
            "GigabitEthernet1/0/1 is connected to bridges. Please use it carefully.",
            "H3C, Layer 2 - LAN Switching Command Reference: stp edged-port",
        ),
        Harmless(
            r"Please wait\.*[ \t]*Done\.", "Please wait... Done.",
            "H3C, Layer 2 - LAN Switching Configuration Guide: vlan, port link-type; port-security enable unverified",
        ),
    ),
    "huawei_vrp": _VRP,
    "huawei_vrpv8": _VRP,
    "ruijie_os": _PORTFAST,
}  # fmt: skip

# Sources: Cisco IOS Security Command Reference, aaa authorization; Huawei NetEngine configuration guide, HWTACACS
# ("Failed to pass the authorization"); H3C Fundamentals Command Reference, RBAC ("Permission denied").
_DENIED = re.compile(
    r"(?i)authori[sz]ation (?:has |was |is )?(?:failed|failure|denied|rejected)|failed to pass the authori[sz]ation|"
    r"(?:not|un) ?authori[sz]ed|(?:permission|access|privilege|command)s? (?:has been |was |is )?(?:denied|rejected)|"
    r"\bno (?:permission|privilege|right|authority)|\bnot (?:permitted|allowed)|insufficient (?:privilege|permission|right)|"
    r"(?:sufficient|enough|higher) (?:privilege|permission|right)|权限|授权|拒绝"
)
# A refusal is short; in a long answer such words are somebody's description.
_SHORT = 3


def unexplained(platform: str, answer: str) -> str:
    """Return what is left of the answer to a configuration line without the texts that mean no refusal."""
    return _harmless(platform).sub("", answer).strip("\n")


def is_denial(answer: str) -> bool:
    """Tell whether an answer as a whole says that the account may not do what it asked for."""
    lines = [line for line in answer.splitlines() if line.strip(" ^")]
    return 0 < len(lines) <= _SHORT and any(_DENIED.search(line) for line in lines)


@lru_cache
def _harmless(platform: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"^[ \t]*(?:{row.pattern})[ \t]*$" for row in HARMLESS[platform]), re.MULTILINE)
