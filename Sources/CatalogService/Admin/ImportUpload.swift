internal import CatalogImport
internal import CatalogMessages
internal import CatalogModel
internal import Foundation
internal import RPCCore
internal import WireMessages

/// The parts of an import as they come, up to the request they make. Used by one task.
final class ImportUpload {
    private let space: UploadSpace
    private let folder: String
    private var byteCount = 0
    private var settings: ImportSettings?
    private var files: [String] = []
    private var index: String?
    private var output: FileHandle?

    /// The most files of one import, and the longest name of one, in bytes.
    private static let fileCountMax = 100_000
    private static let nameByteCountMax = 255

    init(in space: UploadSpace) throws {
        self.space = space
        folder = try space.makeFolder()
    }

    /// Frees what the files take.
    func end() {
        try? output?.close()
        space.remove(folder, byteCount: byteCount)
    }

    /// Takes a part.
    ///
    /// - Throws: ``MessageError`` for a part that cannot come now or cannot be right, what the disk throws, and
    ///   RESOURCE_EXHAUSTED when there is no room for it.
    func receive(_ part: ImportCodesRequest) throws {
        switch part {
        case .settings(let settings):
            guard self.settings == nil else { throw MessageError.invalid("settings", "the settings come once, first") }
            self.settings = settings
        case .file(let file): try begin(file)
        case .chunk(let bytes):
            guard let output else { throw MessageError.invalid("chunk", "a file comes before its chunks") }
            try space.take(bytes.count)
            byteCount += bytes.count
            try output.write(contentsOf: bytes)
        }
    }

    /// The import that the parts make.
    func request() throws -> ImportRequest {
        try output?.close()
        output = nil
        guard let settings else { throw MessageError.invalid("settings", "the settings are missing") }
        // An index must not reach beyond the files that came with it.
        guard !files.isEmpty else { throw MessageError.invalid("file", "no file has come") }
        return ImportRequest(
            format: settings.format, files: files, system: settings.pageKey?.system, code: settings.pageKey?.code,
            index: index, release: settings.release.isEmpty ? nil : settings.release, effective: settings.effective,
            dryRun: settings.isDryRun, rejectCountMax: settings.rejectCountMax)
    }

    /// A text without the folder that the files lie in, which is nobody's business.
    func withoutFolder(_ text: String) -> String { text.replacing("\(folder)/", with: "") }

    /// A text that names files by the order in which they came, and settings by their fields: errors end up in logs, and
    /// what was sent may hold anything.
    func withoutNames(_ text: String) -> String {
        var names: [(text: String, name: String)] = files.enumerated().map { ($1, "file \($0 + 1)") }
        if let index { names.append((index, "the index")) }
        if let settings { names += [(settings.format, "format"), (settings.release, "release")] }
        // A name may begin as another one does, so the longest is looked for first.
        return names.filter { !$0.text.isEmpty }.sorted { $0.text.count > $1.text.count }
            .reduce(text) { $0.replacing($1.text, with: "[\($1.name)]") }
    }

    private func begin(_ file: ImportFile) throws {
        guard settings != nil else { throw MessageError.invalid("file", "the settings come first") }
        guard !file.isPageIndex || index == nil else {
            throw MessageError.invalid("file.page_index", "an import has one index")
        }
        guard files.count < Self.fileCountMax else { throw MessageError.invalid("file", "these are too many files") }
        guard Self.isName(file.name) else {
            throw MessageError.invalid(
                "file.name",
                "give a name of 1 to \(Self.nameByteCountMax) bytes, without folders and control characters")
        }
        let path = "\(folder)/\(file.name)"
        guard !FileManager.default.fileExists(atPath: path) else {
            throw MessageError.invalid("file.name", "two files have this name")
        }
        try output?.close()
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let opened = FileHandle(forWritingAtPath: path)
        else { throw CatalogError(.full, "\(path) cannot be made", remedy: "make room for the files of imports") }
        output = opened
        if file.isPageIndex { index = path } else { files.append(path) }
    }

    private static func isName(_ name: String) -> Bool {
        (1...nameByteCountMax).contains(name.utf8.count) && name != "." && name != ".."
            && name.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") }
    }
}
