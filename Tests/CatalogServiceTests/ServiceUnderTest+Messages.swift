import CatalogMessages
import CatalogModel
import CatalogStore
import RPCCore
import RPCServices
import WireMessages

extension ServiceUnderTest {
    /// Asks, and reads the reply.
    func ask<Reply: CatalogMessage>(
        _ method: String, _ request: some CatalogMessage, for type: Reply.Type = Reply.self
    ) async throws -> Reply {
        let reply = try await call(method, request.withMessage { $0.bytes() }).get().reply
        return try reply.frame.withMessage { try Reply(message: $0) }
    }

    /// Asks for all pages of a list, each of this size; the totals they name must be one.
    func askForAll<Request: PagedRequest>(
        _ request: Request, pageSize: Int = 0
    ) async throws -> (elements: [Request.Reply.Element], totals: Set<Int>) {
        var (request, elements, totals) = (request, [Request.Reply.Element](), Set<Int>())
        request.pageSize = pageSize
        repeat {
            let page = try await ask(Request.method, request, for: Request.Reply.self).page
            elements += page.elements
            totals.insert(page.totalCount)
            request.pageToken = page.nextPageToken
        } while !request.pageToken.isEmpty
        return (elements, totals)
    }

    /// The code and reason of the error that a question ends with; nil when it is answered.
    func refusal(_ method: String, _ request: some CatalogMessage) async -> (code: StatusCode, reason: String?)? {
        guard case .failure(let error) = await call(method, request.withMessage { $0.bytes() }) else { return nil }
        return (error.code, error.statusDetails?.reason)
    }

    /// Loads a release that lists these codes with these descriptors; a `-` before a code makes it a header.
    func load(_ label: String, _ effective: String, of system: CodeSystem, _ descriptors: [String: String]) async throws
    {
        guard let day = CalendarDate(effective) else { throw RPCError(.internal, "\(effective) is no day") }
        try await write { writer throws(CatalogError) in
            try writer.declare(Release(label: label, effective: day), of: system)
            for (code, descriptor) in descriptors.sorted(by: { $0.key < $1.key }) {
                let key = CodeKey(system: system, canonical: code.replacing("-", with: ""))
                try writer.list(
                    Code(key: key, kind: code.hasPrefix("-") ? .header : .code, longDescriptor: descriptor))
            }
        }
    }

    /// Loads facts as the one edition of a scope.
    func load(_ format: String, _ facts: [any StorableFact]) async throws {
        try await write { writer throws(CatalogError) in
            let scope = FactScope(format: format)
            try writer.declare(FactEdition(scope: scope, label: "one", files: ["\(format).txt"]))
            for fact in facts { try writer.put(fact, in: scope) }
        }
    }
}

/// Keys for tests.
func cm(_ code: String) -> CodeKey { CodeKey(system: .icd10CM, canonical: code) }
func pcs(_ code: String) -> CodeKey { CodeKey(system: .icd10PCS, canonical: code) }
func cpt(_ code: String) -> CodeKey { CodeKey(system: .cpt, canonical: code) }
func icd9(_ code: String) -> CodeKey { CodeKey(system: .icd9PCS, canonical: code) }
