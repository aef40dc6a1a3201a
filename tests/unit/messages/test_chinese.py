# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What an engineer reads in Chinese: one example of each room, as it is shown to somebody whose locale is Chinese."""

from collections.abc import Callable
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import untrusted, vantage
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVKIOSK_LANG", "zh_CN")


def refused(do: Callable[[], object]) -> KioskError:
    """Return what is raised."""
    with pytest.raises(KioskError) as caught:
        do()
    return caught.value


def test_base_a_value_from_outside() -> None:
    error = refused(lambda: untrusted.whole()(True, "answer.count"))
    assert error.shown() == "answer.count: 为true 或 false，不是整数"
    assert str(error) == "answer.count: is true or false, not a whole number"


def test_base_a_packet_outside_the_lab(tmp_path: Path) -> None:
    error = refused(lambda: vantage.require_lab({"GOVKIOSK_LAB": "lab"}, tmp_path, tmp_path))
    assert error.shown() == (
        f"controller: 拒绝探测：本进程不在实验环境 lab 的任何网络命名空间中（{tmp_path}/lab-*） [DB4403/T 503.5 6.4-e]\n"
        "    处理：在实验环境内运行：python -m lab exec --name lab -- COMMAND"
    )
