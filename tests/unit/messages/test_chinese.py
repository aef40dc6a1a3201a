# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What an engineer reads in Chinese: one example of each room, as it is shown to somebody whose locale is Chinese."""

from collections.abc import Callable
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import ledger_lines
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import untrusted, vantage
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import reading, source
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.catalogue import Catalogue
from ansible_collections.govkiosk.site.plugins.plugin_utils.terminal import ssh_way


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


def test_model_what_is_wrong_with_a_file() -> None:
    text = b"""version: 1.0.0
published: 2.11.2026
items:
  - code: RS-001
    name: ""
    endpoints:
      - {name: rs.example.cn, address: 10.96.4, port: 99999, tls: "true"}
"""
    document = source.read(text, "catalogue.yml")
    assert refused(lambda: reading.record(Catalogue, document)).shown().splitlines() == [
        "catalogue.yml:2:12: published：现为 `2.11.2026`，不是日期；允许：日期，例如 2026-11-02 [DB4403/T 503.5 7.7]",
        "    处理：写成 年-月-日",
        "catalogue.yml:4:5: 缺少 items[1].provider：事项提供单位 [DB4403/T 503.5 7.3]",
        "    处理：添加 `provider:`，取值：单行文本，最多 200 个字符",
        "catalogue.yml:5:11: items[1].name：现为 ``，为空；允许：单行文本，最多 200 个字符 [DB4403/T 503.5 7.7]",
        "    处理：按此填写",
        (
            "catalogue.yml:7:40: items[1].endpoints[1].address："
            "现为 `10.96.4`，不是 IPv4 地址；允许：IPv4 地址，例如 10.96.4.53 [DB4403/T 503.5 6.4-e]"
        ),
        "    处理：按此填写",
        "catalogue.yml:7:55: items[1].endpoints[1].port：现为 `99999`；允许：1 到 65535 的整数",
        "    处理：按此填写",
        'catalogue.yml:7:67: items[1].endpoints[1].tls：现为 "true"，是文本；允许：true 或 false',
        "    处理：写成 true，不带引号",
    ]


def test_model_a_file_that_is_no_yaml() -> None:
    error = refused(lambda: source.read("items：[]".encode(), "catalogue.yml"))
    assert error.shown() == "catalogue.yml: 没有 `key: value` 形式的行\n    处理：复制一个同类文件再修改"


def test_addresses_a_ledger_without_its_header() -> None:
    shown = ledger_lines.header_error("futian.csv", "x").shown()
    assert shown == (
        "futian.csv:1:1: 首行是 `x`，而不是 `address,terminal,site,state,since,until` [DB4403/T 503.5 6.4-b]\n"
        "    处理：恢复该行；`git diff` 可查看改动"
    )


def test_terminal_a_port_that_is_none() -> None:
    error = refused(lambda: ssh_way.way("10.96.128.2", 0, "root", "known_hosts"))
    assert error.shown() == "其端口为 0，不是有效端口\n    处理：更正 ansible_port"
