/// A question whose answer can be cached.
public protocol CacheKey: Hashable, Sendable {
    /// What the answer depends on: when that changes, the answer is out of date.
    var dependency: CacheDependency { get }

    /// The number by which the cache finds the key: equal for equal keys, and such that nobody outside the process can
    /// choose keys whose numbers are alike. By default `hashValue`, which is careful and slow.
    var tableHash: Int { get }
}

extension CacheKey {
    /// The hash of the standard library.
    @inlinable public var tableHash: Int { hashValue }
}

/// What a cached answer depends on.
public enum CacheDependency: Hashable, Sendable {
    /// One subject, named by a hash of it that is the same throughout the process. Two subjects with one hash only
    /// cost each other a reload.
    case subject(UInt64)
    /// Two subjects, either of which makes the answer out of date.
    case subjects(UInt64, UInt64)
    /// Anything at all: every change makes the answer out of date.
    case everything
}
