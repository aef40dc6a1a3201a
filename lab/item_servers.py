# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The servers of the service items: nginx's configuration and the pages it shows, from the catalogue. Pure.

Every endpoint of the catalogue is served the way its check asks for: `http` a page that holds what is expected,
`tls` a handshake, `tcp` a greeting. An item that is stopped loses its listener; if another item uses the same
listener it loses its page only, as when one application behind a portal is down.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from html import escape
from ipaddress import IPv4Address

from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.catalogue import Endpoint, Item

# Where the lab's folder for the servers is seen from inside their image.
SEEN_AT = "/srv"

_HEAD = """\
load_module /usr/lib/nginx/modules/ngx_stream_module.so;
daemon off;
user root;
worker_processes 1;
worker_shutdown_timeout 1s;
pid /srv/nginx.pid;
error_log stderr warn;
events { worker_connections 1024; }
"""
_HTTP_HEAD = """\
    access_log /srv/access.log;
    client_body_temp_path /srv/temporary; proxy_temp_path /srv/temporary; fastcgi_temp_path /srv/temporary;
    uwsgi_temp_path /srv/temporary; scgi_temp_path /srv/temporary;
    default_type "text/html; charset=utf-8";
    ssl_protocols TLSv1.2 TLSv1.3;
    keepalive_timeout 0;
"""


@dataclass(frozen=True)
class Listener:
    """One address and port, and the items behind it."""

    address: IPv4Address
    port: int
    served: tuple[tuple[Item, Endpoint], ...]

    @property
    def key(self) -> str:
        """Return the name of its certificate's files."""
        return f"{self.address}-{self.port}"

    @property
    def names(self) -> tuple[str, ...]:
        """Return the host names it is reached by."""
        return tuple(dict.fromkeys(endpoint.name for _, endpoint in self.served))

    @property
    def tls(self) -> bool:
        """Tell whether it speaks TLS."""
        return self.served[0][1].tls

    @property
    def http(self) -> bool:
        """Tell whether it speaks HTTP."""
        return any(endpoint.check == "http" for _, endpoint in self.served)

    @property
    def paths(self) -> dict[str, list[tuple[Item, Endpoint]]]:
        """Return the items behind each path."""
        found: dict[str, list[tuple[Item, Endpoint]]] = {}
        for item, endpoint in self.served:
            if endpoint.check == "http":
                found.setdefault(endpoint.path.partition("?")[0], []).append((item, endpoint))
        return found


def listeners(items: Iterable[Item]) -> tuple[Listener, ...]:
    """Return what must listen for all items to be up.

    Raises:
        KioskError: two items want TLS and no TLS on one port.
    """
    found: dict[tuple[IPv4Address, int], list[tuple[Item, Endpoint]]] = {}
    for item in items:
        for endpoint in item.endpoints:
            found.setdefault((endpoint.address, endpoint.port), []).append((item, endpoint))
    for (address, port), served in found.items():
        if len({endpoint.tls for _, endpoint in served}) > 1:
            codes = ", ".join(item.code for item, _ in served)
            raise KioskError(
                f"{address}:{port} is with and without TLS for {codes}",
                where="catalogue.yml",
                fix="Say the same `tls` for all.",
            )
    return tuple(Listener(address, port, tuple(served)) for (address, port), served in found.items())


def nginx_config(everything: Iterable[Listener], stopped: Collection[str]) -> str:
    """Return nginx's configuration with the items of some codes stopped."""
    running = [listener for listener in everything if any(item.code not in stopped for item, _ in listener.served)]
    http = "".join(_http_server(listener, stopped) for listener in running if listener.http)
    stream = "".join(_stream_server(listener) for listener in running if not listener.http)
    return f"{_HEAD}http {{\n{_HTTP_HEAD}{http}}}\nstream {{\n{stream}}}\n"


def pages(everything: Iterable[Listener]) -> dict[str, str]:
    """Return the pages by file name, each holding the text that the check of its item expects."""
    found = {}
    for listener in everything:
        for number, applications in enumerate(listener.paths.values()):
            found[_page_name(listener, number)] = _page(applications)
    return found


def _page_name(listener: Listener, number: int) -> str:
    return f"{listener.key}-{number}.html"


def _page(applications: list[tuple[Item, Endpoint]]) -> str:
    title = escape(applications[0][0].name)
    parts = "".join(
        f"<h1>{escape(item.name)}</h1>\n<p>{escape(item.provider)}</p>\n<p>{escape(endpoint.expect or item.name)}</p>\n"
        for item, endpoint in applications
    )
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body>\n{parts}</body></html>\n"
    )


def _tls_lines(listener: Listener) -> str:
    if not listener.tls:
        return ""
    stem = f"{SEEN_AT}/tls/{listener.key}"
    return f"        ssl_certificate {stem}.pem;\n        ssl_certificate_key {stem}.key;\n"


def _listen(listener: Listener) -> str:
    return f"        listen {listener.address}:{listener.port}{' ssl' if listener.tls else ''};\n"


def _http_server(listener: Listener, stopped: Collection[str]) -> str:
    locations = []
    for number, (path, applications) in enumerate(listener.paths.items()):
        down = any(item.code in stopped for item, _ in applications)
        answer = "return 503;" if down else f"alias {SEEN_AT}/pages/{_page_name(listener, number)};"
        locations.append(f'        location = "{path}" {{ {answer} }}\n')
    names = " ".join(listener.names)
    return (
        f"    server {{\n{_listen(listener)}        server_name {names};\n{_tls_lines(listener)}"
        f"{''.join(locations)}        location / {{ return 404; }}\n    }}\n"
    )


def _stream_server(listener: Listener) -> str:
    return f'    server {{\n{_listen(listener)}{_tls_lines(listener)}        return "{listener.names[0]}\\n";\n    }}\n'
