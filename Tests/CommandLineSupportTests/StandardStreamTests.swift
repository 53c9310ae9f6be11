import Glibc
import Testing

@testable import CommandLineSupport

@Suite struct StandardStreamTests {
    @Test("A reader that has gone is told apart from a write that failed")
    func readerGone() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { close(ends[1]) }
        close(ends[0])
        let previous = signal(SIGPIPE, SIG_IGN)
        defer { signal(SIGPIPE, previous) }
        #expect(throws: OutputError.readerGone) { try StandardStream(descriptor: ends[1]).write("text") }
        #expect(throws: OutputError.failed(errno: EBADF)) { try StandardStream(descriptor: -1).write("text") }
    }

    @Test("A full device is a failure")
    func full() throws {
        let descriptor = open("/dev/full", O_WRONLY)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        #expect(throws: OutputError.failed(errno: ENOSPC)) { try StandardStream(descriptor: descriptor).write("text") }
    }

    @Test("All bytes of a long text arrive, also through a pipe that does not block")
    func longText() async throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let (reading, writing) = (ends[0], ends[1])
        _ = fcntl(writing, F_SETFL, O_NONBLOCK)
        let text = String(repeating: "0123456789", count: 30_000)
        async let byteCount = Task.detached {
            var buffer = [UInt8](repeating: 0, count: 4096)
            var count = 0
            while true {
                let got = read(reading, &buffer, buffer.count)
                guard got > 0 else { return count }
                count += got
            }
        }.value
        try StandardStream(descriptor: writing).write(text)
        close(writing)
        #expect(await byteCount == text.utf8.count)
        close(reading)
    }
}
