# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The lab's witness on the internet: captures every packet that reaches a namespace, whatever the canaries say.

    python -m lab.capture FILE

FILE is a pcap (draft-ietf-opsawg-pcap) of raw IP packets, LINKTYPE_RAW, which tcpdump and Wireshark read; `lab/witness.py` compares
it with the canaries' logs. It is there when nothing is missed any more. A witness that missed something is none: it ends.
"""

from __future__ import annotations

import socket
import struct
import sys
import time
from pathlib import Path

#: linux/if_ether.h, linux/if_packet.h, linux/socket.h.
ETH_P_ALL, IP, IPV6 = 0x0003, 0x0800, 0x86DD
TO_US = 0
SOL_PACKET, PACKET_STATISTICS = 263, 6
SO_RCVBUFFORCE, BUFFER_BYTES = 33, 8 << 20
#: Whole packets of a usual link; the file lies in memory.
LONGEST, MOST_BYTES = 2048, 64 << 20
#: Magic number (microseconds), version 2.4, zone, accuracy, longest packet, link type.
HEADER = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, LONGEST, 101)


def capture(path: Path) -> None:
    """Capture until the process is ended.

    Raises:
        RuntimeError: the kernel dropped a packet, or the file is full.
    """
    with socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL)) as heard:
        heard.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, BUFFER_BYTES)
        with path.open("xb", buffering=0) as file:
            file.write(HEADER)
            print("captures", file=sys.stderr, flush=True)
            while True:
                packet, place = heard.recvfrom(1 << 16)
                # Each packet that this host sends is heard as well, and one to itself twice.
                if place[1] in (IP, IPV6) and place[2] == TO_US:
                    seconds, rest = divmod(time.time_ns(), 10**9)
                    kept = packet[:LONGEST]
                    file.write(struct.pack("<IIII", seconds, rest // 1000, len(kept), len(packet)) + kept)
                _, dropped = struct.unpack("=II", heard.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8))
                if dropped or file.tell() > MOST_BYTES:
                    raise RuntimeError(f"{dropped} packets were missed, {file.tell()} bytes are written")


if __name__ == "__main__":
    capture(Path(sys.argv[1]))
