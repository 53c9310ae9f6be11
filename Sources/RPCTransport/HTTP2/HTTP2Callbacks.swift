internal import CNghttp2

// What nghttp2 calls. Each function checks its pointers, finds its HTTP2Connection, and calls one method of it.

/// What a callback tells nghttp2.
enum CallbackResult: Int32 {
    case proceed = 0
    /// Nothing can be written now; to be asked again.
    case wouldBlock
    /// The stream is reset.
    case failStream
    /// The connection is over.
    case failConnection

    fileprivate var status: Int32 {
        switch self {
        case .proceed: 0
        case .wouldBlock: Int32(NGHTTP2_ERR_WOULDBLOCK.rawValue)
        case .failStream: Int32(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue)
        case .failConnection: Int32(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue)
        }
    }
}

/// Installs all functions of this file.
func setCallbacks(_ callbacks: OpaquePointer?) {
    nghttp2_session_callbacks_set_on_begin_frame_callback(callbacks, beganFrame)
    nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, beganHeaders)
    nghttp2_session_callbacks_set_on_header_callback(callbacks, receivedField)
    nghttp2_session_callbacks_set_on_invalid_header_callback(callbacks, receivedInvalidField)
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, receivedFrame)
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, receivedPayload)
    nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, sentFrame)
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, closedStream)
    nghttp2_session_callbacks_set_send_callback(callbacks, writeFrame)
    nghttp2_session_callbacks_set_send_data_callback(callbacks, writePayload)
}

/// Asked for the payload of a stream's next DATA frame (`nghttp2_data_source_read_callback`).
func readPayload(
    _: OpaquePointer?, _ id: Int32, _: UnsafeMutablePointer<UInt8>?, _ length: Int,
    _ flags: UnsafeMutablePointer<UInt32>?, _ source: UnsafeMutablePointer<nghttp2_data_source>?,
    _ userData: UnsafeMutableRawPointer?
) -> Int {
    let failure = Int(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue)
    return withConnection(userData, else: failure) { connection in
        withStream(source, else: failure) {
            connection.nextPayload(of: $0, byteCountMax: length, flags: flags)
        }
    }
}

private func beganFrame(
    _: OpaquePointer?, _ header: UnsafePointer<nghttp2_frame_hd>?, _ userData: UnsafeMutableRawPointer?
) -> Int32 {
    guard let header = header?.pointee else { return CallbackResult.failConnection.status }
    return withConnection(userData, else: .failConnection) {
        $0.beganFrame(header)
    }.status
}

private func beganHeaders(
    _: OpaquePointer?, _ frame: UnsafePointer<nghttp2_frame>?, _ userData: UnsafeMutableRawPointer?
) -> Int32 {
    guard let frame else { return CallbackResult.failConnection.status }
    return withConnection(userData, else: .failConnection) {
        $0.beganHeaders(
            id: frame.pointee.hd.stream_id, opensStream: frame.pointee.headers.cat == NGHTTP2_HCAT_REQUEST)
    }.status
}

private func receivedField(
    _: OpaquePointer?, _ frame: UnsafePointer<nghttp2_frame>?, _ name: UnsafePointer<UInt8>?, _ nameLength: Int,
    _ value: UnsafePointer<UInt8>?, _ valueLength: Int, _: UInt8, _ userData: UnsafeMutableRawPointer?
) -> Int32 {
    guard let frame else { return CallbackResult.failConnection.status }
    withConnection(userData, else: ()) {
        $0.received(
            name: UnsafeRawBufferPointer(start: name, count: nameLength),
            value: UnsafeRawBufferPointer(start: value, count: valueLength), id: frame.pointee.hd.stream_id)
    }
    return 0
}

private func receivedInvalidField(
    _: OpaquePointer?, _ frame: UnsafePointer<nghttp2_frame>?, _: UnsafePointer<UInt8>?, _: Int,
    _: UnsafePointer<UInt8>?, _: Int, _: UInt8, _ userData: UnsafeMutableRawPointer?
) -> Int32 {
    guard let frame else { return CallbackResult.failConnection.status }
    return withConnection(userData, else: .failConnection) {
        $0.receivedInvalidField(id: frame.pointee.hd.stream_id)
    }.status
}

private func receivedFrame(
    _: OpaquePointer?, _ frame: UnsafePointer<nghttp2_frame>?, _ userData: UnsafeMutableRawPointer?
) -> Int32 {
    guard let frame else { return CallbackResult.failConnection.status }
    return withConnection(userData, else: CallbackResult.failConnection) {
        received(frame, on: $0)
        return $0.isSentAway ? CallbackResult.failConnection : .proceed
    }.status
}

private func received(_ frame: UnsafePointer<nghttp2_frame>, on connection: HTTP2Connection) {
    let header = frame.pointee.hd
    switch nghttp2_frame_type(UInt32(header.type)) {
    case NGHTTP2_HEADERS:
        connection.receivedHeaders(id: header.stream_id, endsStream: has(NGHTTP2_FLAG_END_STREAM, header))
    case NGHTTP2_DATA where has(NGHTTP2_FLAG_END_STREAM, header):
        connection.receivedEndOfData(id: header.stream_id)
    case NGHTTP2_SETTINGS where !has(NGHTTP2_FLAG_ACK, header):
        connection.receivedSettings()
    case NGHTTP2_PING where has(NGHTTP2_FLAG_ACK, header):
        connection.handler.receivedPong()
    case NGHTTP2_PING:
        connection.handler.receivedPing()
    case NGHTTP2_GOAWAY:
        connection.endingFrames?.receivedGoAway()
        connection.goAwayDebug = Array(
            UnsafeBufferPointer(
                start: frame.pointee.goaway.opaque_data,
                count: min(frame.pointee.goaway.opaque_data_len, HTTP2Connection.goAwayDebugByteCountMax)))
        connection.handler.receivedGoAway(
            lastStreamID: frame.pointee.goaway.last_stream_id,
            code: HTTP2ErrorCode(rawValue: frame.pointee.goaway.error_code))
    default:
        break  // The others are nghttp2's own business.
    }
}

private func receivedPayload(
    _: OpaquePointer?, _: UInt8, _ id: Int32, _ bytes: UnsafePointer<UInt8>?, _ length: Int,
    _ userData: UnsafeMutableRawPointer?
) -> Int32 {
    withConnection(userData, else: ()) { $0.received(UnsafeRawBufferPointer(start: bytes, count: length), id: id) }
    return 0
}

private func sentFrame(
    _: OpaquePointer?, _ frame: UnsafePointer<nghttp2_frame>?, _ userData: UnsafeMutableRawPointer?
) -> Int32 {
    guard let frame else { return CallbackResult.failConnection.status }
    withConnection(userData, else: ()) { sent(frame, on: $0) }
    return 0
}

private func sent(_ frame: UnsafePointer<nghttp2_frame>, on connection: HTTP2Connection) {
    let header = frame.pointee.hd
    switch nghttp2_frame_type(UInt32(header.type)) {
    case NGHTTP2_HEADERS:
        connection.sentHeaders(id: header.stream_id, endsStream: has(NGHTTP2_FLAG_END_STREAM, header))
    case NGHTTP2_DATA where has(NGHTTP2_FLAG_END_STREAM, header):
        connection.sentEnd(id: header.stream_id)
    case NGHTTP2_RST_STREAM:
        connection.sentReset(code: HTTP2ErrorCode(rawValue: frame.pointee.rst_stream.error_code))
    case NGHTTP2_GOAWAY:
        connection.endingFrames?.sentGoAway()
    default:
        break
    }
}

private func closedStream(
    _: OpaquePointer?, _ id: Int32, _ code: UInt32, _ userData: UnsafeMutableRawPointer?
) -> Int32 {
    withConnection(userData, else: ()) { $0.closed(id: id, code: HTTP2ErrorCode(rawValue: code)) }
    return 0
}

private func writeFrame(
    _: OpaquePointer?, _ bytes: UnsafePointer<UInt8>?, _ length: Int, _: Int32, _ userData: UnsafeMutableRawPointer?
) -> Int {
    let result = withConnection(userData, else: .failConnection) {
        $0.write(UnsafeRawBufferPointer(start: bytes, count: length))
    }
    return result == .proceed ? length : Int(result.status)
}

private func writePayload(
    _: OpaquePointer?, _ frame: UnsafeMutablePointer<nghttp2_frame>?, _ header: UnsafePointer<UInt8>?, _ length: Int,
    _ source: UnsafeMutablePointer<nghttp2_data_source>?, _ userData: UnsafeMutableRawPointer?
) -> Int32 {
    let header = UnsafeRawBufferPointer(start: header, count: FrameHeader.byteCount)
    return withConnection(userData, else: .failConnection) { connection in
        withStream(source, else: .failConnection) {
            connection.write(frameHeader: header, payloadOf: $0, byteCount: length)
        }
    }.status
}

private func has(_ flag: nghttp2_flag, _ header: nghttp2_frame_hd) -> Bool {
    header.flags & UInt8(flag.rawValue) != 0
}

/// Calls `body` with the connection, if there is one. The owner holds it during each of nghttp2's calls, so it need not
/// be retained.
@inline(__always) private func withConnection<Result>(
    _ userData: UnsafeMutableRawPointer?, else missing: Result, _ body: (HTTP2Connection) -> Result
) -> Result {
    guard let userData else { return missing }
    return Unmanaged<HTTP2Connection>.fromOpaque(userData)._withUnsafeGuaranteedRef(body)
}

/// Calls `body` with the stream of a payload, if there is one. Its connection's list holds it as long as it is open.
@inline(__always) private func withStream<Result>(
    _ source: UnsafeMutablePointer<nghttp2_data_source>?, else missing: Result, _ body: (HTTP2Stream) -> Result
) -> Result {
    guard let pointer = source?.pointee.ptr else { return missing }
    return Unmanaged<HTTP2Stream>.fromOpaque(pointer)._withUnsafeGuaranteedRef(body)
}
