internal import CatalogModel

extension ImportFormat {
    /// Refuses all but one file; for formats of which one document is a whole edition.
    func refuseManyFiles(_ request: ImportRequest) throws(CatalogError) {
        guard request.files.count == 1 else {
            throw CatalogError(
                .invalidArgument, "\(title) is one document, and \(request.files.count) files are given",
                remedy: "import one file at a time")
        }
    }

    /// The XML document of this format that a file is, or the one that an archive holds among others.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`.
    func document(in path: String) throws(CatalogError) -> XMLReader {
        let all = try SourceFile.all(in: path, endingIn: [".xml"]).map(XMLReader.init)
        if let only = all.first, all.count == 1 {
            try ImportFormats.check(only.opening(), is: self, file: only.name)
            return only
        }
        var ours: [XMLReader] = []
        for document in all where recognises(try document.opening()) { ours.append(document) }
        guard let document = ours.first, ours.count == 1 else {
            throw .rejection(
                "\(ours.count) of the archive's documents look like \(title), not one",
                remedy: "extract the document and import it by itself", file: path)
        }
        return document
    }
}
