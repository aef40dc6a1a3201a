# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Where a secret stands in a line: the words before it, as the data of `redaction`.

A pattern is matched against one whole word in small letters. A row names the words that stand one behind the other before
a secret; between them and the secret may stand words that say how it is written (`FORMS`).

Sources: command references of S5700, CloudEngine, S5130, Catalyst and RG-S29 (AAA, SNMP, NTP, routing protocols, VRRP,
HSRP, MACsec, keychain, TR-069); oxidized's models vrp, comware, ios and rgos. What could be a secret is hidden: the number
of a key that is lost is no harm, a community that is kept is.

Runs on terminals too: standard library only, Python 3.8 syntax.
"""

from __future__ import annotations

from typing import NamedTuple, Tuple

# What stands in place of a secret.
MASK = "******"
WORD, REST = "word", "rest"


class Head(NamedTuple):
    """Words before a secret.

    Attributes:
        words: a pattern for each.
        hides: the next word, or the rest of the line, since IOS takes blanks in a password.
        within: the line has a word before them that fits this pattern; nothing is asked for if it is empty.
    """

    words: Tuple[str, ...]
    hides: str = WORD
    within: str = ""


_MODE = r"(?:[a-z0-9]+-)*authentication-mode"
_DIGEST = r"(?:hmac-|met-|m-)?(?:md5|sha|cmac)[\w-]*"
_PASSWORD = r"(?:[a-z0-9]+-)*(?:password|passwd|passphrase|secret)"

# snmp-server host A [vrf V] [traps|informs] [version 1|2c|3 [noauth|auth|priv]] …
_TRAP_HOSTS = tuple(
    Head(("snmp-server", "host", r"\S+", *vrf, *kind, *version))
    for vrf in ((), ("vrf", r"\S+"))
    for kind in ((), (r"traps?|informs?",))
    for version in ((), ("version", r"1|2c|3"), ("version", "3", r"noauth|auth|priv"))
)

HEADS = (
    Head((_PASSWORD,), REST),
    Head(("key-string",), REST),
    Head((r"cipher|irreversible-cipher|simple|hash|plain",)),
    Head((r"pre-shared-key|shared-key(?:-cipher)?|authentication-key|wpa-psk|psk|pass-phrase|securityname",)),
    Head((r"cak|ckn|imsi|iccid|msisdn|activation-code|bearer|api-?key",)),
    Head(("community",), within=r"snmp-?\w*"),
    Head(("community", r"read|write")),
    Head(("pin", "verify")),
    Head(("pin", "verify", "auto")),
    Head(("md5",)),
    Head((r"hmac-sha\S*",)),
    Head((rf"auth|{_MODE}", _DIGEST)),
    Head((rf"auth|{_MODE}", _DIGEST, r"\d{1,3}")),
    Head((r"priv|privacy-mode", r"3?des[\w-]*|aes[\w-]*")),
    Head((r"priv|privacy-mode", r"3?des[\w-]*|aes[\w-]*", r"128|192|256")),
    Head(("isakmp", "key")),
    Head(("key",), within=r"(?:radius|tacacs|hwtacacs)-?\w*|server-private"),
    Head(("authentication",), within=r"standby|vrrp|glbp"),
    Head((r"server-key|pmk|key-octet-string|set-key|community-map",)),
    Head(("psk", "set-key")),
    Head(("key", r"\d", "size", r"\d+(?:bit)?")),
    Head((r"static-wep-key", "encryption", r"40|104|128", r"ascii|hex", r"\d")),
    Head((r"enroll\w*", "challenge")),
    Head((r"trap|log-trap|logtrap",), within="rmon"),
    Head(("sxp", "default", "password"), REST),
    Head(("nhrp", "authentication")),
    Head(("mab", "request", "format", "attribute", "2")),
    # Keys of IPsec: OSPFv3's on IOS, manual ones on IOS (`set session-key`), Comware and VRP (`sa`).
    Head(("spi", r"\d+", r"md5|sha\S*")),
    Head(("spi", r"\d+", "esp", r"3?des")),
    Head(("spi", r"\d+", "esp", r"aes-cbc", r"128|192|256")),
    Head((r"sha1|authenticator",), within=r"ipsec|session-key"),
    Head(("session-key", r"inbound|outbound", "ah", r"\d+")),
    Head(("string-key", r"inbound|outbound", r"ah|esp")),
    Head(("hex-key", r"authentication|encryption", r"inbound|outbound", r"ah|esp")),
    Head((r"(?:authentication|encryption)-hex", r"inbound|outbound", r"ah|esp")),
    Head((r"encryption-key|message-auth-code-key",)),
    Head(("config-key", r"\d+|newpass|password-encrypt(?:ion)?"), REST),
    Head(("pem", "terminal"), REST),
    Head(("pem", "url", r"\S+"), REST),
    Head(("pkcs12", r"terminal|\w+:\S*"), REST),
    Head(("manager", "environment", r"\S*(?:pw|pass|pwd|secret|key|token|cred|pin)\S*"), REST),
    *_TRAP_HOSTS,
)
# `key` alone is one before a form, and before the last word of its line (`key 7 …`, `key Psk-1`).
KEY = "key"
#: Words that say how the secret behind them is written, and those that bring a value of their own along.
FORMS = (
    r"\d{1,2}|cipher|irreversible-cipher|simple|clear|plain|plaintext|hash|sha256|encrypted|read|write|ascii|text|hex|local|"
    r"hexadecimal|"
    r"remote|authentication|accounting|authorization|nonstandard|usual|rfc2453|rfc2082|rfc4822|md5|key-string|cak"
)
FORMS_OF_TWO = r"level|role|key-id|timeout"
#: What may follow in place of a secret: a word of the command that says something else.
NO_SECRET = (
    r"address|alert|authentication-mode|chain|complexity-check|control|encryption|expire|generate|history|hostname|"
    r"keypair-name|key-chain|ckn|cak|pass-phrase|pairs?|policy|privacy-mode|pubkey-chain|recovery|rsa|default|group|enable|disable"
)
#: What may follow a password's word besides: `password authentication is off`.
NO_PASSWORD = r"authentication"
#: Words for how a secret is written: no configuration line begins with one, and a sentence may (`hash mismatch`).
FORM_HEADS = r"cipher|simple|hash|plain|md5"
#: Words with a name behind them, which may be any word: `username host password …`.
NAMED = r"username|local-user|sent-username|neighbor|peer"
#: Words of a sentence about secrets, before and behind the word for one; a configuration line does not begin with those.
PROSE = (
    r"has|have|had|is|are|was|were|will|must|should|shall|needs?|may|can|cannot|expires?|expired|poses?|does|do|did|of|for|to|"
    r"and|or|in|on|at|by|with|not|again|change[ds]?|changing|characters?|refused|wrong|missing|mismatch|suites?|lists?|strings?|"
    r"before|after|verification|authentication|prompt|file|given|set|unset|unknown|known|recorded|shown|from|that|which|it|"
    r"\(vault|\(.*|\[.*|you|your|please|confirm|once|twice|here|there|centre|center|itself|only|than|pass|"
    r"sums?|differs?|tables?|text"
)
BEFORE = (
    r"an?|the|its?|your|our|their|old|new|initial|login|current|default|wrong|invalid|weak|host|public|ssh|signing|every|each|"
    r"no|this|that|another|unknown|duplicate|missing|required|other|same|any|is|are|was|very|tls|by|of|and|or|with|without|user's|terminal's|switch's|account's"
)
#: Words with which a line of a configuration begins that has a secret at its end.
CONFIGURATION = (
    r"username|local-user|enable|neighbor|peer|set|super|ppp|ip|user|line|snmp.*|undo|no|tr069|ftp|isis|ospf|rip|bgp"
)
