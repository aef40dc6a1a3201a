# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Package, settings, firewall and home page on real Debian terminals: what they bring, and what each check notices."""

from __future__ import annotations

import base64
import inspect
import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils import debian_package, message
from ansible_collections.govkiosk.site.plugins.plugin_utils.terminal import terminal_package

from tests.lab.deployment import SITE, Run
from tests.lab.terminal_runs import KIOSK, Terminals, until

FIRST, SECOND = f"{SITE}-01", f"{SITE}-02"
SIZES = {FIRST: (1080, 1920), SECOND: (1920, 1080)}
NAMES = {"screen/geometry", "screen/content", "app/services", "app/heartbeat"}
CANARY = "198.51.100.80"
BLACK = "output HEADLESS-1 resolution 1080x1920\noutput * bg #000000 solid_color\nxwayland disable\n"
CONNECT = """
import socket, sys
connection = socket.socket()
connection.settimeout(3)
if sys.argv[3] != "0":
    connection.setsockopt(socket.SOL_SOCKET, 36, int(sys.argv[3], 0))  # SO_MARK
try:
    connection.connect((sys.argv[1], int(sys.argv[2])))
    print("open")
except OSError as error:
    print(error)
"""


@pytest.fixture(scope="module")
def terminals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminals]:
    made = Terminals("gkterm", tmp_path_factory.mktemp("terminals"))
    with made.lab:
        yield made


@pytest.fixture(scope="module")
def broken(terminals: Terminals, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A first installation whose package breaks on the way; returns what dpkg and the undo said."""
    return install_broken(terminals, SECOND, tmp_path_factory.mktemp("broken"))


@pytest.fixture(scope="module")
def first_run(terminals: Terminals, broken: str) -> Run:
    del broken  # it only has to come before anything is installed
    return terminals.roles()


@pytest.fixture
def ready(terminals: Terminals, first_run: Run) -> Terminals:
    """Both terminals as they should be, for tests that leave them so."""
    assert first_run.status == 0, first_run.output
    return terminals


@pytest.fixture
def healed(ready: Terminals) -> Iterator[Terminals]:
    """The same for tests that break something on the first one: afterwards one run must have put it right."""
    yield ready
    heal(ready, FIRST)


def heal(terminals: Terminals, terminal: str) -> None:
    run = terminals.roles("--limit", terminal)
    assert run.status == 0, run.output
    assert {status for status, _ in terminals.checks(terminal).values()} == {"pass"}, terminals.checks(terminal)


def install_broken(terminals: Terminals, terminal: str, folder: Path) -> str:
    """Install a package of another version whose postinst fails, by the module's own code on the terminal."""
    source = shutil.copytree(terminal_package.SOURCE, folder / "terminal")
    (source / "debian/postinst").write_text("#!/bin/sh\necho postinst is broken >&2\nexit 3\n")
    package = terminal_package.build(terminal_package.contents(source), folder)
    # Nothing of ours is installed there: both files as one.
    code = inspect.getsource(message) + inspect.getsource(debian_package).replace(
        "from __future__ import annotations\n", ""
    )
    script = code.replace("from .message import Message, failure, say\n", "") + (
        "\nimport sys, base64\n"
        f"open('/tmp/broken.deb', 'wb').write(base64.b64decode({as_base64(package)!r}))\n"
        "try:\n    install('govkiosk-terminal', '/tmp/broken.deb', ['python3'])\n"
        "except PackageError as error:\n    print(error)\n"
    )
    return terminals.on(terminal, "python3", "-", text=script)


def as_base64(package: terminal_package.Package) -> str:
    return base64.b64encode(package.path.read_bytes()).decode()


def connect(terminals: Terminals, host: str, address: str, port: int, mark: str = "0") -> str:
    return terminals.on(host, "python3", "-c", CONNECT, address, str(port), mark).strip()


def test_a_broken_first_package_leaves_nothing(broken: str) -> None:
    assert "dpkg refused the package govkiosk-terminal" in broken
    assert "postinst is broken" in broken
    assert "nothing of it is left on the terminal" in broken


def test_both_terminals_come_up_and_prove_it(terminals: Terminals, first_run: Run) -> None:
    assert first_run.status == 0, first_run.output
    for terminal, size in SIZES.items():
        assert first_run.recap(terminal)["changed"] == 1
        assert {name: status for name, (status, _) in terminals.checks(terminal).items()} == dict.fromkeys(
            NAMES, "pass"
        )
        assert terminals.proof(terminal, *size) == ("", "")
        assert terminals.result(terminal)["host"]["browser"].startswith("Chromium 1")


def test_a_second_run_changes_nothing(ready: Terminals) -> None:
    run = ready.roles()
    assert [run.recap(terminal)["changed"] for terminal in SIZES] == [0, 0], run.output


def test_check_mode_tells_and_touches_nothing(ready: Terminals) -> None:
    site = ready.city / "sites/futian" / f"{SITE}.yml"
    before = site.read_text(encoding="utf-8")
    site.write_text(before.replace("name: 莲花街道行政服务大厅", "name: 莲花街道办事大厅"), encoding="utf-8")
    try:
        run = ready.roles("--check", "--diff")
    finally:
        site.write_text(before, encoding="utf-8")
    assert [run.recap(terminal)["changed"] for terminal in SIZES] == [1, 1]
    assert '+ "site_name": "莲花街道办事大厅"' in run.output
    assert "莲花街道行政服务大厅" in ready.on(FIRST, "cat", "/etc/govkiosk/terminal.json")


def test_the_smallest_screen_is_filled_too(ready: Terminals) -> None:
    site = ready.city / "sites/futian" / f"{SITE}.yml"
    before = site.read_text(encoding="utf-8")
    site.write_text(before.replace("screen: 1920x1080", "screen: 768x1366"), encoding="utf-8")
    try:
        run = ready.roles()
        assert (run.recap(FIRST)["changed"], run.recap(SECOND)["changed"]) == (0, 1)
        assert ready.proof(SECOND, 768, 1366) == ("", "")
        assert ready.checks(SECOND)["screen/geometry"] == ("pass", "the page fills the screen, 768x1366")
    finally:
        site.write_text(before, encoding="utf-8")
    heal(ready, SECOND)


def test_a_killed_browser_comes_back(ready: Terminals) -> None:
    checks = ready.look(FIRST, wait=30, home_page_kill=True)
    assert checks["app/restart"][0] == "pass", checks
    assert {status for status, _ in checks.values()} == {"pass"}


def test_a_black_screen_fails(healed: Terminals) -> None:
    drop_in = "/run/systemd/system/govkiosk-screen.service.d/black.conf"
    text = "[Service]\nExecStart=\nExecStart=/usr/bin/sway --config /run/black.conf\n"
    healed.on(FIRST, "mkdir", "-p", str(Path(drop_in).parent))
    healed.on(FIRST, "tee", drop_in, text=text)
    healed.on(FIRST, "tee", "/run/black.conf", text=BLACK)
    try:
        healed.on(FIRST, "systemctl", "daemon-reload")
        healed.on(FIRST, "systemctl", "restart", "govkiosk-screen.service")
        until(lambda: "wayland-1" in healed.on(FIRST, "ls", "/run/govkiosk-screen"), 10, "the black screen")
        checks = healed.look(FIRST)
        assert checks["screen/geometry"] == ("fail", "the screen shows nothing but the colour #000000")
        assert checks["screen/content"] == ("fail", "there is no strip at the lower edge")
    finally:
        healed.on(FIRST, "rm", drop_in)
        healed.on(FIRST, "systemctl", "daemon-reload")
        healed.on(FIRST, "systemctl", "restart", "govkiosk-screen.service")


def test_a_stopped_screen_fails(healed: Terminals) -> None:
    healed.on(FIRST, "systemctl", "stop", "govkiosk-screen.service")
    checks = healed.look(FIRST)
    assert checks["screen/geometry"] == ("fail", "the screen's compositor is not running")
    assert checks["app/services"] == ("fail", "govkiosk-screen.service is inactive")


def test_a_flushed_firewall_fails(healed: Terminals) -> None:
    healed.on(FIRST, "systemctl", "stop", "govkiosk-keeper.service")
    healed.on(FIRST, "nft", "flush", "ruleset")
    status, reason = healed.look(FIRST)["app/services"]
    assert status == "fail"
    assert reason.startswith("the terminal's firewall is not loaded: ")
    assert healed.on(FIRST, "systemctl", "is-enabled", "nftables.service", check=False) == "masked\n"


@pytest.mark.parametrize(
    "change",
    [
        "flush ruleset",
        "delete table inet govkiosk",
        "flush chain inet govkiosk output",
        "add rule inet govkiosk forward accept",
    ],
)
def test_a_firewall_that_somebody_changed_comes_back_by_itself(ready: Terminals, change: str) -> None:
    def rules() -> str:
        listing = ready.on(FIRST, "nft", "-s", "list", "table", "inet", "govkiosk", check=False)
        return re.sub(r"\tset probe_bypass .*?\n\t}\n", "", listing, flags=re.DOTALL)

    before = rules()
    ready.on(FIRST, "nft", *change.split())
    until(lambda: rules() == before, 10, "the firewall")


def test_what_somebody_changed_by_hand_is_told_and_mended(ready: Terminals) -> None:
    policy = "/etc/chromium/policies/managed/govkiosk.json"
    ready.on(FIRST, "systemctl", "mask", "--now", "govkiosk-home.service")
    ready.on(FIRST, "ip", "address", "add", "192.168.77.7/24", "dev", "eth0")
    ready.on(FIRST, "rm", policy)
    wrong = {policy, "govkiosk-home.service is masked", "the network card has the address 192.168.77.7/24"}
    for arguments in (["--check"], []):
        run = ready.roles(*arguments, "--limit", FIRST, home_page_wait=30)
        assert run.recap(FIRST)["changed"] == 1, run.output
        assert set(ready.result(FIRST)["host"]["files"]) == wrong
    assert {status for status, _ in ready.checks(FIRST).values()} == {"pass"}
    assert ready.roles("--limit", FIRST).recap(FIRST)["changed"] == 0


def test_sshd_takes_keys_only_and_forwards_nothing(ready: Terminals) -> None:
    # What the installer wrote allows forwarding; the package's file is read before it.
    said = ready.on(FIRST, "sshd", "-T", "-C", "user=root,host=x,addr=10.96.0.10").splitlines()
    wanted = {
        "authenticationmethods publickey",
        "passwordauthentication no",
        "disableforwarding yes",
        "permittunnel no",
    }
    assert wanted <= set(said)
    assert "allowusers *@10.96.0.0/24" in said
    # Somebody with a key, from operations: the terminal's own page stays out of reach.
    key = ready.lab.environment()["GOVKIOSK_SSH_KEY"]
    command = [
        "ssh",
        "-i",
        key,
        "-o",
        "StrictHostKeyChecking=no",
        "-o",
        "UserKnownHostsFile=/dev/null",
        "-o",
        "BatchMode=yes",
    ]
    address = f"root@{ready.lab.addresses[FIRST]}"
    assert ready.lab.exec("ops", [*command, address, "echo", "in"]).stdout == "in\n"
    done = ready.lab.exec("ops", [*command, "-W", "127.0.0.1:8000", address], check=False)
    assert done.returncode != 0
    assert "administratively prohibited" in done.stderr


def test_another_terminal_s_page_fails(healed: Terminals) -> None:
    healed.on(FIRST, "sed", "-i", f"s/{FIRST}/{SECOND}/", "/etc/govkiosk/home/config.json")
    healed.on(FIRST, "systemctl", "restart", "govkiosk-screen.service")
    until(lambda: healed.health(FIRST)["page"].get("terminal") == SECOND, 30, "the wrong page")
    checks = healed.look(FIRST)
    assert checks["screen/content"] == ("fail", f"the screen shows the page of {SECOND}, this is {FIRST}")
    assert checks["screen/geometry"][0] == "pass"


def test_something_over_the_page_fails(healed: Terminals) -> None:
    bar = healed.lab.popen(
        FIRST,
        [*KIOSK, "WAYLAND_DISPLAY=wayland-1", "swaynag", "--edge", "top", "--layer", "overlay", "--message", "x"],
        stdin=subprocess.DEVNULL,
    )
    try:
        until(lambda: healed.look(FIRST)["screen/geometry"][0] == "fail", 20, "the bar")
        assert (
            healed.checks(FIRST)["screen/geometry"][1]
            == "the page does not reach the edge: no mark in top-left, top-right"
        )
    finally:
        healed.on(FIRST, "pkill", "--euid", "kiosk", "-x", "swaynag")
        bar.wait(10)


def test_an_altered_file_is_put_back(ready: Terminals) -> None:
    ready.on(
        SECOND,
        "sh",
        "-c",
        "echo '// altered' >> /usr/share/govkiosk/home/home.js; nft flush chain inet govkiosk output",
    )
    ready.on(SECOND, "sh", "-c", "nft delete table inet govkiosk; echo 'nameserver 203.0.113.1' > /etc/resolv.conf")
    run = ready.roles("--diff")
    assert (run.recap(FIRST)["changed"], run.recap(SECOND)["changed"]) == (0, 1)
    assert "altered: /usr/share/govkiosk/home/home.js" in run.output
    changed = ready.result(SECOND)["host"]["files"]
    assert "/etc/resolv.conf" in changed
    # The terminal's own keeper may have been the quicker one.
    assert "chain output" in ready.on(SECOND, "nft", "list", "table", "inet", "govkiosk")
    assert "// altered" not in ready.on(SECOND, "cat", "/usr/share/govkiosk/home/home.js")


def test_a_broken_upgrade_leaves_the_version_before(ready: Terminals, tmp_path: Path) -> None:
    before = ready.on(FIRST, "cat", "/usr/share/govkiosk/version").strip()
    said = install_broken(ready, FIRST, tmp_path)
    assert f"version {before} is back" in said
    assert ready.on(FIRST, "cat", "/usr/share/govkiosk/version").strip() == before
    assert ready.on(FIRST, "dpkg", "--verify", "govkiosk-terminal") == ""


def test_the_firewall_lets_grants_pass_and_stops_the_rest(ready: Terminals) -> None:
    assert connect(ready, FIRST, "10.96.8.11", 443) == "open"
    assert connect(ready, FIRST, "10.96.8.13", 8080) == "open"
    for address, port in ((CANARY, 80), ("10.96.8.11", 22), ("10.96.0.10", 22), ("10.96.4.53", 80)):
        assert connect(ready, FIRST, address, port) == "[Errno 113] No route to host", (address, port)
    # The other side of the same coin: the path is open, it is this wall that stops (the lab's switch has no policy yet).
    ready.on(FIRST, "nft", "add", "element", "inet", "govkiosk", "probe_bypass", "{ 0x6b1 timeout 10s }")
    assert connect(ready, FIRST, CANARY, 80, "0x6b1") == "open"
    assert connect(ready, FIRST, CANARY, 80) == "[Errno 113] No route to host"


def test_only_operations_may_come_in(ready: Terminals) -> None:
    address = ready.lab.addresses[FIRST]
    assert connect(ready, "ops", address, 22) == "open"
    assert connect(ready, "svc", address, 22) == "timed out"
    assert connect(ready, "ops", address, 8000) == "timed out"


def test_a_ruleset_with_a_bypass_in_use_is_no_drift(ready: Terminals) -> None:
    ready.on(FIRST, "nft", "add", "element", "inet", "govkiosk", "probe_bypass", "{ 0x6b1 timeout 60s }")
    assert ready.roles("--limit", FIRST).recap(FIRST)["changed"] == 0


def test_the_browser_sends_nothing_of_its_own(ready: Terminals) -> None:
    """Every packet of the user `kiosk` that is not for loopback, from the browser's start until it has settled."""
    watch = (
        "table inet watch { counter sent { }; chain output { type filter hook output priority -10; "
        'oifname != "lo" meta skuid kiosk counter name sent; }; }'
    )
    ready.on(FIRST, "nft", "-f", "-", text=watch)
    try:
        ready.on(FIRST, "systemctl", "restart", "govkiosk-screen.service")
        assert ready.look(FIRST, wait=30)["app/heartbeat"][0] == "pass"
        time.sleep(12)
        sent = json.loads(ready.on(FIRST, "nft", "-j", "list", "counter", "inet", "watch", "sent"))
        assert sent["nftables"][1]["counter"]["packets"] == 0
        # The counter counts: the same user, one packet.
        ready.on(FIRST, *KIOSK, "python3", "-c", CONNECT, "10.96.8.11", "443", "0")
        sent = json.loads(ready.on(FIRST, "nft", "-j", "list", "counter", "inet", "watch", "sent"))
        assert sent["nftables"][1]["counter"]["packets"] > 0
    finally:
        ready.on(FIRST, "nft", "delete", "table", "inet", "watch")


def open_item(ready: Terminals) -> None:
    """Touch the item FC-001 and 开始办理 on the first terminal; wait until its server knows of the visit."""
    last = {"checked": "2026-11-23T12:00:00+08:00", "items": {"FC-001": {"status": "pass"}}}
    ready.on(FIRST, "tee", "/var/lib/govkiosk/items.json", text=json.dumps(last))
    until(lambda: ready.health(FIRST)["page"].get("checked") == last["checked"], 10, "the page's notice of the check")
    ready.touch(FIRST, 330, 1560)  # the card of FC-001
    ready.touch(FIRST, 748, 1084)  # 开始办理
    until(lambda: ready.health(FIRST)["visit"] == "FC-001", 5, "the visit")


def way_back(ready: Terminals) -> bool:
    return ready.on(FIRST, "pgrep", "-x", "swaynag", check=False) != ""


def touch_way_back(ready: Terminals) -> None:
    until(lambda: way_back(ready), 5, "the way back")
    time.sleep(0.5)
    ready.touch(FIRST, 960, 1885)  # 返回首页
    assert ready.look(FIRST, wait=30)["screen/content"][0] == "pass"


def test_a_touched_item_opens_and_the_citizen_comes_back(ready: Terminals) -> None:
    assert ready.health(FIRST)["page"]["terminal"] == FIRST
    open_item(ready)
    checks = ready.look(FIRST)
    assert checks["app/heartbeat"] == ("fail", "somebody is using the item FC-001, the home page is not on")
    assert checks["screen/geometry"][0] == "fail"
    assert ready.on(FIRST, "pgrep", "--euid", "kiosk", "-x", "swayidle")
    touch_way_back(ready)


def test_an_item_that_answers_late_has_its_way_back_all_the_time(ready: Terminals) -> None:
    """The page lives on until the item answers, here never: it must neither end the visit nor be missed."""
    slow = (
        "table inet slow { chain output { type filter hook output priority -10; "
        'oifname != "lo" meta skuid kiosk meta l4proto tcp drop; }; }'
    )
    ready.on(FIRST, "nft", "-f", "-", text=slow)
    try:
        open_item(ready)
        until(lambda: way_back(ready), 5, "the way back")
        time.sleep(12)  # the page beats every 5 s
        assert ready.health(FIRST)["visit"] == "FC-001"
        assert way_back(ready)
    finally:
        ready.on(FIRST, "nft", "delete", "table", "inet", "slow")
    touch_way_back(ready)


def test_a_citizen_who_comes_back_another_way_leaves_no_login(ready: Terminals) -> None:
    """Alt+Left or the item's own script: the home page is loaded again and gives its first sign of life."""
    beat = (
        "import urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/heartbeat', b'{\"id\": \"back\"}', "
        "{'Origin': 'http://127.0.0.1:8000'}))"
    )
    open_item(ready)
    browser = ready.on(FIRST, "pgrep", "--oldest", "--euid", "kiosk", "-x", "chromium")
    ready.on(FIRST, "python3", "-c", beat)
    until(lambda: ready.health(FIRST)["visit"] is None, 15, "a new browser")
    assert ready.look(FIRST, wait=30)["screen/content"][0] == "pass"
    assert ready.on(FIRST, "pgrep", "--oldest", "--euid", "kiosk", "-x", "chromium") != browser


def test_ipv6_is_off_and_the_address_is_the_installer_s(ready: Terminals) -> None:
    shown = ready.on(FIRST, "ip", "-oneline", "address", "show", "dev", "eth0")
    assert re.findall(r"inet6? (\S+)", shown) == ["10.96.128.2/27"]


def test_after_a_reboot_it_comes_back_by_itself(ready: Terminals) -> None:
    ready.lab.fault("terminal-off", FIRST)
    ready.lab.fault("terminal-on", FIRST)
    assert {status for status, _ in ready.look(FIRST, wait=45).values()} == {"pass"}
    assert connect(ready, FIRST, CANARY, 80) == "[Errno 113] No route to host"
    units = ready.on(FIRST, "systemctl", "--failed", "--plain", "--no-legend")
    assert units == ""
    assert ready.roles("--limit", FIRST).recap(FIRST)["changed"] == 0
