"""Another client of the server, in a process of its own: one GetCode after the other on one connection.

Told "begin" and "end" on its input; answers "end" with a line of JSON: calls, failures, longest call in seconds.
"""

import json
import sys
import threading
import time

import grpc

from peer import GET_CODE, KEY


def main(address, authority):
    with open(authority, "rb") as file:
        credentials = grpc.ssl_channel_credentials(file.read())
    channel = grpc.secure_channel(address, credentials)
    get_code = channel.unary_unary(GET_CODE)
    get_code(KEY, timeout=20)
    print("ready", flush=True)
    for line in sys.stdin:
        if line == "begin\n":
            ended = threading.Event()
            threading.Thread(target=wait_for_end, args=[ended], daemon=True).start()
            print(json.dumps(watch(get_code, ended)), flush=True)


def wait_for_end(ended):
    sys.stdin.readline()
    ended.set()


def watch(get_code, ended):
    calls, failures, longest = 0, [], 0
    while True:
        is_last = ended.wait(0.005)  # One more after the end: what was done to the server may show late.
        start = time.monotonic()
        try:
            get_code(KEY, timeout=5)
        except grpc.RpcError as error:
            failures.append(f"{error.code()}: {error.details()}")
        longest = max(longest, time.monotonic() - start)
        calls += 1
        if is_last:
            return {"calls": calls, "failures": failures[:5], "longest": longest}


main(*sys.argv[1:])
