"""Conversations that were right once, with bytes changed, dropped, doubled and cut, over TLS and under it."""

import os
import random
import socket

import pytest

from peer import BATCH_GET_CODES, KEY, PREFACE, Connection, raw_frame
from test_slow_peers import client_hello

# ABUSE_SEEDS=10000 makes a long run of it; a seed that fails is the number in the test's name.
SEEDS = int(os.environ.get("ABUSE_SEEDS", 12))
CONVERSATIONS = 25


def mutate(data, random):
    data = bytearray(data)
    for _ in range(random.choice([1, 1, 2, 8, 40])):
        at = random.randrange(len(data))
        size = random.choice([1, 1, 4, 30])
        match random.randrange(5):
            case 0: data[at] = random.randrange(256)
            case 1: data[at] ^= 1 << random.randrange(8)
            case 2: del data[at:at + size]
            case 3: data[at:at] = data[at:at + size]
            case 4: data[at:at] = random.randbytes(size)
        if not data:
            break
    return bytes(data)


def conversation(connection):
    """Some of everything a client may send."""
    return (
        PREFACE + raw_frame(4, 0, 0, b"\x00\x03\x00\x00\x00\x64\x00\x04\x00\x01\x00\x00") + connection.call(1)
        + raw_frame(2, 0, 3, b"\x00\x00\x00\x01\x10") + connection.headers(3)
        + raw_frame(8, 0, 0, b"\x00\x01\x00\x00") + raw_frame(0, 8, 3, b"\x02" + b"\x00\x00\x00" + b"pp")
        + raw_frame(6, 0, 0, b"ABCDEFGH") + raw_frame(3, 0, 3, b"\x00\x00\x00\x08")
        + connection.call(5, KEY * 20, BATCH_GET_CODES, ("grpc-timeout", "10S"), ("x-trace-bin", "AAECAw"))
        + raw_frame(7, 0, 0, bytes(8)))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_frames_that_are_wrong_harm_nobody(server, seed):
    choices = random.Random(seed)
    for _ in range(CONVERSATIONS):
        with Connection(server, preface=b"") as connection:
            data = mutate(conversation(connection), choices)
            while data:
                step = choices.choice([len(data), len(data), 1 + len(data) // 3])
                connection.send(data[:step])
                data = data[step:]
            connection.read(0.005)


@pytest.mark.parametrize("seed", range(2))
def test_handshakes_that_are_wrong_harm_nobody(server, seed):
    choices = random.Random(seed)
    host, port = server.address.rsplit(":", 1)
    for _ in range(100):
        with socket.create_connection((host, int(port)), timeout=5) as peer:
            peer.sendall(mutate(client_hello(), choices))
            peer.settimeout(0.005)
            try:
                peer.recv(4096)
            except (TimeoutError, ConnectionResetError):
                pass
