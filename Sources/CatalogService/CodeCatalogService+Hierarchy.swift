internal import CatalogMessages
internal import CatalogModel
internal import CatalogStore
internal import RPCCore

extension CodeCatalogService {
    /// Answers ListChildCodes.
    func listChildCodes(_ request: ListChildCodesRequest, _ call: UncachedCall) throws(RPCError) -> UnaryAnswer {
        let query = try PageQuery<ChildPlace>(request, today: call.today)
        return answerLater(call) { reader throws(CatalogError) in
            try ChildList(request, query, from: reader).page().map { ListChildCodesResponse(page: $0) }
        }
    }

    /// Answers TestSubsumption.
    func testSubsumption(_ request: TestSubsumptionRequest, _ call: UncachedCall) throws(RPCError) -> UnaryAnswer {
        let day = request.asOf ?? call.today
        return answerLater(call) { reader throws(CatalogError) in
            try CodeHierarchy(system: request.first.system, day: day, reader: reader)
                .relation(of: request.first, to: request.second)
        }
    }

    /// Answers TranslateCode. The code need not be loaded, so none is looked up.
    func translateCode(_ request: TranslateCodeRequest, _ call: UncachedCall) throws(RPCError) -> UnaryAnswer {
        let day = request.asOf ?? call.today
        return answerLater(call) { reader throws(CatalogError) in
            .success(try CodeTranslation(request.key, to: request.target, on: day, from: reader))
        }
    }
}

extension CodeHierarchy {
    /// How the place of one key stands to that of another; the first absence where one of them has none.
    func relation(
        of first: CodeKey, to second: CodeKey
    ) throws(CatalogError) -> Result<SubsumptionOutcome, AbsentError> {
        let (a, b): (HierarchyNode, HierarchyNode)
        switch (try find(first), try find(second)) {
        case (.node(let first), .node(let second)): (a, b) = (first, second)
        case (.absent(let absence), _), (_, .absent(let absence)): return .failure(AbsentError(absence: absence))
        }
        if first == second { return .success(.equivalent) }
        if try ancestors(of: b).contains(first) { return .success(.subsumes) }
        if try ancestors(of: a).contains(second) { return .success(.subsumedBy) }
        return .success(.notSubsumed)
    }
}
