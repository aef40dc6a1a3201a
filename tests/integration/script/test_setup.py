# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`. script/setup.sh && setup_…`, as a person types it: what is missing is one sentence and a status, and the shell goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PATH = os.environ["PATH"]
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
# What stands for dpkg-query: everything is installed, or nothing.
INSTALLED = "#!/bin/sh\necho 'install ok installed'\n"
ABSENT = "#!/bin/sh\nexit 1\n"
# The one that everybody may run; what runs the tests may lie in root's home.
EVERYBODY_S = "/usr/bin/python3"
FIT = "Python 3.11 or newer with its venv module"


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A checkout that anybody may read, with a cache beside it and with no requirements yet."""
    with tempfile.TemporaryDirectory(dir="/tmp") as made:
        folder = Path(made)
        folder.chmod(0o755)
        shutil.copytree(ROOT / "script", folder / "script")
        (folder / "requirements").mkdir()
        for name in ("controller", "test"):
            (folder / "requirements" / f"{name}.txt").write_text("")
        (folder / "bin").mkdir()
        yield folder


@dataclass(frozen=True)
class Typed:
    """What a person types, where, and what is said.

    Attributes:
        error: the one line on stderr; `{here}` is the checkout.
        dpkg: what stands for dpkg-query.
        first: typed before anything else, as a person's ~/.bashrc may have it.
        before: typed before the set-up.
        normal: a normal user types it, not root.
    """

    error: str
    command: str = "setup_controller"
    dpkg: str = INSTALLED
    first: str = ":"
    before: str = ":"
    environment: dict[str, str] = field(default_factory=dict)
    normal: bool = False


CASES = {
    "a Python that is none": Typed(
        f"GOVKIOSK_PYTHON is /bin/false, which is no {FIT}", environment={"GOVKIOSK_PYTHON": "/bin/false"}
    ),
    "a Python that is not there": Typed(
        f"GOVKIOSK_PYTHON is /no where/python, which is no {FIT}", environment={"GOVKIOSK_PYTHON": "/no where/python"}
    ),
    "no Python at all": Typed(
        f"there is no {FIT} here; install python3 and python3-venv, or set GOVKIOSK_PYTHON",
        before="pythons=(/usr/bin/python2.7 /bin/false)",
    ),
    "a cache that cannot be made": Typed(
        "the cache /proc/none cannot be written; run this as its owner, or set GOVKIOSK_CACHE to a folder of yours",
        environment={"GOVKIOSK_CACHE": "/proc/none"},
    ),
    "a cache that is a file": Typed(
        "the cache {here}/script/lab cannot be written; run this as its owner, or set GOVKIOSK_CACHE to a folder of yours",
        environment={"GOVKIOSK_CACHE": "script/lab"},
    ),
    "root's cache": Typed(
        "the cache {here}/. cannot be written; run this as its owner, or set GOVKIOSK_CACHE to a folder of yours",
        environment={"GOVKIOSK_CACHE": "."}, normal=True,
    ),
    "missing packages": Typed(
        "missing Debian packages: ca-certificates dpkg openssh-client fonts-noto-cjk; run this as root, or install them "
        "first",
        dpkg=ABSENT, normal=True,
    ),
    "the lab": Typed(
        "the lab makes network namespaces and boots terminals: run this as root", command="setup_lab", normal=True
    ),
    "the tests": Typed(
        "the lab makes network namespaces and boots terminals: run this as root", command="setup_test", normal=True
    ),
}  # fmt: skip


def typed(
    checkout: Path, case: Typed, then: str = 'echo "status $?"; echo "$PATH"'
) -> subprocess.CompletedProcess[str]:
    """Type it in bash."""
    stand_in = checkout / "bin" / "dpkg-query"
    stand_in.write_text(case.dpkg)
    stand_in.chmod(0o755)
    lines = f"{case.first}\n. script/setup.sh && {case.before} && {case.command}\n{then}\n"
    user = NOBODY if case.normal and os.geteuid() == 0 else []
    path = f"{checkout / 'bin'}:{PATH}"
    environment = {"PATH": path, "HOME": "/nonexistent", "GOVKIOSK_CACHE": f"{checkout}/cache", **case.environment}
    return subprocess.run(
        [*user, "bash", "--norc", "-c", lines],
        cwd=checkout, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_missing_is_said_and_the_shell_goes_on(case: Typed, checkout: Path) -> None:
    done = typed(checkout, case)
    assert done.stderr == f"error: {case.error.format(here=checkout)}\n"
    assert done.stdout.splitlines() == ["status 1", f"{checkout / 'bin'}:{PATH}"]


def test_no_dpkg(checkout: Path) -> None:
    done = typed(checkout, Typed("", before="PATH=/nowhere"), then='echo "status $?"')
    assert done.stderr == "error: this machine has no dpkg: the toolkit is made for Debian 12 and 13\n"
    assert done.stdout.splitlines() == ["status 1"]


def test_another_shell(checkout: Path) -> None:
    lines = '. script/setup.sh && setup_controller; echo "status $?"'
    done = subprocess.run(
        ["dash", "-c", lines.replace(". ", ". ./")], cwd=checkout, capture_output=True, text=True, check=False
    )
    assert done.stderr == "error: script/setup.sh is written for bash: start bash first\n"
    assert done.stdout == "status 1\n"


def test_a_package_that_pip_does_not_get_leaves_nothing_half_done(checkout: Path) -> None:
    nowhere = f"none @ file://{checkout}/none-1.tar.gz --hash=sha256:{'0' * 64}\n"
    (checkout / "requirements" / "controller.txt").write_text(nowhere)
    done = typed(checkout, Typed("", environment={"GOVKIOSK_PYTHON": sys.executable}))
    assert "No such file or directory" in done.stderr
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"error: the virtual environment {checkout}/cache/venv-controller-")
    assert last.endswith(" could not be made")
    assert done.stdout.splitlines()[1:] == ["status 1", f"{checkout / 'bin'}:{PATH}"]
    assert not [*checkout.glob("cache/*/.complete")]


def test_all_is_well_in_a_shell_with_manners_of_its_own(checkout: Path) -> None:
    manners = "set -uCf; CDPATH=/usr:$PWD; IFS=:"
    case = Typed("", first=manners, environment={"GOVKIOSK_PYTHON": EVERYBODY_S, "PIP_NO_INDEX": "1"})
    done = typed(checkout, case, then='echo "status $?"; echo "$PATH"; python -c "import sys; print(sys.prefix)"')
    made, status, path, prefix = done.stdout.splitlines()
    assert done.stderr == ""
    assert "making the virtual environment for Python 3" in made
    assert status == "status 0"
    assert path == f"{prefix}/bin:{checkout / 'bin'}:{PATH}"
    assert prefix.startswith(f"{checkout}/cache/venv-controller-")
    # The second time nothing has to be written, so a normal user may use what root has made.
    again = typed(checkout, Typed("", environment={"GOVKIOSK_PYTHON": EVERYBODY_S}, normal=True))
    assert (again.stderr, again.stdout.splitlines()[0]) == ("", "status 0")


@pytest.mark.parametrize("script", ["lab", "test"])
def test_a_script_stops(script: str, checkout: Path) -> None:
    (checkout / "inventory" / "lab").mkdir(parents=True)
    case = Typed("", command=f"script/{script}", normal=True)
    done = typed(checkout, case)
    assert done.stderr == "error: the lab makes network namespaces and boots terminals: run this as root\n"
    assert done.stdout.splitlines()[0] == "status 1"
