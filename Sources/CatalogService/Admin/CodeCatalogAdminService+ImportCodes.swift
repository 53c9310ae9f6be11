internal import CatalogImport
internal import CatalogMessages
internal import CatalogModel
internal import CatalogStore
internal import Foundation
internal import RPCCore
internal import RPCServices
internal import WireMessages

extension CodeCatalogAdminService {
    /// Answers ImportCodes: the parts become files, and the files one transaction once the caller has sent everything. A
    /// call that ends before has changed nothing.
    func importCodes(_ call: StreamingCall) async throws -> UnaryReply {
        let store = try await opening.value
        let upload = try ImportUpload(in: uploads)
        defer { upload.end() }
        for try await message in call.requests {
            try upload.receive(try message.withBytes { try ImportCodesRequest(message: $0) })
        }
        let rejects = RejectList()
        let report: ImportReport
        do throws(CatalogError) {
            report = try await CatalogImporter(store: store).run(try upload.checkedRequest()) { event in
                if case .rejected(let reject) = event { rejects.add(reject) }
            }
        } catch {
            guard error.kind == .rejected else {
                var error = error
                error.message = upload.withoutNames(error.message)
                throw error
            }
            throw RPCError(rejectedImport: error, rejects: rejects.first, withoutNames: upload.withoutNames)
        }
        var current: Revision?
        if case .rehearsed = report.written.outcome { current = try await store.revision() }
        let response = ImportCodesResponse(report, current: current, withoutFolder: upload.withoutFolder)
        return try reply(response, of: response.revision)
    }
}

extension ImportUpload {
    /// The import that the parts make, or what is wrong with them as an error of the catalog.
    fileprivate func checkedRequest() throws(CatalogError) -> ImportRequest {
        do {
            return try request()
        } catch let error as CatalogError {
            throw error
        } catch {
            throw CatalogError(.invalidArgument, "\(error)", remedy: "send settings first, then files")
        }
    }
}

extension ImportCodesResponse {
    fileprivate init(_ report: ImportReport, current: Revision?, withoutFolder: (String) -> String) {
        switch report.written.outcome {
        case .committed(let revision): self.init(revision: revision, isCommitted: true)
        case .nothingToDo(let revision): self.init(revision: revision, isCommitted: false)
        case .rehearsed: self.init(revision: current ?? Revision(rawValue: 0), isCommitted: false)
        }
        rowsRead = report.rowsRead
        added = report.written.added
        changed = report.written.changed
        unchanged = report.written.unchanged
        terminated = report.written.terminated
        unresolved = report.written.unresolved
        rejected = report.rejectCount
        rejects = report.rejects.prefix(Self.rejectCountMax).map { reject in
            var location = reject.location
            location.file = withoutFolder(location.file)
            return Reject(location: location, reason: withoutFolder(reject.reason))
        }
    }
}

extension RPCError {
    /// Files that have more malformed rows than allowed, or are none of their format. The message names the first problem;
    /// the details list the first few, which have to fit into trailers.
    fileprivate init(rejectedImport error: CatalogError, rejects: [Reject], withoutNames: (String) -> String) {
        let message = withoutNames("\(error)")
        var violations: [StatusDetails.FieldViolation] = []
        for reject in rejects {
            let text = withoutNames("\(reject)")
            let place = text.prefix(text.count - min(reject.reason.count + 2, text.count))
            violations.append(
                .init(field: String(place), description: String(withoutNames(reject.reason).prefix(200))))
        }
        self.init(
            .failedPrecondition, String(message.prefix(1_000)),
            details: StatusDetails(
                reason: "IMPORT_REJECTED", attachment: violations.isEmpty ? nil : .badRequest(violations)),
            cause: error)
    }
}
