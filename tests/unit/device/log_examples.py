# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines that devices print of their own accord: an example of each form, and the same words in another notation."""

from __future__ import annotations

from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.log_forms import LOG_FORMS

# Forms of the same words in another notation, each seen in the field or named by a manual's options.
LOGS = [
    *(form.example for form in LOG_FORMS),
    "000123: Nov 25 09:00:00.123: %LINK-3-UPDOWN: Interface GigabitEthernet1/0/9, changed state to up",
    ".Nov 25 09:00:00.123: %LINK-3-UPDOWN: Interface GigabitEthernet1/0/9, changed state to up",
    "Nov 25 2026 09:00:00 CST: %LINK-3-UPDOWN: Interface GigabitEthernet1/0/9, changed state to up",
    "*Mar  1 00:12:34: %LINEPROTO-5-UPDOWN: Line protocol on Interface GigabitEthernet1/0/9, changed state to up",
    "1d02h: %LINK-3-UPDOWN: Interface GigabitEthernet1/0/9, changed state to up",
    "000123: 00:12:34: %LINK-3-UPDOWN: Interface GigabitEthernet1/0/9, changed state to up",
    "%SW_MATM-4-MACFLAP_NOTIF: Host 5489.9800.0101 in vlan 110 is flapping",
    "%DOT1X-SW1-5-FAIL: Authentication failed",
    "000123: *Nov 25 09:00:00: %LINK-3-UPDOWN: Interface GigabitEthernet 0/9, changed state to up.",
    "*Nov 25 09:00:00: hall-sw %LINK-3-UPDOWN: Interface GigabitEthernet 0/9, changed state to up.",
    "Nov 25 2026 09:00:00+08:00 SW1 %%01IFNET/4/LINK_STATE(l)[0]:The line protocol is up.",
    "Nov 25 2026 09:00:00.480+08:00 SW1 %%01SSH/4/SSHUSER_LOGIN(s):CID=0x80;somebody logged in.",
    "#Nov 25 2026 09:00:00 SW1 IFNET/2/linkDown_active:OID 1.3.6.1.6.3.1.1.5.3",
    "2026-11-25 09:00:00 SW1 %%01SHELL/4/LOGIN(l): somebody logged in",
    "2026/11/25 09:00:00.123+08:00 SW1 SHELL: somebody logged in",
    "%Nov 25 09:00:00:123 2026 SW1 SHELL/5/SHELL_LOGIN: engineer logged in from 10.96.0.9.",
    "%2026-11-25T09:00:00 SW1 SHELL/5/SHELL_LOGIN: engineer logged in",
    "*** --- SHUTDOWN in 0:05:00 ---",
    "***",
    "*** Message from tty1 to all terminals: maintenance at 18:00",
    "Warning: The password of somebody will expire.",
    "Info: The max number of VTY users is 10.",
]
