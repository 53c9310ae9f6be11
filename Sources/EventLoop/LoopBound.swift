/// A value that belongs to a loop, carried through code that runs elsewhere, which cannot look at it.
public struct LoopBound<Value>: @unchecked Sendable {
    // Sendable because the value can be reached on its loop only: `value` stops the process anywhere else.

    private let loop: EventLoop
    private let storage: Value

    /// Wraps a value; to be called on the loop.
    public init(_ value: Value, on loop: EventLoop) {
        loop.preconditionOnLoop()
        self.loop = loop
        storage = value
    }

    /// The value; to be asked for on the loop.
    public var value: Value {
        loop.preconditionOnLoop()
        return storage
    }
}
