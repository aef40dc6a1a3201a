#!/usr/bin/env bash
# Sourced by the other scripts: installs what they need, once, and puts it on the path.
#
#   GOVKIOSK_PYTHON   the controller's Python (default: the newest of python3.13, 3.12, 3.11 and python3 that is new enough)
#   GOVKIOSK_CACHE    where virtual environments and the terminals' base system are kept (default: /var/cache/govkiosk)

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export GOVKIOSK_CACHE=${GOVKIOSK_CACHE:-/var/cache/govkiosk}
export PYTHONPATH=$root:$root/collections
export ANSIBLE_CONFIG=$root/ansible.cfg
# Forms, messages and file names are Chinese; a bare machine's C locale cannot print them.
export LC_ALL=C.UTF-8

say() {
    printf '[%4ds] %s\n' "$SECONDS" "$*"
}

die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Debian packages: what is missing is installed, nothing else is touched.
need_packages() {
    local package missing=()
    for package in "$@"; do
        [[ $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) == "install ok installed" ]] || missing+=("$package")
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0
    [[ $EUID -eq 0 ]] || die "missing Debian packages: ${missing[*]}; run this as root, or install them first"
    say "installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    local log status=0
    log=$(mktemp)
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 || status=$?
    [[ $status -eq 0 ]] || { cat "$log" >&2; rm -f "$log"; die "apt-get could not install ${missing[*]}"; }
    rm -f "$log"
}

# The controller's Python: 3.11 goes with ansible-core 2.19, 3.12 and newer with 2.21.
choose_python() {
    local candidate
    for candidate in ${GOVKIOSK_PYTHON:-/usr/bin/python3.13 /usr/bin/python3.12 /usr/bin/python3.11 /usr/bin/python3 python3}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    die "no Python 3.11 or newer found; install python3 or set GOVKIOSK_PYTHON"
}

# A virtual environment per Python and per set of pinned requirements, shared by all checkouts.
setup_venv() {
    local requirements=$root/requirements/$1.txt python digest venv
    need_packages python3 python3-venv
    python=$(choose_python)
    digest=$({ "$python" -VV; cat "$requirements"; } | sha256sum | cut -c 1-12)
    venv=$GOVKIOSK_CACHE/venv-$1-$digest
    if [[ ! -e $venv/.complete ]]; then
        say "making the virtual environment for $("$python" -V) ($1)"
        rm -rf "$venv"
        mkdir -p "$GOVKIOSK_CACHE"
        "$python" -m venv "$venv"
        "$venv/bin/pip" install --quiet --disable-pip-version-check --use-pep517 --no-deps --require-hashes --requirement "$requirements" 2> >(grep -v '^WARNING: Location' >&2)
        touch "$venv/.complete"
    fi
    export PATH=$venv/bin:$PATH VIRTUAL_ENV=$venv
}

# What deploy.yml needs on a controller.
setup_controller() {
    need_packages ca-certificates dpkg openssh-client fonts-noto-cjk
    setup_venv controller
}

# What the lab and its tests need besides.
setup_lab() {
    [[ $EUID -eq 0 ]] || die "the lab makes network namespaces and boots terminals: run this as root"
    need_packages ca-certificates dpkg openssh-client fonts-noto-cjk \
        iproute2 iputils-ping mmdebstrap nftables procps systemd-container util-linux
    setup_venv test
}

# What the checks of script/test need besides the lab.
setup_test() {
    setup_lab
    need_packages git poppler-utils shellcheck
}
