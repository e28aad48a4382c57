#!/usr/bin/python3
"""Holds connections to a port of this machine: crowd.py KIND PORT CONNECTIONS."""

import selectors
import socket
import sys

KIND, PORT, CONNECTIONS = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
BANNER = b"SSH-2.0-OpenSSH_9.2\r\n"
GARBAGE = bytes(range(256)) * 4
FIRST = {"silent": [b""], "banner": [BANNER], "garbage": [GARBAGE], "mixed": [b"", BANNER, GARBAGE, BANNER + GARBAGE]}


def connect(number):
    connection = socket.create_connection(("127.0.0.1", PORT), 5)
    first = FIRST[KIND][number % len(FIRST[KIND])]
    if first:
        connection.sendall(first)
    connection.setblocking(False)
    return connection


def main():
    held = selectors.DefaultSelector()
    for number in range(CONNECTIONS):
        try:
            held.register(connect(number), selectors.EVENT_READ, number)
        except OSError:
            pass
    print("held", len(held.get_map()), flush=True)
    while True:
        for key, _ in held.select():
            try:
                if key.fileobj.recv(4096):
                    continue
            except OSError:
                pass
            held.unregister(key.fileobj)
            key.fileobj.close()
        if not held.get_map():
            return


main()
