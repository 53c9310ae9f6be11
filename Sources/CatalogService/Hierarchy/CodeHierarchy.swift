internal import CatalogModel
internal import CatalogStore

/// How the codes of a system stand above and below one another on one day: by their leading characters, where the system
/// is built so, and by the links that tabular lists and nested code systems say.
///
/// A code stands under the longest of its leading parts that is a valid code or header on the day. One that has no such
/// part stands where a link puts it, and at the top where none does. Everything is read on demand; a walk through
/// children costs one indexed read for each of them, counting one pass over their range of codes.
struct CodeHierarchy {
    let system: CodeSystem
    let day: CalendarDate
    let reader: any CodeStoreReader

    /// What a key stands for.
    enum Finding {
        case node(HierarchyNode)
        case absent(CodeAbsence)
    }

    /// What a key stands for on the day: a code, leading characters of valid codes, or a group.
    func find(_ key: CodeKey) throws(CatalogError) -> Finding {
        switch try reader.answer(for: key, asOf: day, view: .basic) {
        case .found(let code): return .node(.code(code))
        case .absent(let absence):
            if system.hasAxes, try firstCode(prefix: key.code) != nil { return .node(.lead(key)) }
            if let link = try link(of: key), !link.title.isEmpty { return .node(.group(link)) }
            return .absent(absence)
        }
    }

    // MARK: Up

    /// What stands above a place, nearest first.
    func ancestors(of node: HierarchyNode) throws(CatalogError) -> [CodeKey] {
        var ancestors = try leads(of: node)
        var highest = ancestors.last ?? node.key
        while let parent = try link(of: highest)?.parent, parent != node.key, !ancestors.contains(parent) {
            ancestors.append(parent)
            highest = parent
        }
        return ancestors
    }

    /// The leading parts of a code that are places themselves, longest first.
    private func leads(of node: HierarchyNode) throws(CatalogError) -> [CodeKey] {
        if case .group = node { return [] }
        let code = node.key.code
        guard let shortest = system.leadLengthMin, shortest < code.utf8.count else { return [] }
        var leads: [CodeKey] = []
        for length in (shortest..<code.utf8.count).reversed() {
            let lead = CodeKey(system: system, canonical: String(code.prefix(length)))
            let isPlace = system.hasAxes ? true : try isValid(lead)
            if isPlace { leads.append(lead) }
        }
        return leads
    }

    // MARK: Down

    /// The places directly below one, in the order of their keys.
    func children(of node: HierarchyNode) throws(CatalogError) -> [HierarchyNode] {
        switch node {
        case .group(let group): try linked(reader.facts(FactQuery.under(group.child).on(day)).map(\.value))
        case .lead(let key): try steps(below: key.code)
        case .code(let code) where system.leadLengthMin != nil: try steps(below: code.key.code)
        case .code(let code): try linked(reader.facts(FactQuery.under(code.key).on(day)).map(\.value))
        }
    }

    /// The places at the top; nil for a system whose codes stand side by side, all at the top.
    func top() throws(CatalogError) -> [HierarchyNode]? {
        if system == .cpt || system == .hcpcs { return nil }
        let links = try reader.facts(FactQuery<HierarchyLink>.top(of: system).on(day)).map(\.value)
        guard system.leadLengthMin != nil else { return links.isEmpty ? nil : try linked(links) }
        let steps = try steps(below: "")
        let groups = links.filter { !$0.title.isEmpty }.map { HierarchyNode.group($0) }
        if groups.isEmpty { return steps }
        let placed = Set(
            try reader.facts(FactQuery<HierarchyLink>.of(steps.map(\.key)).on(day)).filter { $0.value.parent != nil }
                .map(\.value.child))
        return (groups + steps.filter { !placed.contains($0.key) }).sorted { $0.key < $1.key }
    }

    /// The groups among the children of links, and the codes that are valid; in place of a code that is not, the valid
    /// ones its characters lead to.
    private func linked(_ links: [HierarchyLink]) throws(CatalogError) -> [HierarchyNode] {
        var nodes: [HierarchyNode] = []
        for link in links {
            if !link.title.isEmpty {
                nodes.append(.group(link))
            } else if case .found(let code) = try reader.answer(for: link.child, asOf: day, view: .basic) {
                nodes.append(.code(code))
            } else if system.leadLengthMin != nil {
                nodes += try steps(below: link.child.code)
            }
        }
        return nodes.sorted { $0.key < $1.key }
    }

    /// The places one step below leading characters: with axes one character longer, else the shortest codes.
    private func steps(below prefix: String) throws(CatalogError) -> [HierarchyNode] {
        let length = max(prefix.utf8.count + 1, system.leadLengthMin ?? 1)
        var steps: [HierarchyNode] = []
        var last: String?
        while let code = try firstCode(prefix: prefix, after: last) {
            let text = code.key.code
            guard text.utf8.count >= length else {
                last = text
                continue
            }
            let lead = CodeKey(system: system, canonical: String(text.prefix(length)))
            if code.key == lead {
                steps.append(.code(code))
            } else if system.hasAxes {
                steps.append(.lead(lead))
            } else {
                steps += try self.steps(below: lead.code)
            }
            last = lead.code + Self.behindAll
        }
        return steps
    }

    // MARK: Counts

    /// How many reportable codes stand below a place, at any depth.
    func descendantCount(of node: HierarchyNode) throws(CatalogError) -> Int {
        if case .code(let code) = node, system.leadLengthMin != nil {
            return try codeCount(prefix: code.key.code) - (code.isBillable ? 1 : 0)
        }
        if case .lead(let key) = node { return try codeCount(prefix: key.code) }
        var seen: Set<CodeKey> = [node.key]
        return try linkedCount(under: node.key, &seen)
    }

    /// How many reportable codes links put under a key, at any depth; each key is counted once.
    private func linkedCount(under key: CodeKey, _ seen: inout Set<CodeKey>) throws(CatalogError) -> Int {
        var count = 0
        var open = [key]
        while let next = open.popLast() {
            for link in try reader.facts(FactQuery.under(next).on(day)).map(\.value)
            where seen.insert(link.child).inserted {
                if !link.title.isEmpty {
                    open.append(link.child)
                } else if system.leadLengthMin != nil {
                    count += try codeCount(prefix: link.child.code)
                } else if case .found(let code) = try reader.answer(for: link.child, asOf: day, view: .basic) {
                    count += code.isBillable ? 1 : 0
                    open.append(link.child)
                }
            }
        }
        return count
    }

    // MARK: Reading

    /// Behind every code that begins with what stands before it: codes with leads have letters and digits only.
    private static let behindAll = "~"

    private func firstCode(prefix: String, after last: String? = nil) throws(CatalogError) -> Code? {
        try reader.codes(of: system, prefix: prefix, on: day, after: last, limit: 1).first
    }

    private func codeCount(prefix: String) throws(CatalogError) -> Int {
        try reader.codeCount(of: system, prefix: prefix, on: day, kind: .code)
    }

    private func isValid(_ key: CodeKey) throws(CatalogError) -> Bool {
        try firstCode(prefix: key.code)?.key == key
    }

    private func link(of key: CodeKey) throws(CatalogError) -> HierarchyLink? {
        try reader.facts(FactQuery<HierarchyLink>.of([key]).on(day)).first?.value
    }
}
