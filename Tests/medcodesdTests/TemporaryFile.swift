import Foundation

/// A file that goes when nobody holds it any more.
final class TemporaryFile: Sendable {
    let path = FileManager.default.temporaryDirectory.path + "/medcodesd-tests-\(UUID().uuidString).json5"

    /// A file with this text; without one there is a path and no file yet.
    init(_ text: String? = nil) throws { if let text { try write(text) } }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String) throws { try text.write(toFile: path, atomically: true, encoding: .utf8) }

    var text: String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
}
