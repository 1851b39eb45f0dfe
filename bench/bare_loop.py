"""The least a forwarder in Python can do with the library's own calls; a program of its own.

Unprotect, rewrite the header, `Session.protect`, `sendto`: no ICE, no reports, no cache, no repair.
It reads keys and addresses as JSON on its first line of input and prints its port.
"""

import json
import socket
import struct
import sys

from pylibsrtp import Policy, Session

_HEADER = struct.Struct("!BBHII")


def session(key: str, direction: int) -> Session:
    """Make a session for AES-128-GCM."""
    return Session(
        Policy(
            key=bytes.fromhex(key),
            ssrc_type=direction,
            srtp_profile=Policy.SRTP_PROFILE_AEAD_AES_128_GCM,
        )
    )


def main() -> None:
    """Forward until the process is ended."""
    told = json.loads(sys.stdin.readline())
    inbound = session(told["key"], Policy.SSRC_ANY_INBOUND)
    viewers = [
        (session(key, Policy.SSRC_ANY_OUTBOUND), (host, port), ssrc)
        for ssrc, (key, host, port) in enumerate(told["viewers"], 10)
    ]
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
        sock.setsockopt(socket.SOL_SOCKET, option, 4 * 1024 * 1024)
    sock.bind(("127.0.0.1", 0))
    print(sock.getsockname()[1], flush=True)
    while True:
        packet = inbound.unprotect(sock.recv(2048))
        first, second, sequence, timestamp, source = _HEADER.unpack_from(packet)
        payload = packet[12:]
        for outbound, address, ssrc in viewers:
            head = _HEADER.pack(first, second, sequence, timestamp, ssrc * 4 + source)
            sock.sendto(outbound.protect(head + payload), address)


if __name__ == "__main__":
    main()
