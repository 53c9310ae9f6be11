internal import CatalogMessages
internal import CatalogModel
internal import CatalogStore

/// The children of one place, page by page.
struct ChildList {
    private let hierarchy: CodeHierarchy
    private let request: ListChildCodesRequest
    private let query: PageQuery<ChildPlace>

    init(_ request: ListChildCodesRequest, _ query: PageQuery<ChildPlace>, from reader: any CodeStoreReader) {
        hierarchy = CodeHierarchy(system: request.system, day: query.day, reader: reader)
        self.request = request
        self.query = query
    }

    /// The page asked for, or why there is no such parent.
    func page() throws(CatalogError) -> Result<ListPage<ChildCode>, AbsentError> {
        guard let parent = request.parent else { return try topPage() }
        switch try hierarchy.find(parent) {
        case .absent(let absence): return .failure(AbsentError(absence: absence))
        case .node(let node): return .success(try page(of: try hierarchy.children(of: node), below: parent.code))
        }
    }

    private func topPage() throws(CatalogError) -> Result<ListPage<ChildCode>, AbsentError> {
        // There is no code without characters, so this says what is loaded of the system.
        let nothing = CodeKey(system: request.system, canonical: "")
        let answer = try hierarchy.reader.answer(for: nothing, asOf: hierarchy.day, view: .basic)
        let nodes = try hierarchy.top()
        let top = if let nodes { try page(of: nodes, below: "") } else { try flatPage() }
        if case .absent(let absence) = answer, absence.reason != .unknownCode, top.totalCount == 0 {
            return .failure(AbsentError(absence: absence))
        }
        return .success(top)
    }

    private func page(
        of nodes: [HierarchyNode], below prefix: String
    ) throws(CatalogError) -> ListPage<ChildCode> {
        let page = query.page(of: nodes) { ChildPlace(code: $0.key.code) }
        let meanings = try AxisMeanings(
            below: prefix, of: request.system, on: hierarchy.day, from: hierarchy.reader)
        var children: [ChildCode] = []
        for node in page.elements { children.append(try child(node, meanings)) }
        return ListPage(children, nextPageToken: page.nextPageToken, totalCount: page.totalCount)
    }

    private func child(_ node: HierarchyNode, _ meanings: AxisMeanings) throws(CatalogError) -> ChildCode {
        let count = try hierarchy.descendantCount(of: node)
        switch node {
        case .group(let link):
            return ChildCode(key: link.child, display: link.title, kind: nil, descendantCount: count)
        case .lead(let key):
            let axis = try meanings.meaning(of: key)
            return ChildCode(key: key, display: axis?.label ?? "", kind: nil, descendantCount: count, axis: axis)
        case .code(let code):
            return ChildCode(
                key: code.key, display: code.longDescriptor, kind: code.kind, descendantCount: count,
                axis: try meanings.meaning(of: code.key))
        }
    }

    /// A page of a system whose codes stand side by side: read as far as it goes, since there may be many.
    private func flatPage() throws(CatalogError) -> ListPage<ChildCode> {
        let (system, day, reader) = (hierarchy.system, hierarchy.day, hierarchy.reader)
        var codes = try reader.codes(
            of: system, prefix: "", on: day, after: query.last?.code, limit: query.countMax + 1)
        let isLast = codes.count <= query.countMax
        codes = Array(codes.prefix(query.countMax))
        let token = isLast ? nil : codes.last.map { query.token(behind: ChildPlace(code: $0.key.code)) }
        return ListPage(
            codes.map { ChildCode(key: $0.key, display: $0.longDescriptor, kind: $0.kind, descendantCount: 0) },
            nextPageToken: token ?? "",
            totalCount: try reader.codeCount(of: system, prefix: "", on: day, kind: nil))
    }
}

/// Children stand in the order of their codes' bytes.
struct ChildPlace: PagePlace {
    let code: String

    init(code: String) { self.code = code }

    init?(fields: [String]) {
        guard fields.count == 1 else { return nil }
        code = fields[0]
    }

    var fields: [String] { [code] }

    static func < (a: ChildPlace, b: ChildPlace) -> Bool { a.code.utf8.lexicographicallyPrecedes(b.code.utf8) }
}
