#!/usr/bin/env bash
# Sourced by the other scripts, and by people: installs what they need, once, and puts it on the path.
#
#   . script/setup.sh && setup_controller
#
#   GOVKIOSK_PYTHON   the controller's Python (default: the newest of python3.13, 3.12, 3.11 and python3 that is new enough)
#   GOVKIOSK_CACHE    where virtual environments and the terminals' base system are kept (default: /var/cache/govkiosk)
#
# Whatever goes wrong is said in one sentence and returned: a person's shell is never left, and its path is touched last.

# Another shell reads no further than this.
if [ -z "${BASH_VERSION-}" ]; then
    echo "error: script/setup.sh is written for bash: start bash first" >&2
    return 1
fi

root=$(CDPATH='' cd -- "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export GOVKIOSK_CACHE=${GOVKIOSK_CACHE:-/var/cache/govkiosk}
[[ $GOVKIOSK_CACHE == /* ]] || GOVKIOSK_CACHE=$PWD/$GOVKIOSK_CACHE
export PYTHONPATH=$root:$root/collections
export ANSIBLE_CONFIG=$root/ansible.cfg
# Forms, messages and file names are Chinese; a bare machine's C locale cannot print them.
# The language stays that of whoever runs this.
export GOVKIOSK_LANG=${GOVKIOSK_LANG:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}}
export LC_ALL=C.UTF-8

say() {
    printf '[%4ds] %s\n' "$SECONDS" "$*"
}

# Says what is wrong and is false, so that a function ends with: || error "what" || return
error() {
    printf 'error: %s\n' "$*" >&2
    return 1
}

# Runs a command that is silent unless it fails.
quietly() {
    local log status=0
    log=$(mktemp) || error "there is no room for temporary files in ${TMPDIR:-/tmp}" || return
    "$@" >|"$log" 2>&1 || status=$?
    [[ $status -eq 0 ]] || cat "$log" >&2
    rm -f "$log"
    return "$status"
}

# Debian packages: what is missing is installed, nothing else is touched.
need_packages() {
    local package missing=()
    command -v dpkg-query >/dev/null || error "this machine has no dpkg: the toolkit is made for Debian 12 and 13" || return
    for package in "$@"; do
        [[ $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) == "install ok installed" ]] || missing+=("$package")
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0
    [[ $EUID -eq 0 ]] || error "missing Debian packages: ${missing[*]}; run this as root, or install them first" || return
    say "installing ${missing[*]}"
    if ! quietly apt-get update -qq ||
        ! DEBIAN_FRONTEND=noninteractive quietly apt-get install -y -qq --no-install-recommends "${missing[@]}"; then
        error "apt-get could not install ${missing[*]}"
    fi
}

# The controller's Python: 3.11 goes with ansible-core 2.19, 3.12 and newer with 2.21.
pythons=(/usr/bin/python3.13 /usr/bin/python3.12 /usr/bin/python3.11 /usr/bin/python3 python3)

choose_python() {
    local candidate fit="Python 3.11 or newer with its venv module" choice=("${pythons[@]}")
    [[ -z ${GOVKIOSK_PYTHON-} ]] || choice=("$GOVKIOSK_PYTHON")
    for candidate in "${choice[@]}"; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$candidate"
            return 0
        fi
    done
    [[ -z ${GOVKIOSK_PYTHON-} ]] || error "GOVKIOSK_PYTHON is $GOVKIOSK_PYTHON, which is no $fit" || return
    error "there is no $fit here; install python3 and python3-venv, or set GOVKIOSK_PYTHON"
}

# A virtual environment per Python and per set of pinned requirements, shared by all checkouts.
setup_venv() {
    local requirements=$root/requirements/$1.txt python digest venv
    need_packages python3 python3-venv || return
    python=$(choose_python) || return
    digest=$({ "$python" -VV && cat "$requirements"; } | sha256sum | cut -c 1-12)
    venv=$GOVKIOSK_CACHE/venv-$1-$digest
    [[ -e $venv/.complete ]] || make_venv "$venv" "$python" "$requirements" || return
    export PATH=$venv/bin:$PATH VIRTUAL_ENV=$venv
}

# Two at once make it once; one that was killed half-way is made again.
make_venv() {
    local venv=$1 python=$2 requirements=$3
    if ! mkdir -p "$GOVKIOSK_CACHE" 2>/dev/null || [[ ! -w $GOVKIOSK_CACHE ]]; then
        error "the cache $GOVKIOSK_CACHE cannot be written; run this as its owner, or set GOVKIOSK_CACHE to a folder of yours" || return
    fi
    (
        flock 9
        [[ ! -e $venv/.complete ]] || exit 0
        say "making the virtual environment for $("$python" -V) ($(basename "$requirements" .txt))"
        rm -rf "$venv"
        quietly "$python" -m venv "$venv" &&
            quietly "$venv/bin/pip" install --quiet --disable-pip-version-check --use-pep517 --no-deps --require-hashes \
                --requirement "$requirements" &&
            touch "$venv/.complete"
    ) 9>>"$GOVKIOSK_CACHE/venv.lock" || error "the virtual environment $venv could not be made"
}

# What deploy.yml needs on a controller.
setup_controller() {
    need_packages ca-certificates dpkg openssh-client fonts-noto-cjk || return
    setup_venv controller
}

# What the lab and its tests need besides.
setup_lab() {
    [[ $EUID -eq 0 ]] || error "the lab makes network namespaces and boots terminals: run this as root" || return
    need_packages ca-certificates dpkg openssh-client fonts-noto-cjk \
        iproute2 iputils-ping mmdebstrap nftables procps systemd-container util-linux || return
    setup_venv test
}

# What the checks of script/test need besides the lab.
setup_test() {
    setup_lab || return
    need_packages git poppler-utils shellcheck
}
