/// Building messages to be packed. What is built is valid until the arena's current scope ends.
extension MessageArena {
    /// A message with its defaults.
    package func make<Message: WireMessage>(_ type: Message.Type = Message.self) -> UnsafeMutablePointer<Message> {
        let message = allocate(byteCount: MemoryLayout<Message>.size).assumingMemoryBound(to: Message.self)
        Message.initialize(message)
        return message
    }

    /// A message with its defaults and what `fill` sets.
    package func make<Message: WireMessage>(_ fill: (inout Message) -> Void) -> UnsafeMutablePointer<Message> {
        let message = make(Message.self)
        fill(&message.pointee)
        return message
    }

    /// The text as a C string. A U+0000 becomes U+FFFD, because C would take it for the end and lose what follows.
    package func copy(_ text: String) -> UnsafeMutablePointer<CChar> {
        var text = text.utf8.contains(0) ? text.replacingNULs() : text
        return text.withUTF8 { bytes in
            let copy = allocate(byteCount: bytes.count + 1)
            if let start = bytes.baseAddress { copy.copyMemory(from: start, byteCount: bytes.count) }
            copy.storeBytes(of: 0, toByteOffset: bytes.count, as: UInt8.self)
            return copy.assumingMemoryBound(to: CChar.self)
        }
    }

    /// A list of messages, one per value.
    package func list<Value, Message: WireMessage>(
        _ values: [Value], _ fill: (Value, inout Message) -> Void
    ) -> UnsafeMutablePointer<UnsafeMutablePointer<Message>?>? {
        array(values) { value in make { fill(value, &$0) } }
    }

    /// A list of texts.
    package func list(_ texts: [String]) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
        array(texts) { copy($0) }
    }

    /// A C array of what `transform` makes of each value; nil for none.
    package func array<Value, Element>(
        _ values: [Value], _ transform: (Value) -> Element
    ) -> UnsafeMutablePointer<Element>? {
        guard !values.isEmpty else { return nil }
        let elements = allocate(byteCount: values.count * MemoryLayout<Element>.stride)
            .bindMemory(to: Element.self, capacity: values.count)
        for (index, value) in values.enumerated() { (elements + index).initialize(to: transform(value)) }
        return elements
    }
}

extension String {
    fileprivate func replacingNULs() -> String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
    }
}
