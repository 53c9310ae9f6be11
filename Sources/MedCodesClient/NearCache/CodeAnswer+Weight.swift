internal import CatalogModel

/// What values weigh in memory, in bytes: every allocation behind them, with the allocator's rounding. It follows the layout
/// of Swift's strings and arrays on 64-bit Linux, and the blocks of glibc's malloc.
extension CodeAnswer {
    /// The weight of the answer as the near cache holds it.
    var heldByteCount: Int {
        let object = allocation(16 + MemoryLayout<(Code?, CodeAbsence?)>.size)
        return switch self {
        case .found(let code): object + code.heapByteCount
        case .absent(let absence): object + absence.key.heapByteCount + absence.successors.heapByteCount
        }
    }
}

/// A value with memory of its own beside its inline bytes.
private protocol Weighable {
    /// Bytes allocated for it.
    var heapByteCount: Int { get }
}

/// The block that malloc takes for so many bytes: a size word, rounded up to 16.
private func allocation(_ byteCount: Int) -> Int { max(32, (byteCount + 8 + 15) & ~15) }

extension String: Weighable {
    /// Up to 15 bytes lie in the value itself; more behind a header of 32 bytes, with a byte of zero, in steps of 16 bytes.
    fileprivate var heapByteCount: Int { utf8.count <= 15 ? 0 : allocation((32 + utf8.count + 1 + 15) & ~15) }
}

extension Array: Weighable where Element: Weighable {
    /// A buffer with a header of 32 bytes. Capacity beyond the count is not seen.
    fileprivate var heapByteCount: Int {
        isEmpty
            ? 0
            : allocation(32 + count * MemoryLayout<Element>.stride) + reduce(0) { $0 + $1.heapByteCount }
    }
}

extension Optional: Weighable where Wrapped: Weighable {
    fileprivate var heapByteCount: Int { map(\.heapByteCount) ?? 0 }
}

extension CodeKey: Weighable {
    fileprivate var heapByteCount: Int {
        if case .other(let uri) = system { code.heapByteCount + uri.heapByteCount } else { code.heapByteCount }
    }
}

extension Code: Weighable {
    fileprivate var heapByteCount: Int {
        let texts = [longDescriptor, shortDescriptor, consumerDescriptor, notice, release?.label ?? ""]
        return texts.reduce(0) { $0 + $1.heapByteCount } + clinicianDescriptors.heapByteCount + key.heapByteCount
            + parent.heapByteCount + successors.heapByteCount + procedure.heapByteCount + similarCodes.heapByteCount
            + policies.heapByteCount
    }
}

extension Procedure: Weighable {
    fileprivate var heapByteCount: Int {
        // The lists of kinds have one byte for each.
        let kinds = [facts.anesthesia.count, facts.settings.count]
        return sections.heapByteCount + kinds.reduce(0) { $0 + ($1 == 0 ? 0 : allocation(32 + $1)) }
    }
}

extension Section: Weighable {
    fileprivate var heapByteCount: Int { heading.heapByteCount + blocks.heapByteCount }
}

extension Block: Weighable {
    fileprivate var heapByteCount: Int {
        switch body {
        case .paragraph(let text): label.heapByteCount + text.heapByteCount
        case .list(let list): label.heapByteCount + list.items.heapByteCount
        }
    }
}

extension Item: Weighable {
    fileprivate var heapByteCount: Int { label.heapByteCount + text.heapByteCount + subItems.heapByteCount }
}

extension SimilarCode: Weighable {
    fileprivate var heapByteCount: Int { key.heapByteCount + title.heapByteCount }
}

extension Policy: Weighable {
    fileprivate var heapByteCount: Int {
        let texts = [payer, number, title, type, url, coverage, priorAuthorization]
        return texts.reduce(0) { $0 + $1.heapByteCount } + jurisdictions.heapByteCount
    }
}
