"""What can be seen of a process from outside (proc(5))."""

import contextlib
import os
import time


def settles(condition, seconds):
    """Whether the condition comes true within the time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def socket_count(process):
    """Sockets only: the store opens files as it needs them, up to a number of its own."""
    folder = f"/proc/{process}/fd"
    count = 0
    for name in os.listdir(folder):
        with contextlib.suppress(FileNotFoundError):  # Closed meanwhile.
            count += os.readlink(f"{folder}/{name}").startswith("socket:")
    return count


def status_bytes(process, name):
    with open(f"/proc/{process}/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(name))


def reset_peak(process):
    """Starts VmHWM anew (proc(5), /proc/[pid]/clear_refs)."""
    with open(f"/proc/{process}/clear_refs", "w") as file:
        file.write("5")


def busy_share(process, seconds=0.4):
    """The share of one processor that the process uses."""
    start = processor_seconds(process)
    time.sleep(seconds)
    return (processor_seconds(process) - start) / seconds


def processor_seconds(process):
    with open(f"/proc/{process}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def thread_count(process):
    return len(os.listdir(f"/proc/{process}/task"))
