# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What each word that a key takes means, in both languages of the documentation."""

from __future__ import annotations

from collections.abc import Mapping

from ..platforms import IDENTITIES

Meanings = Mapping[str, tuple[str, str]]

VENUES: Meanings = {
    "a1": ("city, district or street service hall", "市、区、街道行政/综合服务大厅"),
    "a2": ("community party-mass centre", "社区党群服务中心"),
    "b1": ("entry-exit or household registration hall", "出入境办证大厅、户政办证大厅"),
    "b2": ("public-security or police station hall", "公安分局、派出所办事大厅"),
    "b3": ("social-security hall", "社保办事大厅"),
    "c1": ("shopping mall or supermarket", "大型商超"),
    "c2": ("industrial or science park", "工业园区、科技园区"),
    "c3": ("large residential area", "大型社区小区"),
    "c4": ("government offices", "政府集中办公场所"),
    "d": ("government-bank cooperation site", "政银合作网点"),
    "other": ("another place; `venue_note` says which, and why", "其他场所，须填写 venue_note"),
}

_ALL: tuple[Meanings, ...] = (
    VENUES,
    {
        "extranet": ("the government extranet", "政务外网"),
        "intranet": ("the government intranet", "政务内网"),
        "police": ("the police network", "公安网"),
    },
    {
        "public": ("granted items only, no internet", "只通已授权事项，不通互联网"),
        "police": ("the police network's own rules", "按公安网络自身要求"),
    },
    {
        "wired": ("government line", "有线专线"),
        "vpn": ("IPsec over a carrier's line", "运营商线路上的 IPsec VPN"),
        "apn": ("4G or 5G with a private APN", "4G/5G 专用 APN"),
    },
    {name: (platform.english, platform.chinese) for name, platform in IDENTITIES.items()},
    {
        "city": ("`anchors/` beside city.yml, for git", "city.yml 旁的 anchors/，纳入 git"),
        "records": ("`records/anchors/`, which is not in git", "records/anchors/，不纳入 git"),
    },
    {
        "filter": ("stopped, on switches that can", "在支持的交换机上阻断"),
        "leave": ("not filtered, which plan, evidence and forms say", "不过滤，并在方案、证据和表单中注明"),
    },
    {
        "canary": ("in the group of canaries", "先行网点"),
        "rest": ("in the group of all others", "其余网点"),
    },
    {"7x24": ("open day and night", "全天开放"), "staffed": ("attended in office hours", "办公时间有人值守")},
    {
        "id_card": ("identity card", "身份证"),
        "ishenzhen_qr": ("the iShenzhen app's QR code", "i深圳二维码"),
        "key": ("key", "钥匙"),
        "other": ("something else", "其他"),
    },
    {
        "overload": ("overload", "过载保护"),
        "single_unit": ("single unit", "单元保护"),
        "surge": ("surge", "浪涌保护"),
        "short_circuit": ("short circuit", "短路保护"),
    },
    {"pass": ("passed", "合格"), "fail": ("failed", "不合格")},
    {
        "tcp": ("connects", "建立连接"),
        "tls": ("greets by TLS", "TLS 握手"),
        "http": ("fetches `path`, looks for `expect`", "取 path 并比对 expect"),
    },
)


def meanings(words: list[str]) -> Meanings:
    """Give the meaning of each of a key's words; of words that speak for themselves, nothing."""
    return next((known for known in _ALL if list(known) == words), {})
