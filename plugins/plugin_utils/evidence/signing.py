# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What anchors are signed with: a key of its own, and what a city adds to it: an SM2 key, an RFC 3161 time stamp server.

Named by the environment, never by the inventory: GOVKIOSK_SIGNING_KEY (an OpenSSH Ed25519 key, or the `.pub` of one that an
agent holds), GOVKIOSK_SM2_KEY (PEM), GOVKIOSK_TSA_URL.
"""

from __future__ import annotations

import base64
import os
import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from ...module_utils.message import say, told_by
from ...module_utils.verify_evidence import NAMESPACE, PATIENCE, PRINCIPAL, SM2_ID
from ..base import atomic_file
from ..base.errors import KioskError
from ..base.problem import Where

KEY, SM2_KEY, TSA_URL = "GOVKIOSK_SIGNING_KEY", "GOVKIOSK_SM2_KEY", "GOVKIOSK_TSA_URL"
_SECONDS = 10  # for the time stamp server
_LONGEST_REPLY = 1 << 16  # bytes; with its certificates it is some thousand
STEP = "ansible-playbook playbooks/evidence.yml -e key=new"
# A line of allowed signers: principals, options, the key.
_WORD = r'(?:[^\s"]|"(?:[^"\\]|\\.)*")+'
_SIGNER = re.compile(rf"\s*({_WORD})\s+(?:({_WORD})\s+)?((?:ssh-|ecdsa-|sk-)\S+\s+[A-Za-z0-9+/=]+(?:\s.*)?)")
_BEFORE = re.compile(r'(?i)(?:^|,)valid-before="(?P<time>[0-9]+Z?)"')


@dataclass(frozen=True)
class Signed:
    """The signatures over one anchor, in base64 by their means, and what could not be had."""

    signatures: Mapping[str, str]
    note: str = ""


@dataclass(frozen=True)
class Signer:
    """What signs anchors on this controller."""

    key: Path
    sm2: Path | None = None
    tsa: str = ""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Signer | None:
        """Return what the environment names; None if it names no key.

        Raises:
            KioskError: it names a means beside a key, and no key.
        """
        key, sm2, tsa = (environment.get(name, "") for name in (KEY, SM2_KEY, TSA_URL))
        if not key and (sm2 or tsa):
            name = SM2_KEY if sm2 else TSA_URL
            what = say("{name} is set, and {key} is not", name=name, key=KEY)
            raise KioskError(what, fix=say("set {key} too, or neither", key=KEY), id="means-without-key")
        if tsa and urlsplit(tsa).scheme not in ("http", "https"):
            what, fix = say("{name} is no URL", name=TSA_URL), say("write http://… or https://…")
            raise KioskError(what, where=tsa, fix=fix, id="tsa-no-url")
        return cls(Path(key), Path(sm2) if sm2 else None, tsa) if key else None

    def sign(self, body: bytes) -> Signed:
        """Sign an anchor. A time stamp that cannot be had is told; it does not keep the anchor from being made.

        Raises:
            KioskError: a key does not sign.
        """
        command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(self.key), "-n", NAMESPACE]
        armoured = _run(command, body, self.key, KEY).decode("ascii", "replace").split()
        signatures = {
            "ssh": "".join(word for word in armoured if not word.startswith(("-", "BEGIN", "END", "SSH", "SIG")))
        }
        if self.sm2:
            command = ["openssl", "dgst", "-sm3", "-sign", str(self.sm2), "-sigopt", SM2_ID]
            signatures["sm2"] = base64.b64encode(_run(command, body, self.sm2, SM2_KEY)).decode()
        if not self.tsa:
            return Signed(signatures)
        query = _run(
            ["openssl", "ts", "-query", "-data", "/dev/stdin", "-sha256", "-cert"], body, Path(self.tsa), TSA_URL
        )
        try:
            signatures["tsa"] = base64.b64encode(self._stamped(query)).decode()
        except (OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            why = told_by(reason) if isinstance(reason, BaseException) else str(reason)
            return Signed(signatures, say("no time stamp: {server}: {error}", server=self.tsa, error=why))
        return Signed(signatures)

    def _stamped(self, query: bytes) -> bytes:
        """Ask the time stamp server (RFC 3161 3.4)."""
        headers = {"Content-Type": "application/timestamp-query"}
        request = urllib.request.Request(self.tsa, query, headers)  # noqa: S310  # http and https only, see `of`
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=_SECONDS) as answer:
            reply: bytes = answer.read(_LONGEST_REPLY + 1)
        if len(reply) > _LONGEST_REPLY:
            raise ValueError(say("its answer is longer than {most} bytes", most=_LONGEST_REPLY))
        return reply


def _run(command: Sequence[str], data: bytes, key: Path, name: str) -> bytes:
    # A key with a passphrase would ask for it: without a terminal it says that it cannot.
    environment = {**os.environ, "LC_ALL": "C", "SSH_ASKPASS": "/bin/false", "SSH_ASKPASS_REQUIRE": "force"}
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=PATIENCE, env=environment, start_new_session=True
        )
    except OSError as error:
        what = say("{program} is needed: {error}", program=command[0], error=error.strerror)
        raise KioskError(what, fix=say("install {program}", program=command[0]), id="program-missing") from error
    except subprocess.TimeoutExpired as error:
        what = say("no anchor is signed: {program} did not answer within {limit} s", program=command[0], limit=PATIENCE)
        fix = say("see what keeps it, such as an agent that asks; run again")
        raise KioskError(what, where=Where(str(key)), fix=fix, id="signing-late") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1].strip()
        fix = say("correct {name}", name=name)
        if name == KEY:
            fix = say("correct {name}, or make a key: {command}", name=name, command=STEP)
        what = say("no anchor is signed: {error}", error=said)
        raise KioskError(what, where=Where(str(key)), fix=fix, id="not-signed")
    return done.stdout


def make_key(key: Path, signers: Path, now: datetime) -> bool:
    """Make a key that is valid from now on, unless it is there, and enter it among those that sign; the former ones end.

    Returns:
        Whether anything was done.

    Raises:
        KioskError: it cannot be made or entered.
    """
    city = signers.parent.parent.resolve()
    if key.resolve().is_relative_to(city):
        what = say("the key would lie in the city's folder, beside what it signs")
        fix = say("name a file elsewhere with {name}, that only the deploying user reads", name=KEY)
        raise KioskError(what, where=Where(str(key)), fix=fix, id="key-in-city")
    public = key.with_name(key.name + ".pub")
    try:
        if not key.exists():
            _run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", NAMESPACE, "-f", str(key)], b"", key, KEY)
        kind, text = public.read_text(encoding="ascii").split()[:2]
        lines = signers.read_text(encoding="utf-8").splitlines() if signers.is_file() else []
        if any(text in line.split() for line in lines):
            return False
        moment = f"{now.astimezone(UTC):%Y%m%d%H%M%SZ}"
        lines = [_ended(line, moment, Where(str(signers), number, 1)) for number, line in enumerate(lines, start=1)]
        lines.append(f'{PRINCIPAL} namespaces="{NAMESPACE}",valid-after="{moment}" {kind} {text}')
        signers.parent.mkdir(parents=True, exist_ok=True)
        atomic_file.put(signers, "".join(f"{line}\n" for line in lines).encode())
    except OSError as error:
        what = say("the key cannot be made or entered: {error}", error=error.strerror)
        fix = say("make its folder, or repair its permissions")
        raise KioskError(what, where=Where(str(error.filename)), fix=fix, id="key-not-made") from error
    except ValueError as error:
        fix = say("{command}", command=f"ssh-keygen -y -f {key} > {public}")
        raise KioskError(say("is no public key"), where=Where(str(public)), fix=fix, id="no-public-key") from error
    return True


def _ended(line: str, moment: str, where: Where) -> str:
    """Return a line of a key with its end, which is at that moment at the latest (ssh-keygen(1), ALLOWED SIGNERS).

    Raises:
        KioskError: it cannot be ended, and its key would go on signing.
    """
    if not line.strip() or line.lstrip().startswith("#"):
        return line
    found = _SIGNER.fullmatch(line)
    principals, options, key = found.groups(default="") if found else ("", "valid-before", "")
    ends = _BEFORE.search(options)
    end = _utc(ends["time"]) if ends else ""
    if not end and "valid-before" in options.lower():
        raise KioskError(
            say("the key of this line cannot be ended, so no other is entered"),
            id="key-without-end",
            where=where,
            fix=say('write it as: govkiosk valid-before="20261123113600Z" ssh-ed25519 AAAA..., or remove it'),
        )
    if end and end <= moment:
        return line
    others = (options[: ends.start()] + options[ends.end() :]).strip(",") if ends else options
    limits = ",".join(filter(None, [others, f'valid-before="{moment}"']))
    return f"{principals} {limits} {key}"


def _utc(text: str) -> str:
    """Return a time of ssh-keygen as it is in UTC, to the second; one without Z is of the controller's own time zone.

    Empty if it is no time.
    """
    digits = text.upper().removesuffix("Z")
    form = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}.get(len(digits), "")
    try:
        local = datetime.strptime(digits, form)  # noqa: DTZ007  # as ssh-keygen reads it
    except ValueError:
        return ""
    moment = local.replace(tzinfo=UTC) if digits != text else local.astimezone(UTC)
    return f"{moment:%Y%m%d%H%M%SZ}"
