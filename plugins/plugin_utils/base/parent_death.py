# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a run has begun on devices ends with the run.

Ansible's workers are in sessions of their own: after a SIGKILL of ansible-playbook they would go on typing, while the
locks of their sites, which are worth what that process is, are free for the next run.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal

_PR_SET_PDEATHSIG = 1


def end_with_run() -> None:
    """Have the kernel end this worker together with the process that forked it (prctl(2), PR_SET_PDEATHSIG).

    Does nothing in a process that is no worker.

    Raises:
        OSError: the kernel does not take it.
    """
    run = multiprocessing.parent_process()
    if run is None:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL):
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != run.pid:
        # It ended before the kernel was asked.
        os.kill(os.getpid(), signal.SIGKILL)
