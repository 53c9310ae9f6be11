internal import Glibc

extension UnsafeRawBufferPointer {
    /// Whether the bytes are this text. One comparison of memory, only when the lengths agree; inlined, so that it is one
    /// with a text of known length.
    @inline(__always) func isText(_ text: StaticString) -> Bool { count == text.utf8CodeUnitCount && hasPrefix(text) }

    /// Whether the bytes begin with this text.
    @inline(__always) func hasPrefix(_ text: StaticString) -> Bool {
        guard let baseAddress, count >= text.utf8CodeUnitCount else { return text.utf8CodeUnitCount == 0 }
        return memcmp(baseAddress, text.utf8Start, text.utf8CodeUnitCount) == 0
    }

    /// Whether the bytes end with this text.
    @inline(__always) func hasSuffix(_ text: StaticString) -> Bool {
        guard count >= text.utf8CodeUnitCount else { return false }
        return UnsafeRawBufferPointer(rebasing: self[(count - text.utf8CodeUnitCount)...]).hasPrefix(text)
    }
}
