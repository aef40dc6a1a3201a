# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What each module that runs on a terminal answers: the known keys, their types, and the most there may be of each."""

from __future__ import annotations

from collections.abc import Iterable

from ...module_utils.probe import bypass, outcome
from ...module_utils.probe.item_probe import INTERFACE, NETWORK, PAGE, PERMISSION
from ..base.untrusted import (
    Shape,
    address,
    block,
    choice,
    empty_or,
    flag,
    interface,
    interface6,
    list_of,
    map_of,
    number,
    optional,
    record,
    several_lines,
    text,
    whole,
)
from ..base.untrusted_message import said

_LINKS, _HOPS, _ITEMS = 256, 64, 2000
_MAC = text(64)  # InfiniBand's has 20 bytes
_NAME = text(15 * 4)  # IFNAMSIZ is 16 bytes, which need not be ASCII
_SENTENCE = said(600)
_KBPS = optional(whole(0, 10**9))

#: plugins/module_utils/probe/link.py, `look`
LINK = record(
    seen=record(
        links=list_of(record(name=_NAME, mac=_MAC, loopback=flag, active=flag), _LINKS),
        uplink=_NAME,
        addresses=list_of(interface, _LINKS),
        default_routes=list_of(
            record(destination=interface, gateway=empty_or(address), index=whole(), table=whole()), _LINKS
        ),
        arp=record(
            others=list_of(_MAC, 64), gateway=_MAC, probe_passed=flag, request_passed=flag, problem=_SENTENCE
        ),
        throughput=record(down_kbps=_KBPS, up_kbps=_KBPS, problem=_SENTENCE),
    )
)  # fmt: skip

_PATH = record(alive=flag, shown_by=_SENTENCE)
_IPV6 = record(
    {
        "technique": choice("socket", "frame"), "source": empty_or(address),
        "routers": list_of(address, 64), "prefix": empty_or(interface6),
    },
    addresses=list_of(interface6, 64), routes=list_of(text(200), 64), usable=flag,
)  # fmt: skip
_OUTCOME = record(
    kind=choice(*outcome.KINDS),
    ms=number(0, 1e7),
    offender=empty_or(address),
    icmp_type=whole(-1, 255),
    icmp_code=whole(-1, 255),
    local_port=whole(0, 65535),
    technique=choice("socket", "frame"),
    detail=_SENTENCE,
)


def egress(nonces: Iterable[str], relays: Iterable[str] = ()) -> Shape:
    """Return what plugins/module_utils/probe/egress.py, `run`, answers to probes with these nonces: one outcome each.

    With the nonces of requests to relays, what `relay_probe.probe_all` answers to them as well.
    """
    outcomes = record({}, **dict.fromkeys(nonces, _OUTCOME))
    return record(
        seen=record(
            path=_PATH,
            marked_path=_PATH,
            bypass=record(state=choice(bypass.OPEN, bypass.ABSENT, bypass.FLUSHED, bypass.FAILED), detail=_SENTENCE),
            outcomes=outcomes,
            walks=map_of(address, list_of(empty_or(address), _HOPS), _HOPS),
            ipv6=_IPV6,
            own=list_of(address, 64),
            wall_s=number(0, 1e5),
        ),
        relays=record({}, **dict.fromkeys(relays, _OUTCOME)),
    )


def relays(nonces: Iterable[str]) -> Shape:
    """Return what plugins/module_utils/probe/relay_probe.py, `probe_all`, answers to requests with these nonces."""
    return record(relays=record({}, **dict.fromkeys(nonces, _OUTCOME)))


#: plugins/module_utils/probe/item_probe.py, `ItemResult`
ITEMS = record(
    checked=text(40),
    results=list_of(
        record(
            code=text(64),
            status=choice("pass", "fail"),
            reason=said(1500),
            problem=choice("", PERMISSION, NETWORK, INTERFACE, PAGE),
            latency_ms=number(0, 1e7),
            method=choice("tcp", "tls", "http"),
            tries=whole(1, 2),
            endpoint=text(400),
        ),
        _ITEMS,
    ),
)

#: plugins/modules/terminal_host.py
HOST = record(
    {
        "need_package": flag,
        "ruleset": block(1 << 20),
        "altered": list_of(text(500), 500),
        "settings_differ": flag,
        "diff": list_of(
            record(
                before_header=text(200), after_header=text(200), before=several_lines(2000), after=several_lines(2000)
            ),
            10,
        ),
    },
    changed=flag,
    files=list_of(text(500), 500),
    restarted=list_of(text(100), 100),
    version_before=text(64),
    os=text(200),
    kernel=text(200),
    browser=text(200),
)  # fmt: skip


def screen(checks: Shape) -> Shape:
    """Return what plugins/modules/screen_check.py answers, with what the terminal may state."""
    return record(checks=checks, picture_png=block(8 << 20), app_version=text(64))
