import Foundation

/// What the process holds.
enum MemoryUse {
    /// What is in memory, in megabytes, after the heap gave back what it has no use for.
    static func residentMegabytes() -> Double {
        // The C library's, in a header that Swift's module of it leaves out.
        if let symbol = dlsym(nil, "malloc_trim") {
            _ = unsafeBitCast(symbol, to: (@convention(c) (Int) -> Int32).self)(0)
        }
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
        return pages * 4096 / 1_048_576
    }
}
