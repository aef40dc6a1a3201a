# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What devices answer: to a line that they carried out, and to one that an account may not type.

A line of a configuration was carried out if the device said nothing, or nothing but what its platform lists as harmless.
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


def unexplained(harmless: tuple[Harmless, ...], answer: str) -> str:
    """Return what is left of the answer to a configuration line without the texts that mean no refusal."""
    return _pattern(harmless).sub("", answer).strip("\n")


def is_denial(answer: str) -> bool:
    """Tell whether an answer as a whole says that the account may not do what it asked for."""
    lines = [line for line in answer.splitlines() if line.strip(" ^")]
    return 0 < len(lines) <= _SHORT and any(_DENIED.search(line) for line in lines)


@lru_cache
def _pattern(harmless: tuple[Harmless, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"^[ \t]*(?:{row.pattern})[ \t]*$" for row in harmless), re.MULTILINE)
