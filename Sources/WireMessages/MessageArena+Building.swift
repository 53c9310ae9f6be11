internal import Glibc

/// Building messages to be packed. What is built is valid until the arena's current scope ends.
extension MessageArena {
    /// Uninitialized memory for this many elements.
    @inlinable
    package func allocate<Element>(_ type: Element.Type, count: Int = 1) -> UnsafeMutablePointer<Element> {
        allocate(byteCount: count * MemoryLayout<Element>.stride).bindMemory(to: Element.self, capacity: count)
    }

    /// A message with its defaults and what `fill` sets.
    package func make<Message: WireMessage>(_ fill: (inout Message) -> Void) -> UnsafeMutablePointer<Message> {
        let message = allocate(Message.self)
        Message.initialize(message)
        fill(&message.pointee)
        return message
    }

    /// The text as a C string. A U+0000 becomes U+FFFD, because C would take it for the end and lose what follows.
    package func copy(_ text: String) -> UnsafeMutablePointer<CChar> {
        var text = text
        let copy = text.withUTF8 { bytes in
            let copy = allocate(byteCount: bytes.count + 1).assumingMemoryBound(to: CChar.self)
            if let start = bytes.baseAddress { memcpy(copy, start, bytes.count) }
            copy[bytes.count] = 0
            return strlen(copy) == bytes.count ? copy : nil
        }
        return copy ?? self.copy(text.replacingNULs())
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
    @inlinable
    package func array<Value, Element>(
        _ values: [Value], _ transform: (Value) -> Element
    ) -> UnsafeMutablePointer<Element>? {
        guard !values.isEmpty else { return nil }
        let elements = allocate(Element.self, count: values.count)
        for index in values.indices { (elements + index).initialize(to: transform(values[index])) }
        return elements
    }
}

extension String {
    fileprivate func replacingNULs() -> String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
    }
}
