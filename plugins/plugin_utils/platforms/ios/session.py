# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a session with Cisco IOS and one with Ruijie RGOS have in common."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ....module_utils.message import say
from ...base.device import Kind
from ...device import answers
from ...device.switch_session import SwitchSession
from ..log_forms import LOG_LINE
from .port_states import port_states
from .sections import SECTIONS

if TYPE_CHECKING:
    from ...device.port_state import PortState

HARMLESS = (
    answers.Harmless(
        r"%Warning: ?portfast should only be enabled on ports connected to a single\s+host\.(?:.|\n){0,300}?"
        r"can cause temporary (?:bridging )?loops\.(?:\s+Use with CAUTION)?",
        "%Warning: portfast should only be enabled on ports connected to a single\n host. Connecting hubs, concentrators, "
        "switches, bridges, etc... to this\n interface  when portfast is enabled, can cause temporary bridging loops.\n"
        " Use with CAUTION",
        "Cisco, Configuring Optional Spanning-Tree Features; RGOS unverified",
    ),
    answers.Harmless(
        r"%Portfast has been configured on \S+(?: \S+)? but will only\s+have effect when the interface is in a "
        r"non-trunking mode\.",
        "%Portfast has been configured on GigabitEthernet1/0/1 but will only\n have effect when the interface is in a "
        "non-trunking mode.",
        "the same",
    ),
    answers.Harmless(
        r"% ?Access VLAN does not exist\. Creating vlan \d+", "% Access VLAN does not exist. Creating vlan 110",
        "Cisco, Configuring VLANs; RGOS unverified",
    ),
)  # fmt: skip


class IosStyleSession(SwitchSession):
    """One session with a switch of this style; its account has to have privilege 15."""

    # The prompt of an account that may only look ends in an angle bracket.
    prompt_format = r"(?:\A|\n)\s*(?P<prompt>(?P<name>{name}){view}[>#])\s*\Z"
    # A name may have blanks and brackets in it.
    any_name = r"[^\s#>%](?:[^\n#>]{0,61}[^\s#>])?"
    any_view = r"(?:\([^()\n]+\))?"
    any_prompt = re.compile(prompt_format.format(name=any_name, view=""))
    # Everything after a percent sign is an error but these: logs, warnings, and what a device does by itself.
    error = re.compile(
        r"(?m)^\s*(?:%(?![A-Z][A-Z0-9_]*-\d-|\s?Warning\b|Portfast has been configured|\s?Access VLAN does not exist)"
        r"|Command rejected|startup-config is not present)"
    )
    harmless = HARMLESS
    log_line = LOG_LINE
    sections = SECTIONS
    enter_configuration = "configure terminal"
    leave_configuration = "end"
    configuration_mark = ")#"
    show_running = "show running-config"
    show_saved = "show startup-config"
    last_line = "end"
    # Comments, and the lines around a configuration that tell its size.
    insignificant = re.compile(
        r"\s*!|Building configuration|Current configuration ?:|Using \d+ out of|ntp clock-period "
    )
    fleeting = re.compile(
        rf"{SwitchSession.fleeting.pattern}|Building configuration|Current configuration ?:|Using \d+ out of|ntp clock-period "
    )
    never_saved = re.compile(
        r"(?i)startup-config (?:is not present|does not exist)|non-volatile configuration memory (?:is |invalid or )?not present"
        r"|%Error opening \S*startup-config \((?:No such file|File not found)"
    )
    flash_fix = say("free space in the device's flash ({commands}); then run again", commands="dir, delete")
    startup_fix = say("run again; if it stays, compare show startup-config with show running-config at the device")
    show_reboot = "show reload"
    reboot_in = "reload in {minutes}"
    cancel_reboot_command = "reload cancel"

    def session_preparation(self) -> None:
        """Turn paging off and learn the prompt.

        Raises:
            DeviceError: the account may only look.
        """
        if self.prompt.endswith(">"):
            what = say(
                "{user} logged in without the privilege to change anything: the prompt is {prompt}",
                user=self.device.user, prompt=self.prompt,
            )  # fmt: skip
            fix = say("give the account privilege 15 on the switch")
            raise self._error(Kind.LOGIN, what, "", "", fix, id="privilege-none")
        super().session_preparation()
        if not self.device.any_name:
            self._see_privilege()

    def _see_privilege(self) -> None:
        """Make sure that the configuration is shown whole: below privilege 15, and in a parser view, parts are left out."""
        show = "show privilege"
        answer = self.ask(show)
        if not re.search(r"(?im)^\s*Current privilege level is 15\.?\s*$", answer):
            what = say(
                "{user} logged in without privilege 15, so that parts of the configuration are hidden from it: to "
                "'{command}' the device says {answer}",
                user=self.device.user, command=show, answer=self._brief(answer) or say("nothing"),
            )  # fmt: skip
            fix = say("give the account privilege 15 on the switch, and no parser view")
            raise self._error(Kind.LOGIN, what, show, answer, fix, id="privilege-low")

    def own_name(self) -> str:
        """Return a pattern of the device's name, which a configuration mode's prompt cuts off after 20 letters."""
        rest = r"[^\n#>]" if " " in self.base_prompt else r"[^\s#>]"
        return f"{re.escape(self.base_prompt[:16])}{rest}*"

    def check_config_mode(self, check_string: str = "", pattern: str = "", force_regex: bool = False) -> bool:
        """Tell from the prompt whether the session configures; a name may end like the prompt of a mode."""
        configures = super().check_config_mode(check_string, pattern, force_regex)
        return configures and self.prompt != f"{self.base_prompt}#"

    def read_ports(self, states: str, addresses: str) -> dict[str, PortState]:
        """Read what the device says to `show_ports`."""
        return port_states(self.port_names, states, addresses)

    def scheduled_reboot(self) -> int | None:
        """Return in how many minutes the device reboots by itself, None if it does not.

        Raises:
            DeviceError: the device says something of a reboot, but not when.
        """
        answer = self.ask(self.show_reboot)
        if re.search(r"(?i)no reload is scheduled", answer):
            return None
        seconds = {"hour": 3600, "minute": 60, "second": 1}
        left = re.findall(r"\b(\d+) (hour|minute|second)", answer)
        if not left:
            raise self._mute_about_reboot(answer)
        # Rounded up, so that a reboot just scheduled has all its minutes.
        return -(-sum(int(number) * seconds[unit] for number, unit in left) // 60)
