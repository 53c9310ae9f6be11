internal import CatalogModel

/// A file format that can be imported. To add one: a type in a file of its own, and a line in ``ImportFormats``.
protocol ImportFormat: Sendable {
    /// The name after `--format`.
    var name: String { get }
    /// What the format is, in a few words, as the end of "this looks like …".
    var title: String { get }

    /// Whether the files are edits of a setting, which ``ImportRequest/setting`` may name. Default no.
    var hasSettings: Bool { get }

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

extension ImportFormat {
    var hasSettings: Bool { false }

    /// Refuses the options that say what a page describes; for formats of facts.
    func refusePageOptions(_ request: ImportRequest) throws(CatalogError) {
        try refuse([
            ("--system", request.system != nil), ("--code", request.code != nil), ("--index", request.index != nil),
        ])
        guard !request.files.isEmpty else {
            throw CatalogError(.invalidArgument, "no file is named", remedy: "name the files to import")
        }
    }

    /// Refuses options that only other formats have.
    func refuse(_ options: [(name: String, isGiven: Bool)]) throws(CatalogError) {
        guard let option = options.first(where: \.isGiven) else { return }
        throw CatalogError(
            .invalidArgument, "\(option.name) means nothing for the format \(name)", remedy: "leave \(option.name) out")
    }
}
