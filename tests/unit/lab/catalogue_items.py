# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Items and endpoints as a catalogue has them."""

from __future__ import annotations

from ansible_collections.govkiosk.site.plugins.plugin_utils.model.catalogue import Endpoint, Item


def item(code: str, *endpoints: Endpoint, name: str = "事项") -> Item:
    return Item(code=code, name=name, provider="某局", endpoints=endpoints)


def endpoint(
    port: int = 443, check: str = "http", *, tls: bool = True, path: str = "/", expect: str | None = None
) -> Endpoint:
    return Endpoint.model_validate(
        {
            "name": "a.zw.test",
            "address": "10.96.8.11",
            "port": port,
            "check": check,
            "tls": tls,
            "path": path,
            "expect": expect,
        }
    )
