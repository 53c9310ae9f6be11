internal import CatalogModel
internal import CatalogStore

/// The NCCI medically unlikely edits as CMS publishes them: comma-separated values in Windows code page 1252, one table
/// for each setting and quarter.
///
/// Above the header stands a notice, quoted, of several lines. Columns: `HCPCS/CPT Code`, the most units (`Practitioner
/// Services MUE Values`, and so on, which tells the setting), `MUE Adjudication Indicator` (1 line, 2 and 3 day, with its
/// meaning), `MUE Rationale`. 0 units means never payable. The rows print no days: the edition is the quarter's, and
/// must be named. The Medicaid tables have no adjudication indicator, and are refused for that.
struct UnitLimitFormat: ImportFormat {
    let name = "ncci-mue"
    let title = "NCCI medically unlikely edits"
    let hasSettings = true

    func check(_ request: ImportRequest) throws(CatalogError) {
        try refusePageOptions(request)
        _ = try EditionLabel.datedEdition(of: FactScope(format: name), request)
    }

    func recognises(_ opening: FileOpening) -> Bool {
        let letters = opening.bytes.prefix(16 * 1024).filter { $0 > 0x20 }
        return String(decoding: letters, as: UTF8.self).contains("MUEAdjudicationIndicator")
    }

    func read(_ request: ImportRequest, into session: ImportSession) throws(CatalogError) {
        var scope: FactScope?
        for file in try SourceFile.all(in: request.files, endingIn: [".csv"]) {
            let reader = file.fields(encoding: .windows1252)
            try ImportFormats.check(FileOpening(bytes: reader.opening()), is: self, file: reader.name)
            let header = try UnitLimitHeader(from: reader)
            let setting = try header.setting(in: reader.name, named: request.setting)
            let part = FactScope(format: name, part: setting.rawValue)
            if scope == nil { try session.declare(EditionLabel.datedEdition(of: part, request)) }
            guard scope ?? part == part else {
                throw .rejection(
                    "the files are limits of two settings", remedy: "import those of each setting by themselves",
                    file: reader.name)
            }
            scope = part
            try session.readRecords(of: reader) { record throws(CatalogError) in
                if record.isBlank { return session.skipRow() }
                try session.put(header.limit(in: record, of: reader.name, setting: setting), in: part)
            }
        }
    }
}
