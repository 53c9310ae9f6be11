internal import CatalogModel
internal import CatalogStore

/// The HCPCS contractor record as CMS publishes it every quarter (`HCPC2026_JAN_ANWEB.txt`): HCPCS Level II codes and
/// modifiers, in lines of 320 columns in Windows code page 1252. Of a zip archive the text files with `ANWEB` in their
/// names are read.
///
/// Layout, from the record layout that CMS ships with the file; see ``HCPCSLine`` and ``HCPCSDetails``. A release is
/// complete, and each row prints the days of its code: it is listed on those of them on which the release is in force.
///
/// - Codes that end are named with what takes their place. A file still lists codes that ended on the eve of its quarter:
///   their cross references are kept as counterparts from the day after, so that the catalog can name successors.
///   Cross references of codes that go on (those Medicare does not take) are left out.
/// - Coverage and BETOS are kept as entries of a fee schedule, on the days of the code. Pricing, payment groups, manual
///   references, laboratory certification and types of service have no place in the catalog and are left out.
/// - Rows of CPT (codes that begin with a digit, modifiers of two digits) are left out and counted in a note: they belong
///   to another system, which the AMA's own files list whole, and their wording is the AMA's.
struct HCPCSFormat: ImportFormat {
    let name = "hcpcs"
    let title = "the HCPCS contractor record"

    func check(_ request: ImportRequest) throws(CatalogError) {
        try refusePageOptions(request)
        _ = try EditionLabel.release(request)
    }

    func recognises(_ opening: FileOpening) -> Bool {
        let lines = opening.lines.map { $0.last == 0x0D ? $0.dropLast() : $0 }
        return !lines.isEmpty && lines.allSatisfy { HCPCSLine.hasShape($0) }
    }

    func read(_ request: ImportRequest, into session: ImportSession) throws(CatalogError) {
        let scope = FactScope(format: name)
        let release = try EditionLabel.release(request)
        try session.declare(release, of: .hcpcs)
        try session.declare(EditionLabel.datedEdition(of: scope, request))
        var table = HCPCSTable()
        var endedCount = 0
        func write(_ entry: HCPCSTable.Entry, file: String) throws(CatalogError) {
            try session.row(at: .init(file: file, line: entry.line)) { () throws(CatalogError) in
                let ended = entry.details.period.terminated.map { $0 <= release.effective } ?? false
                if ended { endedCount += 1 } else { try session.write(.listed(entry.code)) }
                for replacement in entry.replacements { try session.put(replacement, in: scope) }
                if let payment = entry.payment { try session.put(payment, in: scope) }
            }
        }
        let files = try SourceFile.all(in: request.files, endingIn: [".txt"]) { $0.uppercased().contains("ANWEB") }
        for file in files {
            let reader = file.lines()
            try ImportFormats.check(FileOpening(bytes: reader.opening()), is: self, file: reader.name)
            try session.readLines(of: reader) { line throws(CatalogError) in
                if let entry = table.entryEnding(before: line) { try write(entry, file: reader.name) }
                try table.take(line, file: reader.name)
                session.skipRow()
            }
            if let entry = table.lastEntry() { try write(entry, file: reader.name) }
        }
        note(table, endedCount, release, session)
    }

    private func note(_ table: HCPCSTable, _ endedCount: Int, _ release: Release, _ session: ImportSession) {
        if endedCount > 0 {
            session.note("\(endedCount) codes ended before \(release.effective); what takes their place is kept")
        }
        if table.procedureCount > 0 {
            session.note("\(table.procedureCount) rows of CPT are left out; import the AMA's files with --format cpt")
        }
    }
}
