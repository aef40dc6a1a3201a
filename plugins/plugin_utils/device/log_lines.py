# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines that a device prints of its own accord, in the middle of whatever it is asked.

They come in every form that a device's time stamps and sequence numbers can be set to, so that a form is a row here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class LogForm(NamedTuple):
    """One form of such lines: what one begins with, one of them, and where it is from."""

    pattern: str
    example: str
    source: str


_CISCO = "Cisco, Troubleshooting and Fault Management: service timestamps log, service sequence-numbers"
_HUAWEI = "Huawei, Information Center: format of logs; info-center timestamp"
_H3C = "H3C, Network Management and Monitoring: formats of log information; info-center timestamp"

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_NUMBER = r"(?:\d{1,10}: )?"
_TIME = r"\d{1,2}:\d\d:\d\d"
LOG_FORMS = (
    LogForm(r"%[A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+)*-[0-7]-\w+", "%LINK-3-UPDOWN: Interface Gi1/0/9, up", _CISCO),
    LogForm(
        rf"{_NUMBER}[*.#%]?{_MONTH} +\d{{1,2}} (?: ?\d{{4}} )?{_TIME}",
        "000123: *Nov 25 2026 09:00:00.123 CST: %LINK-3-UPDOWN: Interface Gi1/0/9, up", _CISCO,
    ),
    LogForm(rf"{_NUMBER}\*?{_TIME}(?:\.\d+)?: ", "00:12:34: %LINK-3-UPDOWN: Interface Gi1/0/9, up", _CISCO),
    LogForm(rf"{_NUMBER}\*?(?:\d+[ywdhms])+: ", "1w2d: %LINK-3-UPDOWN: Interface Gi1/0/9, up", _CISCO),
    LogForm(r"\d{1,10}: ", "000123: %LINK-3-UPDOWN: Interface Gi1/0/9, up", _CISCO),
    LogForm(r"<\d{1,3}>", "<189>1 2026-11-25T09:00:00.123456Z hall SYS 5 CONFIG_I - by somebody", "RFC 5424, section 6"),
    LogForm(r"\*{3}(?:\s|\Z)", "*** --- SHUTDOWN in 0:01:00 ---", "Cisco, Configuration Fundamentals: reload; send"),
    LogForm(
        rf"[#%*]?\[?\d{{2,4}}[-/]\d{{1,2}}[-/]\d{{1,2}}[ T-]+{_TIME}",
        "[2026-11-25 09:00:00] SW1 LOGIN: somebody from 10.96.0.9", _HUAWEI,
    ),
    LogForm(r"[#%*]?\d+\.\d+ \S+ \S+/[0-7]/", "#0.22450 SW1 IFNET/2/LINKDOWN:OID 1.3.6.1", _HUAWEI + " (boot)"),
    LogForm(r"(?:\S+ )?%%\d\d\w+/[0-7]/", "SW1 %%01IFNET/4/LINK_STATE(l)[0]:The line protocol is up.", _HUAWEI),
    LogForm(r"[#%*]\S+ [A-Z][A-Z0-9_]+/[0-7]/", "%SW1 SHELL/5/SHELL_LOGIN: somebody logged in", _H3C + " (none)"),
    LogForm(r"%@\d+", "%@58%Nov 25 09:00:00:123 2026 SW1 SHELL/5/SHELL_LOGIN: somebody logged in", _H3C),
    LogForm(
        rf"\S+: {_NUMBER}[*.]?{_MONTH} +\d{{1,2}} ", "hall-sw: *Nov 25 09:00:00: %LINK-3-UPDOWN: Gi1/0/9, up",
        _CISCO + "; logging origin-id",
    ),
)  # fmt: skip
_LOG = re.compile("|".join(f"(?:{form.pattern})" for form in LOG_FORMS))
# Nor does a line of any configuration begin like these, outside of a greeting; as an answer they may be a refusal.
_NO_CONFIGURATION = re.compile(r"%|(?:Info|Warning|Error|Notice|Caution) ?(?:\[\d+\])?:")
# A section whose further lines matter to the proof: a port's, a VLAN's, an access list's. The whole line is looked at, since
# messages begin with such words, too: `vlan 20 is down`, `interface X is up`.
_WATCHED = re.compile(
    r"interface \d*[A-Za-z-]+ ?\d\S*(?: mode \S+)?|interface range \S.*|vlan (?:batch |range )?\d[\d ,to-]*|"
    r"acl (?:ipv6 )?(?:(?:mac|user-defined|basic|advanced) )?(?:number |name )?[\w-]+(?: (?:advance|basic))?(?: \d+)?"
    r"(?: name \S+)?(?: match-order \w+)?|"
    r"(?:ip|ipv6|mac|expert) access-list(?: (?:extended|standard))? \S+"
)
# What else may stand at the margin behind one without the separator between sections.
_END = re.compile(
    r"[!#]+|return|end|exit|quit|aaa|line (?:con|console|vty|aux|tty|class|\d)\b.*|user-interface .*\d|"
    r"(?:router|policy-map|class-map|route-map|traffic|domain|local-user) \S+.*"
)


def is_log(line: str) -> bool:
    """Tell whether a line is one that a device prints of its own accord."""
    return _LOG.match(line) is not None


def strangers(lines: list[str]) -> Iterator[str]:
    """Yield those lines of a configuration, its greetings left out, that are none of it.

    A line at the margin that stands between a line of a port, a VLAN or an access list and further ones of the same
    section is none either, whatever it looks like and however many there are: what follows would be read as its own.
    """
    watched = False
    between: list[str] = []
    for line in lines:
        said = line.strip()
        if is_log(said) or _NO_CONFIGURATION.match(said):
            yield said
        elif not said:
            continue
        elif line[0].isspace():
            yield from between
            between = []
        elif _WATCHED.fullmatch(said) or _END.fullmatch(said) or not watched:
            watched, between = _WATCHED.fullmatch(said) is not None, []
        else:
            between.append(said)
