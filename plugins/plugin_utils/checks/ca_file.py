# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The certificates of the authorities that the service items' servers are checked against (7.7)."""

from __future__ import annotations

import ssl
from pathlib import Path

from ...module_utils.message import Message, say
from ..base.errors import KioskError

LARGEST = 1 << 20
"""Bytes; a file with every authority of the web has a quarter of that."""

_FIX = say("put the PEM certificates of the items' authority there, or correct `ca_file` in city.yml")


def read(path: Path) -> str:
    """Return the file's text: ASCII, PEM, at least one certificate.

    Raises:
        KioskError: there is no such file, or it is something else.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise _error(path, "ca-large", say("is larger than {most} bytes", most=LARGEST))
        text = content.decode("ascii")
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=text)
    except FileNotFoundError:
        why = say("is missing: the certificates that the items' servers are checked against")
        raise _error(path, "ca-missing", why) from None
    except UnicodeDecodeError:
        raise _error(path, "ca-not-ascii", say("is no PEM text: it holds bytes that are not ASCII")) from None
    except ssl.SSLError:
        raise _error(path, "ca-no-certificate", say("holds no certificate in PEM")) from None
    except OSError as error:
        raise _error(path, "ca-unreadable", say("cannot be read: {error}", error=error.strerror)) from None
    return text


def _error(path: Path, known: str, what: Message) -> KioskError:
    return KioskError(what, where=str(path), clause="7.7", fix=_FIX, id=known)
