# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The forms of the lines that devices print of their own accord: what can be set on one vendor's device can be on the other's."""

from __future__ import annotations

from ..device.log_lines import LogForm, one_of

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
LOG_LINE = one_of(LOG_FORMS)
