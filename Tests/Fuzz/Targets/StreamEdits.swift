/// Edits to a stream of bytes, made as they flow by.
struct StreamEdits {
    private enum Edit {
        case flip(UInt8), remove(Int), insert([UInt8]), replay(Int), truncate
    }

    private static let countMax = 16

    /// In the order of their positions.
    private var edits: ArraySlice<(position: Int, edit: Edit)> = []
    /// How many bytes have come.
    private var position = 0
    /// All that has come, for what is replayed.
    private var passed: [UInt8] = []
    private var leftToRemove = 0
    private var isTruncated = false
    /// Whether a byte was changed, removed or added so far.
    private(set) var hasEdited = false

    /// No edits.
    init() {}

    /// Reads edits: what to do, where (two bytes), and with what.
    init(_ input: inout FuzzInput) {
        while !input.rest.isEmpty, edits.count < Self.countMax {
            let kind = input.byte() % 5
            let position = input.short()
            edits.append((position, Self.edit(kind, &input)))
        }
        edits.sort { $0.position < $1.position }
    }

    private static func edit(_ kind: UInt8, _ input: inout FuzzInput) -> Edit {
        switch kind {
        case 0: .flip(input.byte())
        case 1: .remove(Int(input.byte()))
        case 2: .insert(input.bytes(Int(input.byte() & 31)))
        case 3: .replay(Int(input.byte()))
        default: .truncate
        }
    }

    /// The bytes as they arrive.
    mutating func apply(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var rest = bytes[...]
        while let next = edits.first, next.position < position + rest.count {
            pass(rest.prefix(next.position - position), to: &output)
            rest = rest.dropFirst(next.position - position)
            position = next.position
            edits.removeFirst()
            make(next.edit, &rest, &output)
        }
        pass(rest, to: &output)
        position += rest.count
        return output
    }

    private mutating func pass(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) {
        passed += bytes
        let kept = bytes.dropFirst(leftToRemove)
        leftToRemove -= bytes.count - kept.count
        if isTruncated { hasEdited = hasEdited || !kept.isEmpty } else { output += kept }
    }

    /// Makes an edit in front of what comes next.
    private mutating func make(_ edit: Edit, _ rest: inout ArraySlice<UInt8>, _ output: inout [UInt8]) {
        switch edit {
        case .flip(let mask):
            rest[rest.startIndex] ^= mask
            if mask != 0, leftToRemove == 0, !isTruncated { hasEdited = true }
        case .remove(let count):
            leftToRemove = max(leftToRemove, count)
            if count > 0 { hasEdited = true }
        case .insert(let bytes): add(bytes, to: &output)
        case .replay(let count): add(passed.suffix(count), to: &output)
        case .truncate: isTruncated = true
        }
    }

    private mutating func add(_ bytes: some Collection<UInt8>, to output: inout [UInt8]) {
        guard !bytes.isEmpty, !isTruncated else { return }
        hasEdited = true
        output += bytes
    }
}
