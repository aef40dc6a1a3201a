# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Opening and deleting ACLs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.huawei_vrp.words import STYLE, TABLE, command
from lab.switch.vrp_style import acl_commands
from lab.switch.vrp_style.acl import Acl
from lab.switch.vrp_style.acl_commands import family_of

if TYPE_CHECKING:
    from lab.switch.context import Answer, Context
    from lab.switch.huawei_vrp.configuration import Configuration
    from lab.switch.matcher import Match

_IN_USE = "The ACL is being used by the traffic-filter and can not be deleted."
_ACL = ("acl [ number ] <2000-3999:acl>", "acl [ number ] <4000-4999:acl>", "acl ipv6 [ number ] <2000-3999:acl>")
acl_commands.enter(TABLE, STYLE)


@command("system", *_ACL)
def _open_acl(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    key = family_of(match), match.get("acl")
    context.view = acl_commands.view_of(configuration.acls.setdefault(key, Acl(*key, configuration.style)))
    return None


@command("system", *(f"undo {syntax}" for syntax in _ACL))
def _undo_acl(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    acl = configuration.acls.get((family_of(match), match.get("acl")))
    if acl is None:
        raise STYLE.refuse("The ACL does not exist.")
    if configuration.users_of(acl):
        raise STYLE.refuse(_IN_USE)
    del configuration.acls[(acl.family, acl.number)]
    return None


@command("system", "undo acl all", "undo acl ipv6 all")
def _undo_all_acls(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    found = [acl for acl in configuration.acls.values() if acl.family == family_of(match)]
    if any(configuration.users_of(acl) for acl in found):
        raise STYLE.refuse(_IN_USE)
    for acl in found:
        del configuration.acls[(acl.family, acl.number)]
    return None
