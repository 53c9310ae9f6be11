internal import CatalogModel
internal import CatalogStore

/// The NCCI add-on code edits as CMS publishes them: which primaries an add-on code may stand with.
///
/// Each row has an add-on code, a primary code (`CCCCC` where the contractor defines it), the type 1, 2 or 3, and dates
/// YYYYDDD: the edit's first and last day, and the last days of the two codes themselves, where they have one. CMS has
/// laid the rows out in several ways, in fixed columns and as a spreadsheet; see ``AddOnLayout``.
///
/// An edition is complete. The file lists ended edits too, so without `--release` it answers for every day.
struct AddOnFormat: ImportFormat {
    let name = "aoc"
    let title = "NCCI add-on code edits"

    func check(_ request: ImportRequest) throws(CatalogError) {
        try refusePageOptions(request)
        _ = try EditionLabel.edition(of: FactScope(format: name), request)
    }

    func recognises(_ opening: FileOpening) -> Bool { AddOnLayout.detect(opening.lines) != nil }

    func read(_ request: ImportRequest, into session: ImportSession) throws(CatalogError) {
        let scope = FactScope(format: name)
        try session.declare(EditionLabel.edition(of: scope, request))
        for file in try SourceFile.all(in: request.files, endingIn: [".txt", ".csv"]) {
            let reader = file.lines()
            let opening = try FileOpening(bytes: reader.opening())
            try ImportFormats.check(opening, is: self, file: reader.name)
            guard let layout = AddOnLayout.detect(opening.lines) else {
                throw .rejection(
                    "none of the known layouts of add-on code edits fits the first lines",
                    remedy: "check that it is the text file of NCCI add-on code edits", file: reader.name)
            }
            var table = AddOnTable(file: reader.name, layout: layout)
            try session.readLines(of: reader) { line throws(CatalogError) in
                guard let relation = try table.relation(from: line) else { return session.skipRow() }
                try session.put(relation, in: scope)
            }
        }
    }
}
