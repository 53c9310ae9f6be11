public import CatalogMessages
public import CatalogModel
internal import Foundation
internal import RPCCore
internal import RPCTransport
internal import WireMessages

/// Writes, for clients whose certificate (``MedCodesConfiguration/identity``) the server knows as an administrator's;
/// PERMISSION_DENIED with reason `NOT_ADMIN` for all others. A write is made once: whether one that is lost with its
/// connection was done is for the caller to find out. Once a write has returned, the near cache of this client has nothing from
/// before it.
extension MedCodesClient {
    /// Stores a code with all its facts on the days of its period.
    ///
    /// - Parameter revision: The revision the caller's knowledge is from: the call fails with ABORTED and reason
    ///   `CATALOG_CHANGED` when the code has changed after it. Nil for no check.
    /// - Returns: The code as it then stands, and the revision in which it does.
    public func put(
        _ code: Code, ifUnchangedSince revision: Revision? = nil
    ) async throws(MedCodesError) -> PutCodeResponse {
        let request = PutCodeRequest(code: code, expectedRevision: revision)
        let reply = try await call(.putCode, request, PutCodeResponse.self)
        nearCache?.codes.advance(to: reply.revision, changed: [code.key])
        return reply
    }

    /// Deletes a code with all its periods. To end its life, put it with a terminated date instead.
    ///
    /// - Parameter revision: As for ``put(_:ifUnchangedSince:)``.
    /// - Returns: The revision in which it is gone.
    public func delete(
        _ key: CodeKey, ifUnchangedSince revision: Revision? = nil
    ) async throws(MedCodesError) -> Revision {
        let request = DeleteCodeRequest(key: key, expectedRevision: revision)
        let deletion = try await call(.deleteCode, request, DeleteCodeResponse.self).revision
        nearCache?.codes.advance(to: deletion, changed: [key])
        return deletion
    }

    /// Imports files, all of them or nothing, as `medcodesd import` does on the server's machine.
    ///
    /// - Parameters:
    ///   - files: The paths of files on this machine, plain or gzip; their names go into the report.
    ///   - index: The index of pages, which names the files without folders.
    ///   - settings: How to read them.
    /// - Throws: ``MedCodesError``: FAILED_PRECONDITION with reason `IMPORT_REJECTED` names the first malformed row, and
    ///   in ``MedCodesError/fieldViolations`` some more; INVALID_ARGUMENT also for a file that cannot be read.
    public func importFiles(
        _ files: [String], index: String? = nil, settings: ImportSettings
    ) async throws(MedCodesError) -> ImportCodesResponse {
        do {
            let path = ServiceMethod.importCodes.path
            let imported = try await transport.withStream(path: path, options: streamOptions) { stream in
                var wantsMore = try await stream.send(.framing(ImportCodesRequest.settings(settings)))
                for path in [index].compactMap(\.self) + files where wantsMore {
                    wantsMore = try await send(path, isIndex: path == index, on: stream)
                }
                let reply = try await stream.reply()
                return try reply.message.withUnsafeBytes { try ImportCodesResponse(message: $0) }
            }
            nearCache?.codes.advance(to: imported.revision, changed: nil)
            return imported
        } catch let error as RPCError {
            throw MedCodesError(error)
        } catch let error as MedCodesError {
            throw error
        } catch let error as MessageError {
            throw MedCodesError(unreadableReply: error)
        } catch {
            throw MedCodesError(.unknown, "\(error)", cause: error)
        }
    }

    /// Sends a file; false when the server wants no more.
    private func send(_ path: String, isIndex: Bool, on stream: ClientStream) async throws -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw MedCodesError(
                .invalidArgument, "the file \(path) cannot be read; check its name and permissions",
                problem: .configuration)
        }
        defer { try? file.close() }
        let name = URL(fileURLWithPath: path).lastPathComponent
        guard try await stream.send(.framing(ImportCodesRequest.file(.init(name: name, isPageIndex: isIndex)))) else {
            return false
        }
        while let chunk = try file.read(upToCount: Self.chunkByteCount), !chunk.isEmpty {
            guard try await stream.send(.framing(ImportCodesRequest.chunk(Array(chunk)))) else { return false }
        }
        return true
    }

    private static let chunkByteCount = 256 << 10
}
