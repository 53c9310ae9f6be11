internal import CatalogModel
internal import CatalogStore

/// Procedure pages: one file each, with the code from the command line or from an index.
struct PagesFormat: ImportFormat {
    let name = "pages"
    let title = "a procedure page"

    func check(_ request: ImportRequest) throws(CatalogError) {
        try refuse([("--release", request.release != nil), ("--effective", request.effective != nil)])
        if request.index != nil {
            try refuseWithIndex(request)
            return
        }
        guard let system = request.system, let code = request.code, request.files.count == 1 else {
            throw CatalogError(
                .invalidArgument, "a page prints no code, so each needs one",
                remedy: "give --system, --code and one file, or --index for many files")
        }
        _ = try CodeKey(system: system, code: code)
    }

    private func refuseWithIndex(_ request: ImportRequest) throws(CatalogError) {
        guard request.system == nil, request.code == nil else {
            throw CatalogError(
                .invalidArgument, "both an index and a code are given",
                remedy: "leave out --system and --code, or --index")
        }
    }

    func recognises(_ opening: FileOpening) -> Bool {
        opening.lines.contains { line in
            guard let text = String(validating: line, as: UTF8.self) else { return false }
            return PageHeading(PageText.trimmed(text[...])) != nil
        }
    }

    func read(_ request: ImportRequest, into session: ImportSession) throws(CatalogError) {
        for entry in try entries(request) {
            try session.row(at: entry.source) { () throws(CatalogError) in
                let page = try PageFile.read(entry.path, as: self)
                try PageFile.check(page, describes: entry.key, file: entry.path)
                for remark in page.remarks { session.note("\(entry.path): \(remark)") }
                try session.write(.page(PageFile.record(of: page, key: entry.key)))
            }
        }
    }

    /// The pages to read: the one file, or those of the index that are among the files given (all, when none is).
    private func entries(_ request: ImportRequest) throws(CatalogError) -> [PageIndex.Entry] {
        guard let path = request.index else {
            guard let system = request.system, let code = request.code else { return [] }
            let key = try CodeKey(system: system, code: code)
            return request.files.map { PageIndex.Entry(path: $0, key: key, source: .init(file: $0)) }
        }
        return try PageIndex(path: path).entries(for: request.files)
    }
}
