# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The clauses of DB4403/T 503.5—2024 as data: what each asks, who says that it is met, which gate it keeps shut."""

from __future__ import annotations

from dataclasses import dataclass

from ...module_utils.message import Message, say

# Who can say that a clause is met. `records` are the results that people wrote into the site file.
RECORDS = "records"
SURVEY = "survey"
NETWORK_POLICY = "network_policy"
LINK_CHECK = "link_check"
EGRESS_CHECK = "egress_check"
SERVICE_CHECK = "service_check"
TERMINAL_HOST = "terminal_host"
HOME_PAGE = "home_page"


@dataclass(frozen=True)
class Clause:
    """One requirement of the standard.

    Attributes:
        id: as in `docs/clauses.md` and `Check.clause`.
        english: what it asks, in a few words.
        chinese: 条文要点, as the forms print it.
        gate: the gate of 7.7.1 that it belongs to, empty for headings and statements that gate nothing.
        party: 责任方 who can put it right, as the list of open matters on the acceptance form proposes.
        remedy: 处理建议, as the forms print it.
    """

    id: str
    english: str
    chinese: str
    gate: str
    party: str
    remedy: str


@dataclass(frozen=True)
class GateTitle:
    """A gate of 7.7.1; `required` gates are the clause's own four, the others are the toolkit's additions."""

    id: str
    clause: str
    name: Message
    chinese: str
    required: bool


GATES = (
    GateTitle("receipt", "7.5.2", say("receipt"), "到货签收", required=True),
    GateTitle("unboxing", "7.5.1 a)", say("unboxing inspection"), "开箱检验", required=True),
    GateTitle("power_on", "7.5.1 b)", say("power-on inspection"), "通电检验", required=True),
    GateTitle("items", "7.7", say("service items"), "事项调试检查", required=True),
    GateTitle("survey", "6.1–6.5、7.1–7.3", say("site and preparation"), "布设条件与部署准备", required=False),
    GateTitle("network", "6.4", say("network and isolation"), "网络接入与互联网隔离", required=False),
    GateTitle("home_page", "7.6", say("home page"), "应用程序部署", required=False),
)

_SITE = "布设网点管理单位"
BUILDER = "实施单位"
_PARTIES = "设备资产所有权方、保管责任方、厂家"
_RECEIPT = "完成到货签收，将签收单编号和日期填入网点文件"
_FACTS = "整改网点条件，更新网点文件 survey 内容后重新核查"
_POLICY = "核对接入交换机配置与地址台账，重新下发策略后核查"

CLAUSES = (
    Clause("5", "site is planned", "合理规划部署地点，保障设施设备和环境条件", "survey", _SITE, _FACTS),
    Clause("6.1", "venue is of a listed kind", "部署场所类型", "survey", _SITE, _FACTS),
    Clause("6.2-a", "indoor", "室内环境", "survey", _SITE, _FACTS),
    Clause(
        "6.2-b",
        "floor is 1.5 x width, 2 x depth",
        "占地面积不小于底座面积3倍（宽1.5倍×深2倍）",
        "survey",
        _SITE,
        _FACTS,
    ),
    Clause("6.3-a", "220 V, 2 A wall socket", "220 V、2 A三孔墙面电源插座", "survey", _SITE, _FACTS),
    Clause("6.3-b", "UPS meets GB/T 14715", "不间断电源符合GB/T 14715—2017", "survey", _SITE, _FACTS),
    Clause(
        "6.4-a",
        "on the government network",
        "接入政务外网或政务内网",
        "network",
        BUILDER,
        _POLICY,
    ),
    Clause(
        "6.4-b",
        "own address, unique city-wide",
        "每台终端分配唯一的IP",
        "network",
        BUILDER,
        "核对地址台账、网卡地址与绑定，消除重复地址后核查",
    ),
    Clause(
        "6.4-c",
        "dedicated wall port, this MAC only",
        "墙面专用RJ45网口（仅本终端）",
        "network",
        BUILDER,
        "核对墙面网口、网线与终端MAC地址，接对端口或更正网点文件后核查",
    ),
    Clause(
        "6.4-d",
        "at least 4 Mbit/s",
        "带宽不低于4 M",
        "network",
        BUILDER,
        "排查限速配置、线路与上联带宽后核查",
    ),
    Clause(
        "6.4-e",
        "no internet, proven",
        "不接入互联网",
        "network",
        BUILDER,
        "检查接入交换机访问策略与终端主机防火墙，消除外联后核查",
    ),
    Clause(
        "6.4-f",
        "police network's own rules",
        "公安终端网络从其要求",
        "network",
        BUILDER,
        _POLICY,
    ),
    Clause("6.5.1-a", "7x24: GB/T 18789.1", "7×24网点符合GB/T 18789.1—2013", "survey", _SITE, _FACTS),
    Clause(
        "6.5.1-b",
        "7x24: enclosed, ID card or QR entry",
        "7×24网点以身份证或i深圳扫码进入的封闭环境",
        "survey",
        _SITE,
        _FACTS,
    ),
    Clause("6.5.1-c", "7x24: CCTV", "7×24网点具备视频监控", "survey", _SITE, _FACTS),
    Clause("6.5.2-a", "staffed: safe in office hours", "值守网点办公时间安全防护", "survey", _SITE, _FACTS),
    Clause(
        "6.5.2-b",
        "staffed: shut and off after hours",
        "值守网点非办公时间关闭、断电",
        "survey",
        _SITE,
        _FACTS,
    ),
    Clause("6.5.2-c", "staffed: CCTV", "值守网点具备视频监控", "survey", _SITE, _FACTS),
    Clause("7.1", "space, network and power are ready", "满足6.2并通网通电", "survey", _SITE, _FACTS),
    Clause(
        "7.2",
        "address and policy approved",
        "协同配设IP、开通访问策略",
        "survey",
        "政务服务主管部门、布设网点管理单位",
        "完成网络策略申请，将批准文号填入网点文件后核查",
    ),
    Clause(
        "7.3",
        "item access granted by its provider",
        "事项访问权限由提供单位授权",
        "survey",
        "服务事项提供单位",
        "完成业务权限申请，将授权凭证号填入网点文件后核查",
    ),
    Clause("7.4", "installation", "安装部署", "home_page", BUILDER, "排查安装失败原因后重新部署"),
    Clause(
        "7.5.1-a1",
        "unboxing: original device",
        "开箱：原厂设备",
        "unboxing",
        _PARTIES,
        "完成开箱检验，将结果填入网点文件",
    ),
    Clause(
        "7.5.1-a2",
        "unboxing: no damage",
        "开箱：外观无破损",
        "unboxing",
        _PARTIES,
        "完成开箱检验，将结果填入网点文件",
    ),
    Clause(
        "7.5.1-a3",
        "unboxing: certificates",
        "开箱：合格证书齐全",
        "unboxing",
        _PARTIES,
        "完成开箱检验，将结果填入网点文件",
    ),
    Clause(
        "7.5.1-b1",
        "power-on: device runs",
        "通电：设备正常运行",
        "power_on",
        _PARTIES,
        "检查电源、网线与终端，恢复运行并完成通电检验",
    ),
    Clause(
        "7.5.1-b2",
        "power-on: lights work",
        "通电：指示灯正常",
        "power_on",
        _PARTIES,
        "完成通电检验，将结果填入网点文件",
    ),
    Clause(
        "7.5.2",
        "receipt signed",
        "到货签收单签字",
        "receipt",
        _PARTIES,
        _RECEIPT,
    ),
    Clause(
        "7.6-a",
        "home page fills the screen",
        "接入及适配自助服务界面首页",
        "home_page",
        BUILDER,
        "检查首页应用与屏幕设置，重新部署后核查",
    ),
    Clause(
        "7.6-b",
        "device and application run",
        "设备和应用程序正常运行",
        "home_page",
        BUILDER,
        "检查终端服务与日志，恢复运行后核查",
    ),
    Clause(
        "7.7",
        "every service item available",
        "已上线事项逐项检查可用",
        "items",
        "服务事项提供单位、实施单位",
        "由事项提供单位恢复服务或由实施单位排查网络后复测",
    ),
    Clause("7.7.1", "acceptance", "安装部署验收", "", "设备保管责任方", ""),
)

BY_ID = {clause.id: clause for clause in CLAUSES}


def find(clause_id: str) -> Clause:
    """Return the clause of an id, or of the nearest clause above it (`6.2` of `6.2-b`, `7.7` of `7.7-x`).

    An id that nobody knows counts as a condition of the site: a verdict must never fall beside every gate.
    """
    exact = BY_ID.get(clause_id) or BY_ID.get(clause_id.rsplit("-", 1)[0])
    if exact:
        return exact
    below = next((clause for clause in CLAUSES if clause_id and clause.id.startswith(clause_id)), None)
    return below or BY_ID["5"]


def gate_of(clause_id: str) -> str:
    """Return the gate that a verdict on a clause belongs to; what belongs to none belongs to the site's conditions."""
    return find(clause_id).gate or BY_ID["5"].gate
