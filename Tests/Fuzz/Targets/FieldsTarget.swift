import TestSupport

@testable import RPCCore
@testable import RPCTransport

/// Header fields: requests' and replies' lists, metadata, `grpc-timeout`, `grpc-message`, Base64.
///
/// An input is a byte that chooses the reader, and the text. Header lists are lines of `name:value`; after an empty line
/// come trailers.
enum FieldsTarget: FuzzTarget {
    static let name = "fields"

    static func seeds() -> [String: [UInt8]] {
        let request =
            ":method:POST\n:path:/test.Service/Echo\ncontent-type:application/grpc+proto\nte:trailers\n"
            + "grpc-timeout:5S\ngrpc-encoding:gzip\ngrpc-accept-encoding:identity, gzip\nx-text:value\nx-bytes-bin:AQID,BA=="
        let reply =
            ":status:200\ncontent-type:application/grpc\nx-text:a\n\ngrpc-status:5\ngrpc-message:no%20such%E2%98%BA"
            + "\ngrpc-status-details-bin:CAU"
        return [
            "request": [0] + request.utf8,
            "other-path": [0] + ":method:POST\n:path:/test.Service/\u{1}Nothing\ncontent-type:application/grpc".utf8,
            "other-encoding": [0] + ":method:POST\n:path:/a/b\ncontent-type:application/grpc\ngrpc-encoding:br".utf8,
            "reply": [1] + reply.utf8,
            "trailers-only": [1] + ":status:200\ncontent-type:application/grpc\ngrpc-status:12".utf8,
            "not-grpc": [1] + ":status:503\ncontent-type:text/html".utf8,
            "timeout": [2] + Array(repeating: 0, count: 8) + "99999999H".utf8,
            "message": [3] + "100%25 \u{263A}%E2%98%BA%".utf8,
            "base64": [4] + "AQIDBA==".utf8,
            "metadata": [5] + "x-text:some value".utf8,
        ]
    }

    static func run(_ input: UnsafeRawBufferPointer) throws {
        var input = FuzzInput(input)
        switch input.byte() % 6 {
        case 0: try checkRequest(input.remainder)
        case 1: try checkReply(input.remainder)
        case 2: try checkTimeout(&input)
        case 3: try checkStatusMessage(input.remainder)
        case 4: try checkBase64(Array(input.rest))
        default: try checkMetadata(input.remainder)
        }
    }

    private static let methods = MethodTable([EchoService()])

    /// The fields of a list: name and value around the first colon that is not the first character.
    private static func fields(
        _ line: Slice<UnsafeRawBufferPointer>
    ) -> (name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        let colon = line.dropFirst().firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        return (
            UnsafeRawBufferPointer(rebasing: line[..<colon]),
            UnsafeRawBufferPointer(rebasing: line[colon...].dropFirst())
        )
    }

    private static func checkRequest(_ text: UnsafeRawBufferPointer) throws {
        let (fresh, used) = (RequestHead(), RequestHead())
        let lines = text.split(separator: UInt8(ascii: "\n"))
        for line in lines.reversed() { receive(line, used) }
        used.removeAll()
        for line in lines {
            receive(line, fresh)
            receive(line, used)
        }
        try demand(
            summary(fresh) == summary(used), "a head that was used reads \(summary(used)), not \(summary(fresh))")
        guard let refusal = fresh.refusal(methods: methods) else {
            return try demand(fresh.method != nil, "a request for no method is not refused")
        }
        try checkSendable(ReplyMetadata(failure: refusal))
    }

    private static func receive(_ line: Slice<UnsafeRawBufferPointer>, _ head: RequestHead) {
        let (name, value) = fields(line)
        head.receive(name: name, value: value, methods: methods)
    }

    private static func summary(_ head: RequestHead) -> String {
        let refusal = head.refusal(methods: methods)
        return "\(head.method?.name ?? "") \(head.metadata.metadata) \(head.namesGzip) \(head.acceptsGzip)"
            + " \(head.deadline(now: 7).nanoseconds) \(head.httpRefusal != nil) \(refusal.map { "\($0)" } ?? "")"
    }

    /// A header field that HTTP/2 would refuse, or that holds a line end, would let a caller write parts of an answer.
    private static func checkSendable(_ list: ReplyMetadata) throws {
        for field in list.fields {
            let value = String(decoding: field.value, as: UTF8.self)
            try demand(field.value.allSatisfy { (0x20...0x7E).contains($0) }, "the value \(value) cannot be sent")
        }
    }

    private static func checkReply(_ text: UnsafeRawBufferPointer) throws {
        var reader = UnaryReplyReader(messageByteCountMax: 100)
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let (name, value) = fields(line)
            if line.isEmpty { reader.receivedInitialHeaders() } else { reader.receive(name: name, value: value) }
        }
        let error: RPCError
        do throws(RPCError) {
            _ = try reader.finish()
            return
        } catch let thrown {
            error = thrown
        }
        try demand(error.code != .ok, "an error says OK")
        try checkSendable(ReplyMetadata(failure: RPCError(error.code, error.message, details: error.details)))
    }

    private static func checkTimeout(_ input: inout FuzzInput) throws {
        let now = input.bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let text = String(decoding: input.rest, as: UTF8.self)
        let isWellFormed = text.wholeMatch(of: /[0-9]{1,8}[HMSmun]/) != nil
        let nanoseconds = TimeoutField.nanoseconds(input.remainder)
        try demand((nanoseconds != nil) == isWellFormed, "'\(text)' is read as \(String(describing: nanoseconds))")
        guard let nanoseconds else { return }
        let deadline = Deadline(nanosecondsLeft: nanoseconds, now: now)
        try demand(deadline.nanoseconds >= now || deadline == .never, "a deadline lies before the call")
        let again = Array(TimeoutField.text(nanoseconds: nanoseconds).utf8).withUnsafeBytes {
            TimeoutField.nanoseconds($0)
        }
        try demand((again ?? 0) >= nanoseconds, "written and read, \(nanoseconds) ns are \(String(describing: again))")
    }

    private static func checkStatusMessage(_ bytes: UnsafeRawBufferPointer) throws {
        let text = StatusMessage.decode(bytes)
        let encoded = StatusMessage.encode(text)
        try demand(encoded.allSatisfy { (0x20...0x7E).contains($0) }, "an encoded message cannot be sent")
        try demand(StatusMessage.decode(encoded) == text, "a message changes when it is sent")
    }

    private static func checkBase64(_ bytes: [UInt8]) throws {
        try demand(Base64.decode(Base64.encode(bytes)) == bytes, "Base64 changes \(bytes)")
        guard let decoded = Base64.decode(bytes) else { return }
        let digits = bytes.prefix { $0 != UInt8(ascii: "=") }
        let encoded = Base64.encode(decoded)
        // The last digit may have bits that stand for nothing.
        try demand(encoded.count == digits.count && encoded.dropLast() == digits.dropLast(), "Base64 reads too much")
    }

    private static func checkMetadata(_ line: UnsafeRawBufferPointer) throws {
        let (name, value) = fields(line[...])
        let key = String(decoding: name, as: UTF8.self)
        var sent = Metadata()
        do throws(RPCError) {
            if key.hasSuffix("-bin") {
                try sent.append(Array(value), for: key)
            } else {
                try sent.append(String(decoding: value, as: UTF8.self), for: key)
            }
        } catch {
            return try demand(error.code == .invalidArgument, "metadata is refused with \(error)")
        }
        var received = Metadata()
        let list = ReplyMetadata(sent)
        for field in list.fields {
            try demand(received.append(fieldName: field.name, fieldValue: field.value), "our own metadata is refused")
        }
        try checkSendable(list)
        try demand(received == sent, "metadata changes on its way: \(received)")
    }
}
