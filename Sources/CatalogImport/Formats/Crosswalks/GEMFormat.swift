internal import CatalogModel
internal import CatalogStore

/// The General Equivalence Mappings between ICD-9-CM and ICD-10, as CMS published them until 2018: one row of fixed columns
/// for each source and counterpart.
///
/// There are four bodies: diagnoses and procedures, each in both directions (`gem_i9pcs.txt`, `gem_pcsi9.txt`,
/// `2018_I9gem.txt`, `2018_I10gem.txt`). The columns show the direction, and the codes show whether they are diagnoses or
/// procedures; where all of them could be either, the file's name tells. ICD-9-CM diagnoses go by the URI that DSTU2 of
/// FHIR gave them, since the system of procedures has the common one, and by codes with dots, as FHIR writes them.
///
/// The mappings are not one-to-one, and no counterpart is a fact, too (`NoPCS`, `NoDx`). The last issue is good for every
/// day, so without `--release` it is.
struct GEMFormat: ImportFormat {
    let name = "gems"
    let title = "a file of General Equivalence Mappings"

    func check(_ request: ImportRequest) throws(CatalogError) {
        try refusePageOptions(request)
        _ = try EditionLabel.edition(of: FactScope(format: name), request)
    }

    func recognises(_ opening: FileOpening) -> Bool {
        let lines = opening.lines
        return !lines.isEmpty && lines.allSatisfy { (try? GEMRow($0.last == 0x0D ? $0.dropLast() : $0)) != nil }
    }

    func read(_ request: ImportRequest, into session: ImportSession) throws(CatalogError) {
        for file in try SourceFile.all(in: request.files, endingIn: [".txt"]) {
            let reader = file.lines()
            let opening = FileOpening(bytes: try reader.opening())
            try ImportFormats.check(opening, is: self, file: reader.name)
            let direction = try GEMDirection(opening, file: reader.name)
            let scope = FactScope(format: name, part: direction.part)
            try session.declare(EditionLabel.edition(of: scope, request))
            try session.readLines(of: reader) { line throws(CatalogError) in
                guard !line.bytes.isEmpty else { return session.skipRow() }
                try session.put(Self.entry(in: line, direction, file: reader.name), in: scope)
            }
        }
    }

    private static func entry(
        in line: InputLine, _ direction: GEMDirection, file: String
    ) throws(CatalogError) -> CrosswalkEntry {
        do throws(GEMRow.Fault) {
            let entry = try GEMRow(line.bytes[...]).entry(direction)
            guard line.isTerminated else {
                throw .init(
                    "the file breaks off in this line; add a line end if it is whole", column: line.bytes.count + 1)
            }
            return entry
        } catch {
            throw .rejection(error.message, file: file, line: line.number, column: error.column)
        }
    }
}
