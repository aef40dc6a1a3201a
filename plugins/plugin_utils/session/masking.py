# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Hiding secrets in text that a device printed, before it is kept or shown.

A secret is known by how its ciphered form begins, or by the words before it. What may be one is hidden: a number of a
key chain that is lost is no harm, a community that is kept is.

Sources of the forms: command references of S5700, CloudEngine, S5130 and Catalyst; oxidized's models vrp, comware, ios and rgos.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MASK = "******"

# Ciphered text of VRP (%^%#…%^%# and its like, $1a$…$) and Comware ($c$3$…, $h$6$…), wherever it stands.
_CIPHERED = re.compile(r"(?P<wrap>%[\^@$+]%[#@$%]?)\S*?(?P=wrap)|\$1[a-z]\$\S+|\$[ch]\$\d+\$\S+")
# Words that say how the secret behind them is written.
_FORMS = (
    r"[ \t]+(?:\d{1,2}|level[ \t]+\d+|role[ \t]+\S+|cipher|irreversible-cipher|simple|clear|plain|hash|sha256|encrypted|"
    r"read|write|ascii|authentication|accounting)(?=[ \t])"
)
_FORM = rf"(?:{_FORMS})*"
# What may follow instead of a secret: a word that says something else, or what hides one already.
_NONE = (
    rf"(?!{_FORM}[ \t]+(?:\*{{6}}|(?:address|alert|authentication-mode|chain|complexity-check|encryption|expire|generate|"
    r"history|hostname|keypair-name|policy|privacy-mode|pubkey-chain|recovery|rsa)(?![\w-])))"
)
# Words after which a line carries a secret and more. A key that is only spoken of ("all key pairs will be …") is none.
_WORD = (
    r"cipher|irreversible-cipher|simple|hash|pre-shared-key|shared-key(?:-cipher)?|community|securityname|wpa-psk|pass-phrase|"
    rf"(?:(?:radius|tacacs)-server|isakmp)[ \t]+key|key(?={_FORMS}|[ \t]+\S+[ \t]*$)|"
    r"authentication-key(?![ \t]+\d+[ \t]+(?:md5|hmac|cmac))|pin[ \t]+verify(?:[ \t]+auto)?|md5|hmac-sha\S*|"
    r"(?:auth|authentication-mode)[ \t]+(?:hmac-)?(?:md5|sha)[\w-]*(?:[ \t]+\d{1,3}(?=[ \t]))?|"
    r"(?:priv|privacy-mode)[ \t]+(?:3?des|aes)[\w-]*(?:[ \t]+(?:128|192|256)(?=[ \t]))?|"
    r"snmp-server[ \t]+host[ \t]+\S+(?:[ \t]+(?:traps|informs))?"
    r"(?:[ \t]+version[ \t]+(?:1|2c|3(?:[ \t]+(?:noauth|auth|priv))?))?"
)
# In the second form the rest of the line is the secret: IOS takes blanks in a password.
_SECRET = re.compile(
    rf"(?im)(?<![\w-])(?P<head>(?:{_WORD}){_NONE}{_FORM})[ \t]+\S+"
    rf"|(?<![\w-])(?P<last>(?:password|secret|key-string){_NONE}{_FORM})[ \t]+\S[^\n]*"
)


def masked(text: str, secrets: Iterable[str] = ()) -> str:
    """Return `text` without secrets.

    Args:
        text: configuration text or a device's answer.
        secrets: values to hide wherever they stand, such as the account's password.
    """
    for secret in secrets:
        if secret:
            text = text.replace(secret, MASK)
    return _SECRET.sub(lambda found: f"{found['head'] or found['last']} {MASK}", _CIPHERED.sub(MASK, text))
