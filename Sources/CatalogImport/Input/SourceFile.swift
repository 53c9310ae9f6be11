internal import CatalogModel
internal import Compression

/// A file the user named, plain or gzip, or a file in a zip archive the user named.
///
/// `readers(of:endingIn:)` is how formats open what they are given: it makes no difference to them how a file came.
struct SourceFile {
    /// `archive.zip/entry.txt`, or just the file; for messages.
    let name: String
    /// Its bytes, inflated.
    let bytes: any ByteSource

    /// The file itself, or those files of a zip archive whose names end so, in the archive's order.
    ///
    /// - Parameters:
    ///   - path: What the user named.
    ///   - endings: The endings, in lower case, e.g. `[".txt"]`; compared without regard to case.
    /// - Throws: ``CatalogError`` naming the file; also when an archive has no such file.
    static func all(in path: String, endingIn endings: [String]) throws(CatalogError) -> [SourceFile] {
        do throws(InputFileError) {
            guard try isZip(path) else { return [SourceFile(name: path, bytes: try InputFile(path: path))] }
            let archive = try ZipArchive(path: path)
            let entries = archive.entries.filter { entry in endings.contains { entry.name.lowercased().hasSuffix($0) } }
            guard !entries.isEmpty else {
                throw InputFileError.zip(.noSuchFile(ending: endings.joined(separator: " or ")))
            }
            var files: [SourceFile] = []
            for entry in entries {
                files.append(SourceFile(name: "\(path)/\(entry.name)", bytes: try archive.open(entry)))
            }
            return files
        } catch {
            throw CatalogError(error, file: path)
        }
    }

    /// The files named in a request, each opened as ``all(in:endingIn:)`` does.
    static func all(in paths: [String], endingIn endings: [String]) throws(CatalogError) -> [SourceFile] {
        var files: [SourceFile] = []
        for path in paths { files += try all(in: path, endingIn: endings) }
        return files
    }

    /// The files named in a request, and of archives those whose names, without folders, are wanted.
    ///
    /// - Throws: ``CatalogError`` naming the file; also when an archive has no such file.
    static func all(
        in paths: [String], endingIn endings: [String], ofArchives isWanted: (String) -> Bool
    ) throws(CatalogError) -> [SourceFile] {
        var files: [SourceFile] = []
        for path in paths {
            let found = try all(in: path, endingIn: endings).filter { $0.name == path || isWanted($0.baseName) }
            guard !found.isEmpty else {
                throw .rejection("the archive has no file of this format", remedy: "name the file itself", file: path)
            }
            files += found
        }
        return files
    }

    /// The name without folders.
    var baseName: String { String(name.split(separator: "/").last ?? "") }

    /// Reads the file line by line.
    func lines(lineByteCountMax: Int = 64 * 1024) -> LineReader {
        LineReader(bytes, name: name, lineByteCountMax: lineByteCountMax)
    }

    /// Reads the file field by field.
    func fields(delimiter: Character = ",", encoding: TextEncoding = .utf8) -> DelimitedReader {
        DelimitedReader(bytes, name: name, delimiter: delimiter, encoding: encoding)
    }

    /// Whether a file begins as a zip archive does (APPNOTE.TXT, 4.3.7 and 4.3.16).
    static func isZip(_ path: String) throws(InputFileError) -> Bool {
        let file = try InputFile(path: path)
        guard !file.isCompressed else { return false }
        let start = UnsafeMutableRawBufferPointer.allocate(byteCount: 4, alignment: 1)
        defer { start.deallocate() }
        guard try file.read(into: start) == 4 else { return false }
        return start.elementsEqual([0x50, 0x4B, 0x03, 0x04]) || start.elementsEqual([0x50, 0x4B, 0x05, 0x06])
    }
}
