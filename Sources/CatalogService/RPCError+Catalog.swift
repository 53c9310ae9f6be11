internal import CatalogCache
internal import CatalogModel
internal import RPCCore
internal import RPCServices
internal import WireMessages

/// Every error of the service in the one shape the contract promises: a status, a message for people, and details with
/// exactly one ErrorInfo. What peers may not see (paths, SQL) goes into `cause` and stays here.
extension RPCError {
    /// A code that is not there. What does not look like a code is not repeated: errors end up in logs of callers.
    init(_ absence: CodeAbsence) {
        var metadata: [String: String] = [:]
        let key = absence.key
        if CodeSystem.known.contains(key.system) { metadata["system"] = key.system.uri }
        if key.hasShapeOfCode { metadata["code"] = key.printedCode }
        metadata["effective"] = absence.effective?.description
        metadata["terminated"] = absence.terminated?.description
        if !absence.successors.isEmpty {
            metadata["successors"] = absence.successors.map(\.printedCode).joined(separator: ",")
        }
        let resource = StatusDetails.ResourceInfo(
            type: "medcodes.v1.Code", name: key.hasShapeOfCode ? key.description : "", description: absence.message)
        self.init(
            .notFound, absence.message,
            details: StatusDetails(reason: absence.reason.wireName, metadata: metadata, attachment: .resource(resource))
        )
    }

    /// A request that is no such message, or cannot be right.
    init(_ error: MessageError) {
        let violation = StatusDetails.FieldViolation(field: error.path, description: error.expectation)
        self.init(
            .invalidArgument, "\(error)",
            details: StatusDetails(
                reason: error.isMalformed ? "MALFORMED_MESSAGE" : "INVALID_ARGUMENT",
                attachment: .badRequest([violation])))
    }

    /// A catalog that cannot answer. The peer learns whether to try again, and nothing about the store.
    init(_ error: CatalogError) {
        switch error.kind {
        case .corrupt:
            self.init(
                .dataLoss, "the stored record is damaged; tell the operator",
                details: StatusDetails(reason: "RECORD_DAMAGED"), cause: error)
        default:
            self.init(
                .unavailable, "the catalog cannot be read now; try again",
                details: StatusDetails(reason: "STORE_UNAVAILABLE", attachment: .retry(after: .seconds(1))),
                cause: error)
        }
    }

    /// Whatever a load threw.
    init(loading error: any Error) {
        switch error {
        case let error as RPCError: self = error
        case let error as CatalogError: self.init(error)
        case let error as MessageError: self.init(error)
        default: self.init(CatalogError(.unavailable, "\(error)"))
        }
    }

    /// The same error with more metadata.
    func adding(_ metadata: Metadata) -> RPCError {
        var error = self
        error.metadata = metadata
        return error
    }
}

extension AbsenceReason {
    /// The reason as ErrorInfo names it: the enum value of the contract without its prefix.
    var wireName: String {
        switch self {
        case .unknownCode: "UNKNOWN_CODE"
        case .notYetEffective: "NOT_YET_EFFECTIVE"
        case .terminated: "TERMINATED"
        case .codeSystemNotLoaded: "CODE_SYSTEM_NOT_LOADED"
        case .releaseNotLoaded: "RELEASE_NOT_LOADED"
        }
    }
}
