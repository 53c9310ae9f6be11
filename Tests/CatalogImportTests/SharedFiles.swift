import Foundation
import Testing

/// Real files that lie beside the repository, where they are there.
enum SharedFiles {
    /// The file at this path below `../shared`; nil, said aloud, where it is missing.
    static func path(_ name: String) -> String? {
        // Tests/CatalogImportTests/SharedFiles.swift lies three levels below the package.
        let package = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        let path = package.deletingLastPathComponent().appendingPathComponent("shared/\(name)").path
        guard FileManager.default.fileExists(atPath: path) else {
            print("skipped: there is no \(path)")
            return nil
        }
        return path
    }
}
