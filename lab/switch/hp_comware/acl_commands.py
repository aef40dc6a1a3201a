# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Opening and deleting ACLs.

An ACL that is applied may be deleted; its filter then has no rules (unverified, `docs/lab-switch-hp_comware.md`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.hp_comware.words import STYLE, TABLE, command
from lab.switch.vrp_style import acl_commands
from lab.switch.vrp_style.acl import Acl
from lab.switch.vrp_style.acl_commands import family_of

if TYPE_CHECKING:
    from lab.switch.context import Answer, Context
    from lab.switch.matcher import Match

_NUMBER = "{ basic <2000-2999:acl> | advanced <3000-3999:acl> | number <2000-3999:acl> }"
_FRAMES = ("acl mac <4000-4999:acl>", "acl number <4000-4999:acl>")
acl_commands.enter(TABLE, STYLE)


@command("system", f"acl [ ipv6 ] {_NUMBER}", *_FRAMES)
def _open_acl(context: Context, match: Match) -> Answer:
    key = family_of(match), match.get("acl")
    context.view = acl_commands.view_of(context.configuration.acls.setdefault(key, Acl(*key, STYLE)))
    return None


@command("system", f"undo acl [ ipv6 ] {_NUMBER}", *(f"undo {syntax}" for syntax in _FRAMES))
def _undo_acl(context: Context, match: Match) -> Answer:
    if context.configuration.acls.pop((family_of(match), match.get("acl")), None) is None:
        raise STYLE.refuse("The ACL does not exist.")
    return None


@command("system", "undo acl [ ipv6 ] all", "undo acl mac all")
def _undo_all_acls(context: Context, match: Match) -> Answer:
    acls = context.configuration.acls
    context.configuration.acls = {key: acl for key, acl in acls.items() if acl.family != family_of(match)}
    return None
