# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The text of the small system files: network, resolver, clock, kernel, screen, and the home page's data."""

from __future__ import annotations

import json
from typing import Any, Dict

from govkiosk_terminal.settings import Settings

# What any keyboard can type at most: characters, digits, Enter, Tab, Backspace, and no modifier by its name.
KEYMAP = "/usr/share/govkiosk/keymap/reader.xkb"
_BANNER = "# Written by govkiosk-configure from /etc/govkiosk/terminal.json; do not edit."


def network(settings: Settings, interface: str) -> str:
    """Return the systemd-networkd file that keeps the address the installer set (6.4-b), and nothing else.

    No DHCP, no router advertisement, no link-local address. `KeepConfiguration` lets the running connection live
    through a reload.
    """
    return f"""{_BANNER}
[Match]
Name={interface}

[Network]
Address={settings.network.address}
Gateway={settings.network.gateway}
DHCP=no
LinkLocalAddressing=no
IPv6AcceptRA=no
LLMNR=no
MulticastDNS=no
KeepConfiguration=yes
"""


def resolv_conf(settings: Settings) -> str:
    """Return resolv.conf with the extranet's resolvers only."""
    lines = [f"nameserver {resolver}" for resolver in settings.network.resolvers[:3]]
    return "\n".join([_BANNER, *lines, "options timeout:2 attempts:2", ""])


def chrony_conf(settings: Settings) -> str:
    """Return chrony.conf: the extranet's time servers, no public pool (Debian's default has one), no listening port."""
    servers = [f"server {server} iburst" for server in settings.network.time_servers]
    rest = ["driftfile /var/lib/chrony/chrony.drift", "makestep 1 3", "rtcsync", "port 0", "cmdport 0", ""]
    return "\n".join([_BANNER, *servers, *rest])


def sshd(settings: Settings) -> str:
    """Return sshd's part: a key of the operations network's, and no way through to anywhere (6.4-e).

    Source: sshd_config(5) of OpenSSH 9.2.
    """
    users = " ".join(f"*@{network}" for network in settings.network.operations)
    return f"""{_BANNER}
AuthenticationMethods publickey
PasswordAuthentication no
KbdInteractiveAuthentication no
HostbasedAuthentication no
GSSAPIAuthentication no
PermitEmptyPasswords no
PermitRootLogin prohibit-password
AllowUsers {users}
DisableForwarding yes
PermitTunnel no
GatewayPorts no
PermitUserEnvironment no
UseDNS no
MaxAuthTries 3
LoginGraceTime 30
"""


def kernel_values(interface: str) -> Dict[str, str]:
    """Return the per-NIC kernel values: IPv6 off, as the extranet policy is IPv4 and a second way out is a leak (6.4-e)."""
    # A sysctl key separates with dots, an interface such as eth0.110 has dots itself: slashes work for both.
    base = f"net/ipv6/conf/{interface}"
    return {
        f"{base}/accept_ra": "0",
        f"{base}/autoconf": "0",
        f"{base}/disable_ipv6": "1",
        f"net/ipv4/conf/{interface}/accept_redirects": "0",
        f"net/ipv4/conf/{interface}/send_redirects": "0",
    }


def sysctl(interface: str) -> str:
    """Return the sysctl.d file with `kernel_values`."""
    return "\n".join([_BANNER, *(f"{key} = {value}" for key, value in sorted(kernel_values(interface).items())), ""])


def sway_config(settings: Settings) -> str:
    """Return sway's configuration: one output of the configured size, one full-screen client, not one key binding."""
    screen = settings.screen
    if screen.backend == "headless":
        output = f"output HEADLESS-1 resolution {screen.width}x{screen.height} scale 1"
    elif screen.width < screen.height:
        output = f"output * mode {screen.height}x{screen.width} transform 90 scale 1"
    else:
        output = f"output * mode {screen.width}x{screen.height} scale 1"
    return f"""{_BANNER}
{output}
output * bg #0b3a6f solid_color
xwayland disable
default_border none
default_floating_border none
focus_on_window_activation none
seat * hide_cursor 1
input type:keyboard xkb_file {KEYMAP}
for_window [app_id=".*"] fullscreen enable
exec /usr/sbin/govkiosk-session
"""


def screen_env(settings: Settings) -> str:
    """Return the environment of the screen service: which wlroots backend draws, which names the browser may resolve."""
    lines = ["WLR_RENDERER=pixman", "WLR_BACKENDS=headless", "WLR_HEADLESS_OUTPUTS=1", "WLR_LIBINPUT_NO_DEVICES=1"]
    if settings.screen.backend == "drm":
        lines = ["WLR_BACKENDS=drm,libinput", "LIBSEAT_BACKEND=logind"]
    own = [
        f"GOVKIOSK_BACKEND={settings.screen.backend}",
        f"GOVKIOSK_NAMES={','.join(settings.names)}",
        f"GOVKIOSK_KEYBOARDS={','.join(settings.keyboards)}",
    ]
    return "\n".join([*lines, *own, ""])


def keyboard_rules(settings: Settings) -> str:
    """Return the udev rules: the screen's compositor opens no keyboard and no device with keys but the named readers.

    A touch panel may have a key of its own; one that calls itself a whole keyboard as well is none.
    Source: libinput, "Ignoring specific devices" (LIBINPUT_IGNORE_DEVICE); udev's input_id (ID_INPUT_*).
    """
    ignore = 'ENV{LIBINPUT_IGNORE_DEVICE}="1"'
    event = 'SUBSYSTEM=="input", KERNEL=="event*"'
    lines = [
        _BANNER,
        f'{event}, ENV{{ID_INPUT_KEYBOARD}}=="1", {ignore}',
        f'{event}, ENV{{ID_INPUT_KEY}}=="1", ENV{{ID_INPUT_TOUCHSCREEN}}!="1", {ignore}',
    ]
    for keyboard in settings.keyboards:
        vendor, product = keyboard.split(":")
        device = f'ATTRS{{id/bustype}}=="0003", ATTRS{{id/vendor}}=="{vendor}", ATTRS{{id/product}}=="{product}"'
        lines.append(f'{event}, {device}, ENV{{LIBINPUT_IGNORE_DEVICE}}="0"')
    return "\n".join([*lines, ""])


def screen_seat(settings: Settings) -> str:
    """Return the unit drop-in: a panel needs a logind session on the first virtual terminal, a picture in memory does not."""
    if settings.screen.backend == "headless":
        return _BANNER + "\n"
    return f"""{_BANNER}
[Unit]
Conflicts=getty@tty1.service
After=systemd-user-sessions.service getty@tty1.service
[Service]
PAMName=login
TTYPath=/dev/tty1
StandardInput=tty-fail
UtmpIdentifier=tty1
UtmpMode=user
"""


def machine_info(settings: Settings) -> str:
    """Return machine-info(5), so that the operating system itself knows which terminal it is."""
    name = settings.site_name.replace('"', "")
    return f'PRETTY_HOSTNAME="{settings.terminal} {name}"\nDEPLOYMENT="kiosk"\n'


def home_config(settings: Settings, version: str) -> Dict[str, Any]:
    """Return what the home page shows around the items."""
    return {
        "version": version,
        "terminal": settings.terminal,
        "site": settings.site_name,
        "authority": settings.authority,
        "hotline": settings.hotline,
        "idle_seconds": settings.idle_seconds,
    }


def home_items(settings: Settings) -> Dict[str, Any]:
    """Return the online list of service items (7.7) as the home page reads it."""
    return {"version": settings.items_version, "items": list(settings.items)}


def as_json(data: object) -> str:
    """Return JSON that is the same for the same data, and readable."""
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
