internal import CatalogModel

/// Reads page files and turns pages into records.
enum PageFile {
    /// What a record from a page says about its wording.
    static let notice = "The wording is that of a procedure page, not the official descriptor of the code."

    /// Reads a page from a file.
    ///
    /// - Throws: ``CatalogError``; also for a text that has no heading of a page.
    static func read(_ path: String, as format: any ImportFormat) throws(CatalogError) -> ProcedurePage {
        let reader = try LineReader(path: path)
        try ImportFormats.check(FileOpening(bytes: reader.opening()), is: format, file: path)
        let page = try PageParser.parse(reader.remainder(byteCountMax: PageParser.byteCountMax), file: path)
        guard page.procedure.sections.contains(where: { $0.kind != .other }), !page.descriptor.isEmpty else {
            throw .rejection(
                "the text has no heading of a procedure page", remedy: "check that it is one, with its headings",
                file: path)
        }
        return page
    }

    /// Refuses a page that names another code system than its code's.
    static func check(_ page: ProcedurePage, describes key: CodeKey, file: String) throws(CatalogError) {
        guard let system = page.system, system != key.system else { return }
        throw .rejection(
            "the page says '\(page.systemLine)', and \(key) is no \(system.title) code",
            remedy: "correct the code it is imported as", file: file)
    }

    /// The record of a page.
    static func record(of page: ProcedurePage, key: CodeKey, notice: String = notice) -> Code {
        Code(
            key: key, longDescriptor: page.descriptor, shortDescriptor: shortDescriptor(of: page),
            descriptorOrigin: .ownWording, notice: notice, isAddOn: page.isAddOn, procedure: page.procedure)
    }

    /// The title without its add-on notation, where that is short; a cut one would be worse than none.
    private static func shortDescriptor(of page: ProcedurePage) -> String {
        let descriptor = page.descriptor
        let title =
            page.isAddOn
            ? descriptor[..<(descriptor.lastIndex { "([".contains($0) } ?? descriptor.endIndex)] : descriptor[...]
        let short = PageText.trimmed(title)
        return short.count <= 60 ? short : ""
    }
}
