internal import Glibc

/// A system call that failed: which one, and why.
public struct SystemError: Error, Hashable, Sendable {
    /// The call's name as its manual page spells it, such as `bind`.
    public let call: String
    /// The error number, `errno`.
    public let number: Int32

    /// A failure of the call with this error number.
    public init(call: String, number: Int32) {
        self.call = call
        self.number = number
    }

    /// What the number means, in the words of the C library: `Address already in use`.
    public var reason: String {
        var text = [CChar](repeating: 0, count: 256)
        guard strerror_r(number, &text, text.count) == 0 else { return "error \(number)" }
        return text.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }
}

extension SystemError: CustomStringConvertible {
    /// `bind: Address already in use`.
    public var description: String { "\(call): \(reason)" }
}

extension SystemError {
    /// The causes that are handled differently.
    package enum Kind: Sendable {
        /// Another socket has the address.
        case addressInUse
        /// No interface of this machine has the address.
        case addressNotAvailable
        /// The process may not do this.
        case permissionDenied
        /// The process or the machine has no descriptors, or no memory for one.
        case tooManyDescriptors
        /// Anything else.
        case other
    }

    /// What kind of failure this is.
    package var kind: Kind {
        switch number {
        case EADDRINUSE: .addressInUse
        case EADDRNOTAVAIL: .addressNotAvailable
        case EACCES, EPERM: .permissionDenied
        case EMFILE, ENFILE, ENOBUFS, ENOMEM: .tooManyDescriptors
        default: .other
        }
    }
}
