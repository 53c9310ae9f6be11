"""A running medcodesd, for all tests from outside."""

import contextlib
import queue
import subprocess
import threading

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc


class Server:
    """One running medcodesd."""

    def __init__(self, process, address, certificates, lines):
        self.process, self.address, self.certificates, self.lines = process, address, certificates, lines

    def channel(self):
        credentials = grpc.ssl_channel_credentials((self.certificates / "ca.pem").read_bytes())
        return grpc.secure_channel(self.address, credentials)

    def wait_until_settled(self):
        """Returns when the search index is built, so that memory and processor time are those of the calls."""
        with self.channel() as channel:
            request = health_pb2.HealthCheckRequest(service="medcodes.v1.CodeCatalogService.SearchCodes")
            for reply in health_pb2_grpc.HealthStub(channel).Watch(request, timeout=60):
                if reply.status == health_pb2.HealthCheckResponse.SERVING:
                    return

    def resident_bytes(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS:"))


@contextlib.contextmanager
def running_server(binaries, certificates, store, *arguments, log=subprocess.DEVNULL):
    """Serves a store on a free port, and stops it at the end; what it says goes to the log."""
    process = subprocess.Popen(
        [binaries / "medcodesd", "serve", "--listen", "127.0.0.1:0", "--store", f"sqlite:{store}",
         "--tls-certificate", certificates / "server.pem", "--tls-key", certificates / "server.key", *arguments],
        stdout=subprocess.PIPE, stderr=log, text=True)
    lines = queue.Queue()
    threading.Thread(target=lambda: [lines.put(line) for line in process.stdout], daemon=True).start()
    try:
        line = lines.get(timeout=20)
        assert line.startswith("listening on "), line
        yield Server(process, line.split()[-1], certificates, lines)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


def import_command(binaries, store, *arguments):
    return [str(part) for part in (binaries / "medcodesd", "import", "--store", f"sqlite:{store}", *arguments)]
