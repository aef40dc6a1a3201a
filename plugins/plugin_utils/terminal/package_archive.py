# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a built Debian package holds, file by file: a name and a version say nothing about it.

Source: deb(5) and ar(5).
"""

from __future__ import annotations

import io
import tarfile
from dataclasses import dataclass

_MAGIC = b"!<arch>\n"
_HEADER = 60


@dataclass(frozen=True)
class Member:
    """One file or link of a package as root will have it."""

    content: bytes
    mode: int
    owner: tuple[int, int] = (0, 0)
    link: str = ""


def read(data: bytes) -> dict[str, Member]:
    """Return a package's files and links by path, its control files under `DEBIAN/`.

    Raises:
        ValueError: it is no package, or holds something else than plain files, links and folders of root.
    """
    parts = _parts(data)
    if list(parts) != ["debian-binary", "control.tar.xz", "data.tar.xz"]:
        raise ValueError(f"it holds {', '.join(parts) or 'nothing'}")
    return {**_members(parts["control.tar.xz"], "DEBIAN/"), **_members(parts["data.tar.xz"], "")}


def _parts(data: bytes) -> dict[str, bytes]:
    if not data.startswith(_MAGIC):
        raise ValueError("it is no archive")
    parts, at = {}, len(_MAGIC)
    while at < len(data):
        header = data[at : at + _HEADER]
        size = int(header[48:58])
        parts[header[:16].decode("ascii").strip().rstrip("/")] = data[at + _HEADER : at + _HEADER + size]
        at += _HEADER + size + size % 2
    return parts


def _members(data: bytes, prefix: str) -> dict[str, Member]:
    found = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:xz") as archive:
            for member in archive:
                name, owner = prefix + member.name.removeprefix("./"), (member.uid, member.gid)
                if member.isdir() and owner == (0, 0) and member.mode == 0o755:
                    continue
                stream = archive.extractfile(member) if member.isfile() else None
                if stream is None and not member.issym():
                    raise ValueError(f"{name} is no plain file")
                found[name] = Member(stream.read() if stream else b"", member.mode, owner, member.linkname)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise ValueError(str(error)) from error
    return found
