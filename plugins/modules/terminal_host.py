#!/usr/bin/python
# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Make a host a service terminal: package, settings, and what follows from them."""

from __future__ import annotations

DOCUMENTATION = r"""
module: terminal_host
short_description: Make a host a service terminal
version_added: 0.1.0
description:
  - Brings the Debian package C(govkiosk-terminal) and the terminal's own settings onto a terminal, and lets
    C(govkiosk-configure) turn them into firewall, browser policy, network, resolver, clock, screen and home page.
  - The package is built on the controller from the collection's own C(terminal/) folder; it travels only if the terminal
    has another version or altered files.
  - The settings come from the site file, the catalogue and the address of the host.
  - A package that does not install leaves the version before, or nothing.
  - The firewall is proven twice, by its text before anything is sent and by what the kernel lists afterwards. It lets
    out what the terminal's grants need, and nothing else.
author: govkiosk maintainers (@govkiosk)
options:
  backend:
    description: Where the picture goes; C(drm) is the panel, C(headless) a picture in memory (for laboratories).
    type: str
    choices: [drm, headless]
    default: drm
  idle_seconds:
    description: How long the home page waits for a citizen before it goes back to its start, in seconds.
    type: int
    default: 60
  version:
    description: The package's version; filled in by the action.
    type: str
  config:
    description: The text of C(/etc/govkiosk/terminal.json); filled in by the action.
    type: str
  depends:
    description: Debian packages that must be there first; filled in by the action.
    type: list
    elements: str
    default: []
  deb:
    description: Where the package's file lies on the terminal; filled in by the action when it is needed.
    type: path
attributes:
  check_mode:
    description: Tells what would change and touches nothing.
    support: full
  diff_mode:
    description: Shows the change of the settings.
    support: full
requirements:
  - dpkg-deb on the controller
  - Debian 12 or a system made from it, with Python 3.8 or later, on the terminal
"""

EXAMPLES = r"""
- name: Make the host a service terminal
  govkiosk.site.terminal_host:
    backend: drm
  register: terminal_host_result
"""

RETURN = r"""
version:
  description: The version of the package that is (or would be) installed.
  type: str
  returned: always
  sample: 0.1.0+2eaf2ddb4e
version_before:
  description: The version that was installed, empty if none.
  type: str
  returned: always
settings_differ:
  description: Whether the terminal's settings were others than those of the inventory.
  type: bool
  returned: always
altered:
  description: Files of the package that were changed by hand.
  type: list
  elements: str
  returned: always
files:
  description: What the settings changed on the host, files and kernel values.
  type: list
  elements: str
  returned: always
restarted:
  description: Units that were restarted.
  type: list
  elements: str
  returned: always
os:
  description: The operating system.
  type: str
  returned: always
kernel:
  description: The kernel's release.
  type: str
  returned: always
browser:
  description: The browser's version.
  type: str
  returned: always
app_version:
  description: The same as C(version), under the name that forms use.
  type: str
  returned: always
"""

import contextlib
import json
import os
import subprocess
import tempfile
from typing import Any, Dict, List

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.govkiosk.site.plugins.module_utils import debian_package
from ansible_collections.govkiosk.site.plugins.module_utils.message import Message, failure, say

NAME = "govkiosk-terminal"
SETTINGS = "/etc/govkiosk/terminal.json"
CONFIGURE = "/usr/sbin/govkiosk-configure"
UNITS = ("govkiosk-keeper.service", "govkiosk-home.service", "govkiosk-screen.service")


class ConfigureError(RuntimeError):
    """govkiosk-configure refused; its one argument is the message."""


def get_argument_spec() -> Dict[str, Any]:
    """Return the module's arguments."""
    return {
        "backend": {"type": "str", "choices": ["drm", "headless"], "default": "drm"},
        "idle_seconds": {"type": "int", "default": 60},
        "version": {"type": "str"},
        "config": {"type": "str"},
        "depends": {"type": "list", "elements": "str", "default": []},
        "deb": {"type": "path"},
    }


def read(path: str) -> str:
    """Return a file's text, empty if it is not there."""
    try:
        with open(path, encoding="utf-8") as stream:
            return stream.read()
    except FileNotFoundError:
        return ""


def write(path: str, text: str) -> None:
    """Replace a file atomically; without text, remove it."""
    if not text:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        return
    os.makedirs(os.path.dirname(path), mode=0o755, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path))
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    os.chmod(temporary, 0o644)
    os.replace(temporary, path)


def configure(*arguments: str) -> Dict[str, Any]:
    """Run govkiosk-configure and return what it says; raise ConfigureError if it refuses."""
    done = subprocess.run(
        [CONFIGURE, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", timeout=120
    )
    try:
        said: Dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise ConfigureError(
            say(
                "govkiosk-configure: exit {status}: {answer}",
                id="configure-ended",
                status=done.returncode,
                answer=done.stderr.strip()[-400:],
            )
        ) from None
    if done.returncode or "error" in said:
        answer = refusal({"error": done.stderr.strip(), **said})
        raise ConfigureError(say("govkiosk-configure: {answer}", id="configure-refused", answer=answer))
    return said


def refusal(said: Dict[str, Any]) -> str:
    """Return what govkiosk-configure refused with: one of our own sentences, by its id, or what a program there said."""
    values = said.get("values") or {}
    if said.get("id") == "no-network-card":
        return say(
            "no network card carries {address} or has the MAC {mac} (this host has: {seen})",
            id="no-network-card",
            **values,
        )
    if said.get("id") == "sshd-refused":
        return say("sshd refused {config}, which is taken away again: {answer}", id="sshd-refused", **values)
    return str(said["error"])[-400:]


def facts() -> Dict[str, str]:
    """Return what forms say about the host."""
    release = dict(line.split("=", 1) for line in read("/etc/os-release").splitlines() if "=" in line)
    browser = debian_package.versions(["chromium"]).get("chromium", "")
    return {
        "os": release.get("PRETTY_NAME", "").strip('"'),
        "kernel": os.uname().release,
        "browser": f"Chromium {browser.split('-')[0]}" if browser else "",
    }


def ruleset() -> str:
    """Return every table as the kernel has it, for the controller to prove: another one can undo ours."""
    done = subprocess.run(
        ["nft", "list", "ruleset"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", timeout=30,
    )  # fmt: skip
    if done.returncode:
        answer = done.stderr.strip()[-400:]
        raise ConfigureError(say("the firewall cannot be read back: {answer}", id="firewall-unread", answer=answer))
    return done.stdout


def would_change(config: str, package: bool) -> Dict[str, Any]:
    """Return what a run would change, touching nothing."""
    if package:
        return {"changed": True, "files": [], "restarted": list(UNITS)}
    handle, path = tempfile.mkstemp(suffix=".json")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(config)
        said = configure("--check", "--settings", path)
    finally:
        os.unlink(path)
    changed = bool(said["changed"] or said["restarted"] or config != read(SETTINGS))
    return {"changed": changed, "files": said["changed"], "restarted": said["restarted"]}


def settle(config: str, upgraded: bool) -> Dict[str, Any]:
    """Put the settings in place and let the host follow; on refusal the settings before are back."""
    before = read(SETTINGS)
    if config != before:
        write(SETTINGS, config)
    try:
        said = configure("--restart", *UNITS) if upgraded else configure()
    except ConfigureError:
        write(SETTINGS, before)
        raise
    changed = bool(upgraded or config != before or said["changed"] or said["restarted"])
    return {"changed": changed, "files": said["changed"], "restarted": said["restarted"]}


def run(module: AnsibleModule) -> Dict[str, Any]:
    """Do the module's work and return its result."""
    version, config = module.params["version"], module.params["config"]
    installed = debian_package.installed(NAME)
    package = installed.version != version or bool(installed.altered)
    before = read(SETTINGS)
    result: Dict[str, Any] = {
        "version": version,
        "app_version": version,
        "version_before": installed.version,
        **facts(),
    }
    result.update(altered=list(installed.altered), settings_differ=before != config)
    diffs: List[Dict[str, str]] = []
    if package:
        reason = f" (altered: {', '.join(installed.altered)})" if installed.altered else ""
        diffs.append(
            {
                "before_header": NAME, "after_header": NAME,
                "before": f"version {installed.version or 'none'}{reason}\n", "after": f"version {version}\n",
            }
        )  # fmt: skip
    if before != config:
        diffs.append({"before_header": SETTINGS, "after_header": SETTINGS, "before": before, "after": config})
    result["diff"] = diffs
    if module.check_mode:
        return {**result, **would_change(config, package)}
    if package and not module.params["deb"]:
        return {**result, "changed": False, "files": [], "restarted": [], "need_package": True}
    if package:
        debian_package.install(NAME, module.params["deb"], module.params["depends"])
    return {**result, **settle(config, package), "ruleset": ruleset()}


def late(error: subprocess.TimeoutExpired) -> Message:
    """Say which program did not come to its end."""
    command = error.cmd if isinstance(error.cmd, str) else " ".join(map(str, error.cmd))
    return say(
        "{command} did not end within {seconds:g} s",
        id="host-late",
        command=command[:200],
        seconds=float(error.timeout),
    )


def main() -> None:
    """Run the module."""
    module = AnsibleModule(argument_spec=get_argument_spec(), supports_check_mode=True)
    if not module.params["version"] or not module.params["config"]:
        module.fail_json(
            **failure(
                say(
                    "terminal_host runs through its action plugin, which fills in version and config",
                    id="host-no-action",
                )
            )
        )
    try:
        module.exit_json(**run(module))
    except debian_package.PackageError as error:
        module.fail_json(**failure(error.what, error.fix))
    except ConfigureError as error:
        module.fail_json(**failure(error.args[0]))
    except OSError as error:
        what = say("the terminal's disk refused: {error}", id="host-disk", error=str(error))
        module.fail_json(**failure(what, say("make room or mend the disk and run again", id="host-mend-disk")))
    except subprocess.TimeoutExpired as error:
        what = late(error)
        fix = say("look at the terminal's journal (journalctl -b -p warning) and run again", id="host-look-journal")
        module.fail_json(**failure(what, fix))


if __name__ == "__main__":
    main()
