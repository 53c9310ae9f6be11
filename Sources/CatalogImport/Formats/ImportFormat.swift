internal import CatalogModel

/// A file format that can be imported. To add one: a type in a file of its own, and a line in ``ImportFormats``.
protocol ImportFormat: Sendable {
    /// The name after `--format`.
    var name: String { get }
    /// What the format is, in a few words, as the end of "this looks like …".
    var title: String { get }

    /// Checks the request without looking at files.
    ///
    /// - Throws: ``CatalogError`` of kind `invalidArgument` for options that are missing or belong to other formats.
    func check(_ request: ImportRequest) throws(CatalogError)

    /// Whether a file that starts like this is of this format.
    func recognises(_ opening: FileOpening) -> Bool

    /// Reads the files into the session; runs on the store's thread.
    ///
    /// - Throws: ``CatalogError``, for what is wrong with a whole file; malformed rows become rejects of the session.
    func read(_ request: ImportRequest, into session: ImportSession) throws(CatalogError)
}

/// The formats there are.
public enum ImportFormats {
    /// Name and short description of each, for help texts.
    public static let all: [(name: String, title: String)] = formats.map { ($0.name, $0.title) }

    static let formats: [any ImportFormat] = [
        PagesFormat(), OrderFileFormat.icd10PCS, OrderFileFormat.icd10CM, JSONLinesFormat(),
    ]

    static func named(_ name: String) throws(CatalogError) -> any ImportFormat {
        if let format = formats.first(where: { $0.name == name }) { return format }
        throw CatalogError(
            .invalidArgument, "there is no format '\(name)'",
            remedy: "use one of \(formats.map(\.name).joined(separator: ", "))")
    }

    /// Refuses a file that is plainly something else, and says what.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`.
    static func check(_ opening: FileOpening, is format: any ImportFormat, file: String) throws(CatalogError) {
        if opening.bytes.isEmpty {
            throw .rejection("the file is empty", remedy: "check that it was downloaded whole", file: file)
        }
        if let container = opening.container {
            throw .rejection("this is \(container), not \(format.title)", remedy: "give the text file", file: file)
        }
        guard !format.recognises(opening), let other = formats.first(where: { $0.recognises(opening) }) else { return }
        throw .rejection("this looks like \(other.title)", remedy: "use --format \(other.name)", file: file)
    }
}

extension ImportFormat {
    /// Refuses options that only other formats have.
    func refuse(_ options: [(name: String, isGiven: Bool)]) throws(CatalogError) {
        guard let option = options.first(where: \.isGiven) else { return }
        throw CatalogError(
            .invalidArgument, "\(option.name) means nothing for the format \(name)", remedy: "leave \(option.name) out")
    }
}
