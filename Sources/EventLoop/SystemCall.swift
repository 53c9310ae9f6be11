internal import Glibc

/// The one way from here into the kernel: retries what a signal interrupted, names the call in the error, and stops at
/// errors that only a mistake of ours can cause.
package enum SystemCall {
    /// What a call on a non-blocking descriptor did.
    package enum Transfer: Equatable {
        /// So many bytes were moved; 0 from a read is the end of the stream.
        case bytes(Int)
        /// Nothing can be moved now; readiness will tell.
        case wouldBlock
    }

    /// Calls `body` until no signal interrupts it.
    ///
    /// - Returns: What `body` returned, never -1.
    package static func retrying<Value: FixedWidthInteger>(
        _ call: StaticString, _ body: () -> Value
    ) throws(SystemError) -> Value {
        while true {
            let value = body()
            if value != -1 { return value }
            let number = errno
            if number == EINTR { continue }
            precondition(number != EBADF && number != EFAULT, "\(call) was given a descriptor or address of nobody")
            throw SystemError(call: call.description, number: number)
        }
    }

    /// Reads from a socket.
    package static func receive(
        _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
    ) throws(SystemError) -> Transfer {
        try transferring("recv") { recv(descriptor, buffer.baseAddress, buffer.count, 0) }
    }

    /// Writes to a socket; a peer that is gone is an error here and never a signal.
    package static func send(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) throws(SystemError) -> Transfer {
        try transferring("send") { Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) }
    }

    /// Closes a descriptor, which is gone afterwards whatever `close` says (its manual page, "Dealing with error returns").
    package static func close(_ descriptor: Int32) { _ = Glibc.close(descriptor) }

    private static func transferring(_ call: StaticString, _ body: () -> Int) throws(SystemError) -> Transfer {
        do throws(SystemError) {
            return .bytes(try retrying(call, body))
        } catch {
            if error.number == EAGAIN { return .wouldBlock }
            throw error
        }
    }
}
