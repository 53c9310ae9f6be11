internal import CatalogModel
internal import Foundation

/// One of the files of a CPT release, in the order in which they are read.
enum CPTFile: String, CaseIterable {
    /// Code and long descriptor, separated by a tab, below a notice and a blank line. The list of codes.
    case long = "LONGULT.txt"
    /// Columns: 1-5 code, 7-54 medium descriptor; below a notice and a blank line.
    case medium = "MEDU.txt"
    /// Columns: 1-5 code, 7-34 short descriptor; below a notice and a blank line.
    case short = "SHORTU.txt"
    /// Tab-separated: `Concept Id`, `CPT Code`, `Consumer Friendly Descriptor`.
    case consumer = "ConsumerDescriptor.txt"
    /// Tab-separated: `Concept Id`, `CPT Code`, `Clinician Descriptor Id`, `Clinician Descriptor`; several for a code.
    case clinician = "ClinicianDescriptor.txt"

    /// The file with this name, in any case, gzip or not.
    init?(name: String) {
        let name = name.lowercased()
        let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
        guard let file = Self.allCases.first(where: { $0.rawValue.lowercased() == plain }) else { return nil }
        self = file
    }

    /// Whether it is a table with a header, and not a list below a notice.
    var hasHeader: Bool { self == .consumer || self == .clinician }

    /// The name of the column with the descriptor, of tables.
    var descriptorColumn: String {
        switch self {
        case .long, .medium, .short: ""
        case .consumer: "Consumer Friendly Descriptor"
        case .clinician: "Clinician Descriptor"
        }
    }

    /// The most columns a descriptor has; nil where it ends with the line.
    var descriptorWidth: Int? {
        switch self {
        case .medium: 48
        case .short: 28
        case .long, .consumer, .clinician: nil
        }
    }
}

/// Finds the files of a CPT release among what the user named: files, zip archives, folders.
enum CPTFolder {
    /// How many files of a folder are looked at, those in its folders included.
    private static let fileCountMax = 10_000

    /// The files, each kind at most once, in the order in which they are read.
    ///
    /// - Throws: ``CatalogError``; also for a file of no known name, two of one kind, and when the list of codes is missing.
    static func files(in paths: [String]) throws(CatalogError) -> [(kind: CPTFile, file: SourceFile)] {
        var found: [CPTFile: SourceFile] = [:]
        for path in paths {
            for file in try files(at: path) {
                guard let kind = CPTFile(name: file.baseName) else { throw unknown(path) }
                if let other = found.updateValue(file, forKey: kind) {
                    throw .rejection(
                        "there is \(other.name), too", remedy: "import the files of one release", file: file.name)
                }
            }
        }
        guard found[.long] != nil else {
            throw .rejection(
                "\(CPTFile.long.rawValue) is missing, which lists the codes", remedy: "name all files of the release",
                file: paths.first ?? "")
        }
        return CPTFile.allCases.compactMap { kind in found[kind].map { (kind, $0) } }
    }

    private static func files(at path: String) throws(CatalogError) -> [SourceFile] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            let endings = CPTFile.allCases.map { $0.rawValue.lowercased() }
            return try SourceFile.all(in: [path], endingIn: endings) { CPTFile(name: $0) != nil }
        }
        let names =
            FileManager.default.enumerator(atPath: path)?.prefix(fileCountMax).compactMap { $0 as? String } ?? []
        let known = names.filter { CPTFile(name: String($0.split(separator: "/").last ?? "")) != nil }
        return try SourceFile.all(in: known.sorted().map { "\(path)/\($0)" }, endingIn: [])
    }

    private static func unknown(_ path: String) -> CatalogError {
        .rejection(
            "the name is that of no file of CPT that is read",
            remedy: "use \(CPTFile.allCases.map(\.rawValue).joined(separator: ", "))", file: path)
    }
}
