# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is said of a canary that answers otherwise than it should."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import canary_check
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.canary_log import CanaryLog

from roles.canary.files import canary

NONCE, DIGEST, WHERE = "gk0123456789ab-0000", "0" * 64, "203.0.113.90:4780"
GOOD = CanaryLog("canary-a", nonces=frozenset({NONCE}), called="canary-a", program=DIGEST)
UNREAD = say("its log at {where} could not be read: {error}", id="log-unread", where=WHERE, error="timed out")
REFUSED = say("its log at {where} refuses our token", id="log-refused", where=WHERE)
AGAIN = "run playbooks/canary.yml: it brings this release's program and this controller's token, and starts it again"

CASES = [
    (GOOD, ""),
    (
        replace(GOOD, problem=UNREAD),
        (
            f"canary-a: its log at {WHERE} could not be read: timed out [DB4403/T 503.5 6.4-e]\n    fix: let it run "
            "(`systemctl status govkiosk-canary` on its host), and its port be reached from here through each firewall"
        ),
    ),
    (
        replace(GOOD, problem=REFUSED),
        f"canary-a: its log at {WHERE} refuses our token [DB4403/T 503.5 6.4-e]\n    fix: {AGAIN}",
    ),
    (
        replace(GOOD, called="canary-b"),
        (
            f"canary-a: what answers at {WHERE} calls itself canary-b [DB4403/T 503.5 6.4-e]\n    fix: give each canary of "
            "city.yml its own address, and run playbooks/canary.yml"
        ),
    ),
    (
        replace(GOOD, program=""),
        f"canary-a: at {WHERE} another canary.py than this release's is running [DB4403/T 503.5 6.4-e]\n    fix: {AGAIN}",
    ),
    (
        replace(GOOD, nonces=frozenset()),
        (
            f"canary-a: its log at {WHERE} does not hold what was sent to its port 443 right before [DB4403/T 503.5 6.4-e]\n"
            "    fix: let each firewall before it and on it admit everybody, and its disk have room; then run this again"
        ),
    ),
]


@pytest.mark.parametrize(("log", "told"), CASES)
def test_what_is_said(log: CanaryLog, told: str) -> None:
    assert "\n".join(str(error) for error in canary_check.judge("canary-a", WHERE, log, NONCE, DIGEST)) == told


def test_it_is_said_in_chinese() -> None:
    (error,) = canary_check.judge("canary-a", WHERE, replace(GOOD, program=""), NONCE, DIGEST)
    assert error.shown("zh_CN") == (
        f"canary-a: {WHERE} 上运行的 canary.py 不是本版本的文件 [DB4403/T 503.5 6.4-e]\n"
        "    处理：请运行 playbooks/canary.yml：它会装上本版本的程序和本管理机的令牌，并重新启动"
    )


def test_a_canary_of_this_release_says_this_release_s_digest() -> None:
    assert canary_check.program_digest() == canary.PROGRAM
