internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// One code of a stream of all codes.
public struct StreamCodesResponse: Hashable, Sendable {
    /// The code.
    public var code: Code
    /// Where today lies in the life of the code.
    public var status: CodeStatus
    /// Continues the stream behind this code.
    public var resumeToken: String

    /// A code of the stream.
    public init(code: Code, status: CodeStatus = .active, resumeToken: String) {
        self.code = code
        self.status = status
        self.resumeToken = resumeToken
    }
}

extension StreamCodesResponse {
    /// The code alone as proto3 JSON on one line, with its status.
    public func codeJSON() -> String {
        let arena = MessageArena()
        return arena.scope { JSONWriter.text(of: made(in: arena).pointee.code, pretty: false) }
    }
}

extension StreamCodesResponse: CatalogMessage, RootMapping {
    init(_ message: Medcodes__V1__StreamCodesResponse) throws(MessageError) {
        guard let wire = message.code else { throw .invalid("code", "the code is missing") }
        do {
            self.init(
                code: try Code(wire.pointee), status: CodeStatus(wire.pointee.status) ?? .active,
                resumeToken: String(cString: message.resume_token))
        } catch {
            throw error.inside("code")
        }
    }

    func fill(_ message: inout Medcodes__V1__StreamCodesResponse, in arena: MessageArena) {
        message.code = code.made(in: arena)
        message.code.pointee.status = status.wireValue
        message.resume_token = arena.copy(resumeToken)
    }
}
