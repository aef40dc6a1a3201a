# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What goes wrong at a device, as an engineer reads it in Chinese; a secret in it stays hidden in both languages."""

from pathlib import Path
from typing import Any, cast

import paramiko
import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import Device, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.device import connection_error
from ansible_collections.govkiosk.site.plugins.plugin_utils.device.guard import State, prospect
from ansible_collections.govkiosk.site.plugins.plugin_utils.device.reboot_guard import RebootGuard
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms import languages
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.huawei_vrp.session import HuaweiVrpSession

DEVICE = Device("hall-sw", "10.96.0.10", "govkiosk", "Str0ng-Secret", "huawei_vrp", Path("known_hosts"))


def test_a_log_in_that_is_refused() -> None:
    error = connection_error.of(DEVICE, paramiko.AuthenticationException("Authentication failed."), ())
    assert error.problem.id == "login-refused"
    assert error.shown("zh_CN") == (
        "hall-sw: 10.96.0.10 拒绝 govkiosk 登录\n    处理：核对该交换机的 ansible_user 和 ansible_password（vault 或环境变量）"
    )


def test_a_line_that_is_refused_without_its_secret() -> None:
    session = cast("Any", HuaweiVrpSession.__new__(HuaweiVrpSession))
    session.device = DEVICE
    error = session._refused("local-user a password cipher Str0ng-Secret", "Error: Str0ng-Secret is weak", "")
    assert error.kind is Kind.REFUSED
    for language, start in (
        ("en", "hall-sw: the device refused 'local-user"),
        ("zh_CN", "hall-sw: 设备拒绝执行“local-user"),
    ):
        assert error.shown(language).startswith(start)
        assert "Str0ng" not in error.shown(language)
    assert "Str0ng" not in repr(error.problem)


def test_what_becomes_of_a_change() -> None:
    guard = RebootGuard(cast("Any", None), "hall-sw")
    then = prospect(guard, State.ARMED, 7, 10)
    assert then == "the device reboots into its former configuration within 7 min"
    assert translated(then, "zh_CN") == "设备将在 7 分钟内重启并恢复原配置"


def test_a_platform_that_nobody_knows() -> None:
    with pytest.raises(KioskError) as caught:
        languages.get("dos")
    assert caught.value.shown("zh_CN").startswith("未知的设备平台 'dos'；已知的有：cisco_ios, ")


def test_why_a_line_of_a_device_has_an_effect() -> None:
    (effect,) = languages.get("huawei_vrp").parse("observe-port 1 interface GigabitEthernet0/0/9\n").effects
    assert effect.why == "an observing port carries nothing else"
    assert translated(effect.why, "zh_CN") == "观察端口不承载其他报文"
