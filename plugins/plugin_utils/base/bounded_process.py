# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A program whose output somebody else decides: so many bytes, so many seconds, and it is ended."""

from __future__ import annotations

import os
import selectors
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

from ...module_utils.message import say

PIECE = 1 << 16
PAUSE = 0.05  # seconds between two looks whether it has ended without a word


@dataclass(frozen=True)
class Bounds:
    """The most that a program may say and how long it may take.

    Attributes:
        output: bytes on standard output.
        errors: bytes on standard error; what is said beyond is left out.
        seconds: from its start to its end.
    """

    output: int = 8 << 20
    errors: int = 64 << 10
    seconds: float = 900.0


@dataclass(frozen=True)
class Ended:
    """How it ended: `excess` says which bound ended it, empty if none did."""

    status: int
    output: bytes
    errors: bytes
    excess: str = ""


def run(command: Sequence[str], given: bytes, bounds: Bounds) -> Ended:
    """Run a program to its end or to the first bound that it meets; it is not left running.

    Raises:
        OSError: it cannot be started.
    """
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
    ) as process:
        try:
            return _Talk(process, given, bounds).to_the_end()
        finally:
            process.kill()


class _Talk:
    """What goes to a program and comes from it."""

    def __init__(self, process: subprocess.Popen[bytes], given: bytes, bounds: Bounds) -> None:
        self.process, self.rest, self.bounds = process, memoryview(given), bounds
        self.end = time.monotonic() + bounds.seconds
        self.said = {process.stdout: bytearray(), process.stderr: bytearray()}
        self.ready = selectors.DefaultSelector()

    def to_the_end(self) -> Ended:
        """Talk until the program has ended, or a bound is met."""
        output, errors = self.said.values()
        with self.ready:
            self._open()
            while not (excess := self._excess(output)) and self._once():
                del errors[self.bounds.errors :]
        return Ended(-1 if excess else self.process.wait(), bytes(output), bytes(errors), excess)

    def _open(self) -> None:
        stdin = self.process.stdin
        for stream in self.said:
            self._register(stream, selectors.EVENT_READ)
        if stdin and not self.rest:
            stdin.close()
        else:
            self._register(stdin, selectors.EVENT_WRITE)

    def _register(self, stream: IO[bytes] | None, event: int) -> None:
        if stream:
            os.set_blocking(stream.fileno(), False)
            self.ready.register(stream, event)

    def _excess(self, output: bytearray) -> str:
        if len(output) > self.bounds.output:
            return say("said more than {limit} bytes", limit=self.bounds.output)
        late = time.monotonic() >= self.end and self.process.poll() is None
        return say("did not end within {seconds:g} s", seconds=self.bounds.seconds) if late else ""

    def _once(self) -> bool:
        """Take or give what can be; tell whether anything more may come.

        A program in the background may hold standard error open: what counts is the end of the one that was started.
        """
        if not self.ready.get_map():
            return self._wait()
        over = self.process.poll() is not None
        events = self.ready.select(0 if over else PAUSE)
        for key, _ in events:
            if key.fileobj is self.process.stdin:
                self._write(key.fd)
            else:
                self._read(key)
        return not over or bool(events)

    def _wait(self) -> bool:
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, self.end - time.monotonic()))
        return self.process.returncode is None

    def _write(self, descriptor: int) -> None:
        try:
            self.rest = self.rest[os.write(descriptor, self.rest[:PIECE]) :]
        except BlockingIOError:
            return
        except BrokenPipeError:
            self.rest = self.rest[:0]
        if not self.rest and self.process.stdin:
            self.ready.unregister(self.process.stdin)
            self.process.stdin.close()

    def _read(self, key: selectors.SelectorKey) -> None:
        try:
            piece = os.read(key.fd, PIECE)
        except BlockingIOError:
            return
        self.said[key.fileobj] += piece  # type: ignore[index]
        if not piece:
            self.ready.unregister(key.fileobj)
