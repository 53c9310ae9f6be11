/// Something that is on or off, written so.
enum Switch: String, Sendable, CustomStringConvertible {
    case on, off

    var description: String { rawValue }
}
