"""Another client of the server, in a process of its own: one unary call after the other on one connection.

Started with the server's address, its authority, the method, and the request in hexadecimal. Told "begin" and "end" on its input; answers "end" with a line of JSON: calls, failures, longest call in seconds.
"""

import json
import sys
import threading
import time

import grpc


def main(address, authority, path, request):
    with open(authority, "rb") as file:
        credentials = grpc.ssl_channel_credentials(file.read())
    channel = grpc.secure_channel(address, credentials)
    method = channel.unary_unary(path)
    call = lambda timeout: method(bytes.fromhex(request), timeout=timeout)
    call(20)
    print("ready", flush=True)
    for line in sys.stdin:
        if line == "begin\n":
            ended = threading.Event()
            threading.Thread(target=wait_for_end, args=[ended], daemon=True).start()
            print(json.dumps(watch(call, ended)), flush=True)


def wait_for_end(ended):
    sys.stdin.readline()
    ended.set()


def watch(call, ended):
    calls, failures, longest = 0, [], 0
    while True:
        is_last = ended.wait(0.005)  # One more after the end: what was done to the server may show late.
        start = time.monotonic()
        try:
            call(5)
        except grpc.RpcError as error:
            failures.append(f"{error.code()}: {error.details()}")
        longest = max(longest, time.monotonic() - start)
        calls += 1
        if is_last:
            return {"calls": calls, "failures": failures[:5], "longest": longest}


main(*sys.argv[1:])
