internal import CatalogModel
internal import CatalogStore

/// The CMS order files of ICD-10-PCS and ICD-10-CM: every code and header of one release, one in each line.
///
/// Layout, from the readme that CMS ships with the files: columns 1-5 order number, 6 blank, 7-13 code, 14 blank, 15 flag (0
/// header, 1 valid for submission), 16 blank, 17-76 short descriptor, 77 blank, 78 to the end long descriptor. Columns
/// count characters. A release is complete, so what it does not list ends on its effective date.
///
/// The file is checked strictly: the code's own grammar, no code twice, and a line end after the last row, because a file
/// that breaks off would otherwise terminate the codes it lost. Order numbers that jump are noted, not refused: excerpts
/// have them too.
struct OrderFileFormat: ImportFormat {
    static let icd10PCS = OrderFileFormat(
        system: .icd10PCS, name: "icd10-pcs-order", title: "an ICD-10-PCS order file", grammar: .icd10PCS)
    static let icd10CM = OrderFileFormat(
        system: .icd10CM, name: "icd10-cm-order", title: "an ICD-10-CM order file", grammar: .icd10CM)

    let system: CodeSystem
    let name: String
    let title: String
    let grammar: ICD10Code.Grammar

    func check(_ request: ImportRequest) throws(CatalogError) {
        try refuse([
            ("--system", request.system != nil), ("--code", request.code != nil), ("--index", request.index != nil),
        ])
        guard request.files.count == 1 else {
            throw CatalogError(
                .invalidArgument, "an order file is a whole release, and \(request.files.count) files are given",
                remedy: "import one file at a time")
        }
        _ = try ReleaseLabel.release(label: request.release, effective: request.effective)
    }

    /// Whether all of the first lines are rows whose codes have this system's shape. Many codes fit both systems, so a file
    /// of one can be recognised as both; never as the other alone.
    func recognises(_ opening: FileOpening) -> Bool {
        let lines = opening.lines
        return !lines.isEmpty
            && lines.allSatisfy { line in
                guard let row = try? OrderRow(Array(line.last == 0x0D ? line.dropLast() : line)) else { return false }
                return grammar.allows(row.code, isHeader: row.isHeader)
            }
    }

    func read(_ request: ImportRequest, into session: ImportSession) throws(CatalogError) {
        let reader = try LineReader(path: request.files[0])
        try ImportFormats.check(FileOpening(bytes: reader.opening()), is: self, file: reader.name)
        try session.declare(ReleaseLabel.release(label: request.release, effective: request.effective), of: system)
        var table = OrderTable(system: system, grammar: grammar)
        try session.readLines(of: reader) { line throws(CatalogError) in
            if let code = try table.code(from: line, file: reader.name) { try session.write(.listed(code)) }
        }
        if let line = table.firstJump {
            session.note("\(reader.name):\(line): the order numbers jump here, so rows may be missing or moved")
        }
    }
}
