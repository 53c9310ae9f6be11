internal import CatalogCache
internal import CatalogMessages
public import CatalogModel
public import CatalogStore
public import RPCCore
internal import RPCServices
internal import WireMessages

/// `medcodes.v1.CodeCatalogAdminService`: ImportCodes, PutCode and DeleteCode.
///
/// Whoever reaches its handlers may write: an interceptor keeps others out. Every write is one transaction of the store,
/// and the store's observers (the cache of ``CodeCatalogService`` among them) know of it before the reply.
public final class CodeCatalogAdminService: RPCService {
    /// The service's full name.
    public static let name = "medcodes.v1.CodeCatalogAdminService"

    let opening: Task<any CodeStore, any Error>
    let uploads: UploadSpace
    let today: @Sendable () -> CalendarDate

    /// A service over a store that may still be opening: calls wait for it within their deadlines.
    ///
    /// - Parameters:
    ///   - store: Opens the store.
    ///   - uploadFolder: Where files lie between their arrival and the end of their import. It must exist.
    ///   - uploadByteCountMax: How many bytes they may take there, all imports together.
    ///   - today: The day of which a put code is read back, where it is one of the code's.
    public init(
        opening store: Task<any CodeStore, any Error>, uploadFolder: String, uploadByteCountMax: Int = 4 << 30,
        today: @escaping @Sendable () -> CalendarDate = UTCDay.today
    ) {
        opening = store
        uploads = UploadSpace(folder: uploadFolder, byteCountMax: uploadByteCountMax)
        self.today = today
    }

    /// The methods offered.
    public var methods: [RPCMethod] {
        [
            RPCMethod(
                service: Self.name, name: "ImportCodes",
                clientStreaming: { [self] call in try await failing { try await importCodes(call) } }),
            RPCMethod(
                service: Self.name, name: "PutCode",
                unary: { [self] request, _ in try await failing { try await putCode(request) } }),
            RPCMethod(
                service: Self.name, name: "DeleteCode",
                unary: { [self] request, _ in try await failing { try await deleteCode(request) } }),
        ]
    }

    /// A reply that names the revision it is about.
    func reply(_ message: some CatalogMessage, of revision: Revision) throws(RPCError) -> UnaryReply {
        UnaryReply(
            .framing(message),
            metadata: ReplyMetadata(try RevisionLabels.metadata(revision: revision.rawValue, outcome: .miss)))
    }

    private func failing<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as CancellationError {
            throw error
        } catch {
            throw RPCError(writing: error)
        }
    }
}

extension RPCError {
    /// Whatever a write threw.
    fileprivate init(writing error: any Error) {
        guard let error = error as? CatalogError else {
            self.init(loading: error)
            return
        }
        switch error.kind {
        case .outdated:
            self.init(.aborted, error.description, details: StatusDetails(reason: "CATALOG_CHANGED"), cause: error)
        case .invalidArgument, .rejected:
            self.init(
                .invalidArgument, error.description, details: StatusDetails(reason: "INVALID_ARGUMENT"), cause: error)
        case .full, .readOnly:
            self.init(
                .failedPrecondition, "the catalog cannot be written: its disk is full or read-only; tell the operator",
                details: StatusDetails(reason: "STORE_NOT_WRITABLE"), cause: error)
        default: self.init(error)
        }
    }
}
