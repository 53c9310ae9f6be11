internal import COpenSSL

/// OpenSSL's way to the ciphertext: a BIO that reads from a connection's input window and writes to its output buffer.
///
/// The BIO points at its connection without holding it. That is safe because the connection holds the BIO (through its
/// SSL), OpenSSL calls the BIO only within calls that the connection makes, and nobody else has the SSL.
enum WindowBIO {
    // Unsafe only by its type: the method table is written here, before its first use, and never after.
    private nonisolated(unsafe) static let method: OpaquePointer = {
        guard let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "bytes in, bytes out") else {
            fatalError("no memory for the BIO method")
        }
        BIO_meth_set_read_ex(method, readFromWindow)
        BIO_meth_set_write_ex(method, writeToOutput)
        BIO_meth_set_ctrl(method, control)
        return method
    }()

    /// A BIO for the connection; to be freed before it.
    static func make(for connection: TLSConnection) -> OpaquePointer {
        guard let bio = BIO_new(method) else { fatalError("no memory for a BIO") }
        BIO_set_data(bio, Unmanaged.passUnretained(connection).toOpaque())
        BIO_set_init(bio, 1)
        return bio
    }

    /// The connection that an SSL belongs to.
    static func connection(of ssl: OpaquePointer) -> TLSConnection? { connection(SSL_get_rbio(ssl)) }

    fileprivate static func connection(_ bio: OpaquePointer?) -> TLSConnection? {
        guard let bio, let pointer = BIO_get_data(bio) else { return nil }
        return Unmanaged<TLSConnection>.fromOpaque(pointer).takeUnretainedValue()
    }
}

private func readFromWindow(
    _ bio: OpaquePointer?, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int, _ count: UnsafeMutablePointer<Int>?
) -> Int32 {
    guard let bio, let buffer, let count, let connection = WindowBIO.connection(bio) else { return 0 }
    BIO_clear_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY)
    let input = connection.input
    guard let base = input.baseAddress, !input.isEmpty else {
        count.pointee = 0
        BIO_set_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY)  // More will come.
        return 0
    }
    let taken = min(capacity, input.count)
    UnsafeMutableRawPointer(buffer).copyMemory(from: base, byteCount: taken)
    connection.input = UnsafeRawBufferPointer(rebasing: input[taken...])
    count.pointee = taken
    return 1
}

private func writeToOutput(
    _ bio: OpaquePointer?, _ bytes: UnsafePointer<CChar>?, _ byteCount: Int, _ count: UnsafeMutablePointer<Int>?
) -> Int32 {
    guard let connection = WindowBIO.connection(bio), let count else { return 0 }
    connection.output.append(UnsafeRawBufferPointer(start: bytes, count: byteCount))
    count.pointee = byteCount
    return 1
}

private func control(
    _ bio: OpaquePointer?, _ command: Int32, _ number: Int, _ pointer: UnsafeMutableRawPointer?
) -> Int {
    command == BIO_CTRL_FLUSH ? 1 : 0  // Nothing is held back; other commands are not for this kind of BIO.
}
