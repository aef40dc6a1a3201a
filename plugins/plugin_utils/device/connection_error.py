# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Why no session came about, told apart: an answer that did not come is no refused password, and neither is a hang-up.

paramiko tells most of them by the text of one of two exceptions (4.0.0: `auth_handler.py`, `transport.py`), and netmiko
puts one text of its own in place of each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import paramiko
from netmiko.exceptions import NetmikoAuthenticationException, NetmikoTimeoutException

from ...module_utils.message import say
from ...module_utils.plain_text import one_line
from ..base import host_keys
from ..base.device import DeviceError, Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ..base.device import Device

_WRONG_PASSWORD = say("check ansible_user and ansible_password (vault or environment) of this switch")
_NO_PASSWORDS = say("let this account log in with a password over SSH on the switch")
_ONE_TIME = say("let this account log in with its password alone; a code of one use is for people")
_NO_ROUTE = say("check the switch's power, its uplink and its route from the operations network")
_SLOW = say(
    "find out what the switch waits for (its RADIUS or TACACS server, a name server, a busy processor); then run again"
)
_LINES = say("look for sessions that were left open on the switch (its VTY lines may all be taken); then run again")


def of(
    device: Device, error: BaseException, known: Collection[paramiko.PKey], asked: Sequence[str] = ()
) -> DeviceError:
    """Return what an exception of paramiko or netmiko says of a log-in.

    Args:
        device: the device that was to be logged in to.
        error: what was raised.
        known: the keys on file for the device.
        asked: what the device asked at the log-in, in place of taking a password.
    """
    cause = _cause(error)
    return (
        _wrong_key(device, cause, known)
        or _second_question(device, cause, asked)
        or _no_login(device, cause)
        or _no_shell(device, cause)
        or _no_way(device, cause)
    )


def reason(error: BaseException, seconds: float) -> str:
    """Return in a few words why there is no connection or no key exchange.

    Args:
        error: what was raised.
        seconds: how long each answer was waited for.
    """
    if isinstance(error, paramiko.ssh_exception.NoValidConnectionsError):
        error = next(iter(error.errors.values()))
    said = " ".join(str(error).split())
    # What failed to read the greeting is the context, its text is empty.
    greeting = error.__context__ if said.startswith("Error reading SSH protocol banner") else None
    # paramiko waits for the key exchange for so long, says nothing, and then finds no session.
    if isinstance(error, TimeoutError) or isinstance(greeting, TimeoutError) or said == "No existing session":
        return say("no answer within {seconds:g} s", seconds=seconds)
    if isinstance(error, EOFError) or isinstance(greeting, EOFError) or said == "Negotiation failed.":
        return say("it hung up before the keys were exchanged")
    if isinstance(error, OSError):
        return (error.strerror or said).strip().lower()
    return said or type(error).__name__


def _cause(error: BaseException) -> BaseException:
    """Return what paramiko said: netmiko's words stand in its place, with it as their context."""
    told_by_netmiko = isinstance(error, NetmikoTimeoutException | NetmikoAuthenticationException)
    return error.__context__ if told_by_netmiko and error.__context__ else error


def _wrong_key(device: Device, cause: BaseException, known: Collection[paramiko.PKey]) -> DeviceError | None:
    match cause:
        case host_keys.UnknownKeyError():
            return host_keys.unknown(device, cause.key)
        case paramiko.BadHostKeyException():
            return host_keys.changed(device, cause.key, known)
        case paramiko.ssh_exception.IncompatiblePeer() if "host key" in str(cause) and known:
            return host_keys.changed(device, None, known)
    return None


def _second_question(device: Device, cause: BaseException, asked: Sequence[str]) -> DeviceError | None:
    if len(asked) < 2 or not isinstance(cause, paramiko.SSHException | NetmikoAuthenticationException):
        return None
    what = say(
        "{address} asks {user} for more than a password at the log-in: '{question}'",
        address=device.address, user=device.user, question=one_line(asked[-1], 80),
    )  # fmt: skip
    return DeviceError(Kind.LOGIN, what, host=device.host, fix=_ONE_TIME, id="login-second-question")


def _no_login(device: Device, cause: BaseException) -> DeviceError | None:
    if not isinstance(cause, paramiko.AuthenticationException | NetmikoAuthenticationException):
        return None
    who = {"address": device.address, "user": device.user}
    if isinstance(cause, paramiko.BadAuthenticationType):
        what = say("{address} takes no password for the log-in of {user}", **who)
        return DeviceError(Kind.LOGIN, what, host=device.host, fix=_NO_PASSWORDS, id="login-no-passwords")
    if "timeout" in str(cause):
        what = say(
            "{address} did not answer the log-in of {user} within {seconds:g} s: neither yes nor no",
            seconds=device.timeout, **who,
        )  # fmt: skip
        return DeviceError(Kind.SILENT, what, host=device.host, fix=_SLOW, id="login-silent")
    if "shut down" in str(cause):
        what = say("{address} hung up during the log-in of {user}: neither yes nor no", **who)
        return DeviceError(Kind.DROPPED, what, host=device.host, fix=_LINES, id="login-dropped")
    what = say("{address} refused the log-in of {user}", **who)
    return DeviceError(Kind.LOGIN, what, host=device.host, fix=_WRONG_PASSWORD, id="login-refused")


def _no_shell(device: Device, cause: BaseException) -> DeviceError | None:
    who = {"address": device.address, "user": device.user}
    if isinstance(cause, paramiko.ChannelException) or "Channel closed" in str(cause):
        kind, what = Kind.LOGIN, say("{address} took the log-in of {user} and refused a command line", **who)
    elif "Timeout opening channel" in str(cause):
        kind, what = Kind.SILENT, say("{address} took the log-in of {user} and did not open a command line", **who)
    elif "Unable to open channel" in str(cause):
        what = say("{address} took the log-in of {user} and hung up when asked for a command line", **who)
        kind = Kind.DROPPED
    else:
        return None
    return DeviceError(kind, what, host=device.host, fix=_LINES, id=f"command-line-{kind}")


def _no_way(device: Device, cause: BaseException) -> DeviceError:
    what = say(
        "{address} port {port} is unreachable: {reason}",
        address=device.address, port=device.port, reason=reason(cause, device.timeout),
    )  # fmt: skip
    return DeviceError(Kind.UNREACHABLE, what, host=device.host, fix=_NO_ROUTE)
