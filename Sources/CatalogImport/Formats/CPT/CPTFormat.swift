internal import CatalogModel
internal import CatalogStore

/// The data files of CPT as the American Medical Association gives them to licensees: `LONGULT.txt`, and any of
/// `MEDU.txt`, `SHORTU.txt`, `ConsumerDescriptor.txt` and `ClinicianDescriptor.txt`, told by their names. They may be named
/// one by one, plain or gzip, or as the folder or the zip archive they lie in, whose other files are not looked at.
///
/// All files of a release are imported together, into one listing for each code of `LONGULT.txt`. Codes that only another
/// file has are left out, and codes that another file lacks go without its descriptor; notes say how many. The medium
/// descriptor has no place of its own: it is the short one where there is no `SHORTU.txt`. Modifiers, code histories and
/// the copies in capitals are not read.
///
/// The files print no days: the release must be named, a year such as `2026` or a quarter.
struct CPTFormat: ImportFormat {
    let name = "cpt"
    let title = "the data files of CPT"

    func check(_ request: ImportRequest) throws(CatalogError) {
        try refusePageOptions(request)
        _ = try EditionLabel.release(request)
    }

    /// Whether it is the list of codes, or a table of descriptors. Fixed columns alone look like many files.
    func recognises(_ opening: FileOpening) -> Bool {
        opening.lines.contains { line in
            if (try? CPTRow(line.last == 0x0D ? line.dropLast() : line, of: .long)) != nil { return true }
            return line.starts(with: Array("Concept Id\tCPT Code\t".utf8))
        }
    }

    func read(_ request: ImportRequest, into session: ImportSession) throws(CatalogError) {
        let files = try CPTFolder.files(in: request.files)
        try session.declare(EditionLabel.release(request), of: .cpt)
        var book = CPTBook()
        for (kind, file) in files {
            let reader = file.lines()
            try ImportFormats.check(FileOpening(bytes: reader.opening()), is: self, file: reader.name)
            if kind.hasHeader {
                try readTable(kind, of: reader, into: &book, session)
            } else {
                try readList(kind, of: reader, into: &book, session)
            }
            book.disagreements(with: kind).forEach { session.note("\(reader.name) \($0)") }
        }
        for code in book.codes { try session.write(.listed(code)) }
    }

    private func readList(
        _ kind: CPTFile, of reader: LineReader, into book: inout CPTBook, _ session: ImportSession
    ) throws(CatalogError) {
        var list = CPTList(kind: kind, file: reader.name)
        try session.readLines(of: reader) { line throws(CatalogError) in
            guard let row = try list.row(from: line) else { return session.skipRow() }
            try book.add(row, of: kind, at: .init(file: reader.name, line: line.number, column: 1))
        }
        try list.finish()
    }

    private func readTable(
        _ kind: CPTFile, of reader: LineReader, into book: inout CPTBook, _ session: ImportSession
    ) throws(CatalogError) {
        let table = try CPTTable(kind: kind, from: reader)
        try session.readLines(of: reader) { line throws(CatalogError) in
            guard let row = try table.row(from: line) else { return session.skipRow() }
            try book.add(row, of: kind, at: .init(file: reader.name, line: line.number))
        }
    }
}
