internal import Synchronization

/// Counts bytes that several streams keep in memory, and says when they are too many. May be used from any thread.
package final class ByteBudget: Sendable {
    private let count = Atomic(0)
    private let byteCountMax: Int
    private let whole: ByteBudget?

    /// - Parameters:
    ///   - byteCountMax: The number of bytes at which there is no more room.
    ///   - whole: A larger budget that this one's bytes count in too.
    package init(byteCountMax: Int, partOf whole: ByteBudget? = nil) {
        self.byteCountMax = byteCountMax
        self.whole = whole
    }

    /// Whether fewer bytes are taken than there may be.
    package var hasRoom: Bool { count.load(ordering: .relaxed) < byteCountMax && whole?.hasRoom != false }

    /// Takes so many bytes, whether there is room or not; a negative number gives back.
    package func take(_ byteCount: Int) {
        count.add(byteCount, ordering: .relaxed)
        whole?.take(byteCount)
    }

    /// Gives them back.
    package func giveBack(_ byteCount: Int) {
        count.subtract(byteCount, ordering: .relaxed)
        whole?.giveBack(byteCount)
    }
}
