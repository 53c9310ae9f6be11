internal import CatalogModel
internal import CatalogStore

/// The national relative value file of the Medicare physician fee schedule (`PPRRVU…`), as comma-separated values in
/// Windows code page 1252.
///
/// Titles and a notice stand above a header of several lines, each column's name running down them; columns come and go
/// with the years. Read are `HCPCS`, `MOD`, `STATUS CODE` and `GLOB DAYS`, whose global period ZZZ hints at an add-on
/// code. Relative values and the conversion factor have no place in the catalog, and descriptors are the AMA's: both are
/// left out. The rows print no days: the edition is the quarter's or the year's, and must be named.
///
/// Of a zip archive, such as `RVU26A.zip`, the files `PPRRVU….csv` are read. Where there are two, for two conversion
/// factors, what is read of them is the same.
struct FeeScheduleFormat: ImportFormat {
    let name = "pfs-rvu"
    let title = "the relative value file of the physician fee schedule"

    func check(_ request: ImportRequest) throws(CatalogError) {
        try refusePageOptions(request)
        _ = try EditionLabel.datedEdition(of: FactScope(format: name), request)
    }

    func recognises(_ opening: FileOpening) -> Bool {
        opening.bytes.prefix(16 * 1024).split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
            .contains { $0.starts(with: Array("HCPCS,MOD,".utf8)) }
    }

    func read(_ request: ImportRequest, into session: ImportSession) throws(CatalogError) {
        let scope = FactScope(format: name)
        try session.declare(EditionLabel.datedEdition(of: scope, request))
        let files = try SourceFile.all(in: request.files, endingIn: [".csv"]) { $0.uppercased().hasPrefix("PPRRVU") }
        for file in files {
            let reader = file.fields(encoding: .windows1252)
            try ImportFormats.check(FileOpening(bytes: reader.opening()), is: self, file: reader.name)
            let header = try FeeScheduleHeader(from: reader)
            try session.readRecords(of: reader) { record throws(CatalogError) in
                if record.isBlank { return session.skipRow() }
                try session.put(header.entry(in: record, of: reader.name), in: scope)
            }
        }
    }
}
