# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which picture the verdicts on the screen were made on is in the evidence."""

from __future__ import annotations

from ansible_collections.govkiosk.site.plugins.action import screen_check


def test_the_verdicts_on_a_picture_hold_its_digest_and_no_others_do() -> None:
    told = [
        {"clause": "7.6-a", "name": "screen/geometry", "data": {"screen": "1080x1920"}},
        {"clause": "7.6-b", "name": "app/services", "data": {}},
    ]
    assert screen_check.sealed(told, b"abc") == [
        {
            "clause": "7.6-a",
            "name": "screen/geometry",
            "data": {
                "screen": "1080x1920",
                "picture_sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            },
        },
        {"clause": "7.6-b", "name": "app/services", "data": {}},
    ]
    assert told[0]["data"] == {"screen": "1080x1920"}
