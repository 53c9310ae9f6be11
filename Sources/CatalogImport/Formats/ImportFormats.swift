internal import CatalogModel

/// The formats there are.
public enum ImportFormats {
    /// Name and short description of each, for help texts.
    public static let all: [(name: String, title: String)] = formats.map { ($0.name, $0.title) }

    /// One in each line, so that formats can be added side by side.
    static let formats: [any ImportFormat] = [
        PagesFormat(),
        OrderFileFormat.icd10PCS,
        OrderFileFormat.icd10CM,
        PCSTablesFormat(),
        PCSIndexFormat(),
        TabularFormat(),
        GEMFormat(),
        HCPCSFormat(),
        CPTFormat(),
        AddOnFormat(),
        PairEditFormat(),
        MCDFormat(),
        UnitLimitFormat(),
        FeeScheduleFormat(),
        PoliciesFormat(),
        SynonymsFormat(),
        FHIRFormat(),
        JSONLinesFormat(),
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
        guard !format.recognises(opening) else { return }
        if let other = formats.first(where: { $0.recognises(opening) }) {
            throw .rejection("this looks like \(other.title)", remedy: "use --format \(other.name)", file: file)
        }
        if let container = opening.container {
            throw .rejection("this is \(container), not \(format.title)", remedy: "give the text file", file: file)
        }
    }
}
