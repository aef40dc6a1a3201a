# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What an engineer reads in Chinese: one example of each room, as it is shown to somebody whose locale is Chinese."""

import json
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Interface
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.check import NOT_RUN, Check
from ansible_collections.govkiosk.site.plugins.module_utils.message import Bilingual, recalled, say
from ansible_collections.govkiosk.site.plugins.module_utils.probe import bypass
from ansible_collections.govkiosk.site.plugins.module_utils.probe.outcome import Outcome
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance import shortfalls, silences
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance.finding import Finding
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import ledger_lines
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import untrusted, vantage
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import (
    ca_file,
    canary_log,
    check_reading,
    link_checks,
    terminal_shapes,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.survey import refusal
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.line import Line, enumerated
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.objects import DeviceConfig, Port
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.signing import Signer
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms.outcome import undecided
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import extra_variables
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import reading, source
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.catalogue import Catalogue
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms import languages
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.drift import drift
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.intent import SiteIntent, TerminalPort
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.port_proof import prove_port
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


def test_checks_a_slow_line() -> None:
    wanted = link_checks.LinkWanted(
        "hall-01", IPv4Interface("10.0.0.2/27"), "54:89:98:00:01:01", IPv4Address("10.0.0.1")
    )
    arp = {"others": [], "gateway": "", "probe_passed": True, "request_passed": True, "problem": ""}
    seen = {
        "links": [], "uplink": "", "addresses": [], "default_routes": [], "arp": arp,
        "throughput": {"down_kbps": 9000, "up_kbps": 1234, "problem": ""},
    }  # fmt: skip
    slow = link_checks.checks(wanted, seen)[-1]
    assert slow.reason == "down 9.0 Mbit/s, up 1.2 Mbit/s: up below 4 Mbit/s"
    assert translated(slow.reason) == "下行 9.0 Mbit/s，上行 1.2 Mbit/s：上行低于 4 Mbit/s"
    (read,) = check_reading.read_checks(json.loads(json.dumps(check_reading.registered([slow]))))
    assert (read, translated(read.reason), translated(read.fix)) == (
        slow,
        translated(slow.reason),
        "检查交换机端口的限速、双工模式和上联负载",
    )


def test_acceptance_what_did_not_pass() -> None:
    fix = say("run the check again", id="check-again")
    check = Check("7.7", "hall-01", "item/none", NOT_RUN, silences.NO_ANSWER, fix)
    told = shortfalls.summary("hall-01", [Finding("service_check", check)], {})
    assert translated(told) == "hall-01 未通过\n  - 7.7 事项 none：not_run：终端无应答\n    处理：重新核查"


def test_forms_why_there_is_none() -> None:
    outcome = undecided("hall-01").despite(refused(lambda: ca_file.read(Path("/nowhere/ca.pem"))))
    assert outcome.shown() == (
        "/nowhere/ca.pem: 文件不存在：核查事项服务器所用的 CA 证书 [DB4403/T 503.5 7.7]\n"
        "    处理：将签发事项服务器证书的 CA 证书（PEM）放到该处，或更正 city.yml 中的 `ca_file`"
    )
    assert outcome.message.startswith("/nowhere/ca.pem: is missing: the certificates")


def test_inventory_an_extra_variable_that_nobody_reads() -> None:
    (error,) = extra_variables.refused(["dialect"], ["new_site"], extra_variables.Known.load())
    assert error.shown() == "-e dialect: 现已改名为 platform，原名会被忽略\n    处理：写成 -e platform=..."


def test_inventory_a_site_that_is_not_deployed() -> None:
    check = Check(
        "6.2-a",
        "lianhua-hall",
        "survey/indoor",
        NOT_RUN,
        say("not recorded: {reason}", reason="x"),
        say("leave it out"),
    )
    assert translated(refusal([check])) == "不予部署：有 1 项要求未满足\n6.2-a not_run：未记录：x\n    处理：去掉该项"


def test_platforms_a_text_without_an_end() -> None:
    error = refused(lambda: languages.get("huawei_vrp").parse("header login information aWelcome\nsysname HALL\n"))
    assert (
        error.shown().splitlines()[0]
        == '第 1 行 "header login information aWelcome" 开始了一段文本，无法判断它在哪里结束'
    )


def test_policy_what_a_port_lacks_and_the_line_to_blame() -> None:
    terminal = TerminalPort("lianhua-hall-01", "GigabitEthernet0/0/1", "54:89:98:00:01:01", None)
    intent = SiteIntent("lianhua-hall", 110, (), (), (terminal,), (), 4096)
    port = Port(terminal.port, link_type="access", vlan=110, unknown=(Line(7, "port mystery"),))
    found = [violation.problem.shown() for violation in prove_port(DeviceConfig("huawei_vrp"), port, terminal, intent)]
    assert found[0] == (
        "lianhua-hall-01: GigabitEthernet0/0/1：未按绑定检查 IP 报文 [DB4403/T 503.5 6.4-b]\n    处理：将该设置补回模板或交换机"
    )
    assert found[-1] == (
        'lianhua-hall-01: GigabitEthernet0/0/1 上的第 7 行 "port mystery" 无法识别，无法对该端口作出证明'
        " [DB4403/T 503.5 6.4-e]\n    处理：手工把该行从端口删除"
    )


def test_policy_drift() -> None:
    port = Port("GigabitEthernet0/0/1", "lianhua-hall-01", shut=True)
    running = DeviceConfig("huawei_vrp", ports=(Port(port.name, port.description),))
    (found,) = drift(running, DeviceConfig("huawei_vrp", ports=(port,)))
    assert found.shown() == "lianhua-hall-01: GigabitEthernet0/0/1：关闭状态为 关闭，应为 开启 [DB4403/T 503.5 6.4-c]"


def test_policy_a_line_of_a_device_is_said_in_chinese_wherever_a_message_went() -> None:
    by = enumerated([Line(3, "rule 5"), Line(4, "rule 7")])
    told = say("{line} is shadowed by {by} and never decides about a packet", line=Line(9, "rule 9"), by=by)
    kept = json.loads(json.dumps({"text": told, **told.wire()}))
    chinese = '第 9 行 "rule 9" 被 第 3 行 "rule 5" 和 第 4 行 "rule 7" 遮蔽，永远不会匹配报文'
    assert (translated(told), translated(recalled(kept["text"], kept))) == (chinese, chinese)
    place = Bilingual("a park", "工业园区")
    assert (place, translated(recalled(str(place), place.wire()))) == ("a park", "工业园区")


def test_evidence_a_means_without_a_key() -> None:
    error = refused(lambda: Signer.of({"GOVKIOSK_TSA_URL": "http://tsa.example.cn"}))
    assert (
        error.shown()
        == "设置了 GOVKIOSK_TSA_URL，却没有设置 GOVKIOSK_SIGNING_KEY\n    处理：同时设置 GOVKIOSK_SIGNING_KEY，或两者都不设置"
    )


def test_checks_what_a_server_answers_to_a_terminal_s_request() -> None:
    """From the probe through the terminal's answer, kept in English."""
    detail = say("answers HTTP {status}", id="relay-http", status=405)
    answer = json.loads(json.dumps({"relays": {"n": Outcome("answered", detail=detail).to_dict()}}))
    heard = terminal_shapes.relays(["n"])(answer, "answer")["relays"]["n"]["detail"]
    assert (str(heard), translated(heard)) == ("answers HTTP 405", "返回 HTTP 405")


def test_checks_a_firewall_of_which_nobody_can_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(*_: object, **__: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(bypass.subprocess, "run", absent)
    with bypass.opened("govkiosk", "probe_bypass") as way:
        assert (way.detail, translated(way.detail)) == ("nft is not installed", "未安装 nft")


def test_checks_a_canary_that_answers_too_much() -> None:
    why = canary_log._why(ValueError(say("it answers more than {most} bytes", id="log-long", most=1000)))
    assert (why, translated(why)) == ("it answers more than 1000 bytes", "应答超过 1000 字节")
    assert canary_log._why(OSError(111, "Connection refused")) == "[Errno 111] Connection refused"
