internal import CatalogModel
internal import CatalogStore

/// The NCCI procedure-to-procedure edits as CMS publishes them: tab-separated text in Windows code page 1252, in several
/// files for each setting and quarter.
///
/// Columns: column 1, column 2, `*` when older than 1996, effective date, deletion date (`*` for none), modifier indicator
/// 0, 1 or 9, rationale. Dates are YYYYMMDD; the deletion date is the last day on which the edit holds. Above the rows
/// stand a copyright notice and a header of one or more lines, of which CMS changes the number: the rows begin at the
/// first line whose first two fields are codes. One pair may repeat with other days.
///
/// An edition is complete, so give all files of a quarter at once. The setting is told by the files' names (`ccipra`
/// practitioner, `ccioph` outpatient hospital) unless `--setting` names it; without either it is practitioner. The
/// files list deleted edits too, so without `--release` they answer for every day.
struct PairEditFormat: ImportFormat {
    let name = "ncci-ptp"
    let title = "NCCI procedure-to-procedure edits"
    let hasSettings = true

    func check(_ request: ImportRequest) throws(CatalogError) {
        try refusePageOptions(request)
        guard request.setting != .dmeSupplier else {
            throw CatalogError(
                .invalidArgument, "there are no pair edits for suppliers", remedy: "name another --setting")
        }
        _ = try EditionLabel.edition(of: FactScope(format: name), request)
    }

    func recognises(_ opening: FileOpening) -> Bool {
        opening.lines.contains { (try? PairEditRow($0)) != nil }
    }

    func read(_ request: ImportRequest, into session: ImportSession) throws(CatalogError) {
        let setting = if let named = request.setting { named } else { try Self.setting(of: request.files) }
        let scope = FactScope(format: name, part: setting.rawValue)
        try session.declare(EditionLabel.edition(of: scope, request))
        for file in try SourceFile.all(in: request.files, endingIn: [".txt"]) {
            let reader = file.lines()
            try ImportFormats.check(FileOpening(bytes: reader.opening()), is: self, file: reader.name)
            var table = PairEditTable(file: reader.name, setting: setting)
            try session.readLines(of: reader) { line throws(CatalogError) in
                guard let edit = try table.edit(from: line) else { return session.skipRow() }
                try session.put(edit, in: scope)
            }
            try table.finish()
        }
    }

    /// The setting that the files' names tell.
    private static func setting(of files: [String]) throws(CatalogError) -> EditSetting {
        let names = files.map { ($0.split(separator: "/").last ?? "").lowercased() }
        let hospital = names.filter { $0.contains("ccioph") || $0.contains("hospital") }
        guard hospital.isEmpty || hospital.count == names.count else {
            throw CatalogError(
                .invalidArgument, "the files are edits of two settings",
                remedy: "import those of each setting by themselves")
        }
        return hospital.isEmpty ? .practitioner : .outpatientHospital
    }
}
