public import CatalogStore

/// What an import tells while it runs.
public enum ImportEvent: Hashable, Sendable {
    /// A file is being read: bytes read from disk of how many (nil for a pipe), and rows read so far.
    case reading(file: String, bytesRead: Int, byteCount: Int?, rowsRead: Int)
    /// The store is at work.
    case storing(WriteProgress)
    /// A row was left out.
    case rejected(Reject)
    /// Something was kept that is worth a look.
    case noted(String)
}
