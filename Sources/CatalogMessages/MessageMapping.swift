internal import WireMessages

/// A domain value that is read from one generated message and written to one.
protocol MessageMapping {
    /// The generated type.
    associatedtype Message: WireMessage

    /// Reads the value from an unpacked message.
    init(_ message: Message) throws(MessageError)

    /// Writes the value to a message that has its defaults; what it points to lives in the arena.
    func fill(_ message: inout Message, in arena: MessageArena)
}

extension MessageMapping {
    /// The message, in the arena.
    func made(in arena: MessageArena) -> UnsafeMutablePointer<Message> {
        // Not `make`: that is generic in another module, so it would look the type up each time.
        let message = arena.allocate(Message.self)
        Message.initialize(message)
        fill(&message.pointee, in: arena)
        return message
    }
}

/// A mapping whose message travels by itself; all of ``CatalogMessage`` comes with it.
protocol RootMapping: MessageMapping, CatalogMessage {
    /// How large the message may be.
    static var limits: WireLimits { get }

    /// Reads the value straight from the bytes, for those that are ``DirectlyReadable``; nil for all others.
    init?(direct bytes: UnsafeRawBufferPointer)
}

extension RootMapping {
    /// What an answer may be; requests say otherwise.
    static var limits: WireLimits { .reply }

    init?(direct bytes: UnsafeRawBufferPointer) { return nil }

    /// Reads the value, directly if it can be; else from the unpacked message.
    public init(message bytes: UnsafeRawBufferPointer, arena: MessageArena) throws(MessageError) {
        if let value = Self.readDirectly(bytes) { self = value } else { self = try Self.unpacked(bytes, arena: arena) }
    }

    /// Reads the value, if it can be read directly.
    public static func readDirectly(_ bytes: UnsafeRawBufferPointer) -> Self? {
        bytes.count <= directByteCountMax ? Self(direct: bytes) : nil
    }

    /// The value in a message, which is unpacked for it.
    static func unpacked(_ bytes: UnsafeRawBufferPointer, arena: MessageArena) throws(MessageError) -> Self {
        try Message.withUnpacked(bytes, limits: limits, arena: arena) { message throws(MessageError) in
            try Self(message.pointee)
        }
    }

    /// Builds the message and hands it, measured, to `body`.
    public func withMessage<Result>(
        arena: MessageArena, _ body: (PackedMessage) throws -> Result
    ) rethrows -> Result {
        try Message.withPacked(arena: arena, { fill(&$0, in: $1) }, body)
    }

    /// The message as proto3 JSON.
    public func json(pretty: Bool) -> String {
        let arena = MessageArena()
        return arena.scope { JSONWriter.text(of: made(in: arena), pretty: pretty) }
    }
}

extension MessageArena {
    /// The messages of a list of values.
    func list<Value: MessageMapping>(
        _ values: [Value]
    ) -> UnsafeMutablePointer<UnsafeMutablePointer<Value.Message>?>? {
        array(values) { $0.made(in: self) }
    }
}

/// Reads a list of messages. A problem is named with the position of its element.
func readList<Value: MessageMapping>(
    _ messages: UnsafeMutablePointer<UnsafeMutablePointer<Value.Message>?>?, count: Int, _ field: String
) throws(MessageError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(count)
    for index in 0..<count {
        guard let message = messages?[index] else { continue }
        do {
            values.append(try Value(message.pointee))
        } catch {
            throw error.inside("\(field)[\(index)]")
        }
    }
    return values
}

/// Reads a list of texts.
func readList(_ texts: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, count: Int) -> [String] {
    UnsafeBufferPointer(start: texts, count: count).compactMap { $0.map { String(cString: $0) } }
}

/// Reads a message that may be absent. A problem is named with the field.
func readOptional<Value: MessageMapping>(
    _ message: UnsafeMutablePointer<Value.Message>?, _ field: String
) throws(MessageError) -> Value? {
    guard let message else { return nil }
    do {
        return try Value(message.pointee)
    } catch {
        throw error.inside(field)
    }
}
