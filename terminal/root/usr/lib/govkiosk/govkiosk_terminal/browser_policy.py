# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The browser's managed policy: the constant part from the package, the terminal's own part from its settings."""

from __future__ import annotations

import base64
import ssl
from typing import Any, Dict, List, Mapping

from govkiosk_terminal.settings import Settings

HOME = "http://127.0.0.1:8000/"
# Chromium's own: items show certificates as PDF. What it could save is stopped as every download is.
PDF_VIEWER = "chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/"
_BEGIN = "-----BEGIN CERTIFICATE-----"
_END = "-----END CERTIFICATE-----"


def certificates(pem: str) -> List[str]:
    """Return each certificate of a PEM text as the base64 DER that the policy `CACertificates` wants."""
    found = []
    for block in pem.split(_BEGIN)[1:]:
        body = _BEGIN + block.split(_END)[0] + _END + "\n"
        found.append(base64.b64encode(ssl.PEM_cert_to_DER_cert(body)).decode("ascii"))
    return found


def policy(settings: Settings, constant: Mapping[str, Any]) -> Dict[str, Any]:
    """Return the whole managed policy: only the home page and the granted origins may be opened (6.4-e, 7.3).

    Granted items may also ask programs on the terminal itself, such as a reader's driver, and other granted hosts: nobody
    could answer the browser's question about it. Chromium grants that to https pages only; where a packet may go at all is
    the firewall's to say.
    """
    return {
        **constant,
        "URLAllowlist": [HOME, PDF_VIEWER, *settings.origins],
        "LocalNetworkAccessAllowedForUrls": list(settings.origins),
        "HomepageLocation": HOME,
        "NewTabPageLocation": HOME,
        "RestoreOnStartupURLs": [HOME],
        "CACertificates": certificates(settings.ca_pem),
    }
