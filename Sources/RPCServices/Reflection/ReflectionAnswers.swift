internal import CProtobufC
internal import CRPCProtos
internal import RPCCore
internal import WireMessages

/// Answers the requests of one reflection stream, one after the other.
///
/// The versions v1 and v1alpha of the protocol differ in the service's name alone, so the messages of v1 serve both.
struct ReflectionAnswers {
    private typealias Request = Grpc__Reflection__V1__ServerReflectionRequest
    private typealias Response = Grpc__Reflection__V1__ServerReflectionResponse

    /// What a request is answered with.
    private enum Answer {
        case files([FileDescriptor])
        case extensionNumbers([Int32], of: String)
        case services([String])
        case error(StatusCode, String)
    }

    private let index: DescriptorIndex
    /// The full names of the services on offer, in order.
    private let services: [String]
    /// The files this stream has been sent: what they import need not be sent again (reflection.proto,
    /// FileDescriptorResponse).
    private var sentFiles: Set<String> = []

    /// Answers from this index.
    init(index: DescriptorIndex, services: [String]) {
        self.index = index
        self.services = services
    }

    /// The ServerReflectionResponse to a ServerReflectionRequest. What cannot be found is an answer too.
    ///
    /// - Throws: `invalidArgument` when the bytes are no such request.
    mutating func answer(_ request: UnsafeRawBufferPointer) throws(RPCError) -> MessageFrame {
        do {
            return try Request.withUnpacked(request, limits: .request, arena: MessageArena()) { request in
                let answer = answer(request.pointee)
                return Response.withPacked { response, arena in
                    response.valid_host = arena.copy(String(cString: request.pointee.host))
                    // Packing reads it only, and it outlives this closure.
                    response.original_request = UnsafeMutablePointer(mutating: request)
                    Self.fill(&response, with: answer, arena)
                } _: { message in
                    MessageFrame(messageByteCount: message.byteCount) { message.write(to: $0) }
                }
            }
        } catch {
            throw RPCError(.invalidArgument, "\(error)", details: StatusDetails(reason: "MALFORMED_MESSAGE"))
        }
    }

    private mutating func answer(_ request: Request) -> Answer {
        switch request.message_request_case {
        case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_FILE_BY_FILENAME:
            let name = String(cString: request.file_by_filename)
            return files(index.file(name: name), or: "no such file")
        case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_FILE_CONTAINING_SYMBOL:
            let symbol = String(cString: request.file_containing_symbol)
            return files(index.file(symbol: symbol), or: "no such symbol")
        case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_FILE_CONTAINING_EXTENSION:
            let type = String(cString: request.file_containing_extension.pointee.containing_type)
            let number = request.file_containing_extension.pointee.extension_number
            return files(index.file(extending: type, number: number), or: "no such extension")
        case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_ALL_EXTENSION_NUMBERS_OF_TYPE:
            let type = String(cString: request.all_extension_numbers_of_type)
            let numbers = index.extensionNumbers(of: type)
            return numbers.map { .extensionNumbers($0, of: type) } ?? .error(.notFound, "no such message")
        case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_LIST_SERVICES:
            return .services(services)
        default:
            return .error(.invalidArgument, "the request asks for nothing this server knows")
        }
    }

    /// The file, and what it imports as far as this stream has not been sent it.
    private mutating func files(_ file: FileDescriptor?, or absence: String) -> Answer {
        guard let file else { return .error(.notFound, absence) }
        let files = index.closure(of: file).filter { $0.name == file.name || !sentFiles.contains($0.name) }
        sentFiles.formUnion(files.map(\.name))
        return .files(files)
    }

    private static func fill(_ response: inout Response, with answer: Answer, _ arena: MessageArena) {
        switch answer {
        case .files(let files):
            response.message_response_case =
                GRPC__REFLECTION__V1__SERVER_REFLECTION_RESPONSE__MESSAGE_RESPONSE_FILE_DESCRIPTOR_RESPONSE
            response.file_descriptor_response = arena.make { $0.fill(files, arena) }
        case .extensionNumbers(let numbers, let type):
            response.message_response_case =
                GRPC__REFLECTION__V1__SERVER_REFLECTION_RESPONSE__MESSAGE_RESPONSE_ALL_EXTENSION_NUMBERS_RESPONSE
            response.all_extension_numbers_response = arena.make { $0.fill(numbers, of: type, arena) }
        case .services(let names):
            response.message_response_case =
                GRPC__REFLECTION__V1__SERVER_REFLECTION_RESPONSE__MESSAGE_RESPONSE_LIST_SERVICES_RESPONSE
            response.list_services_response = arena.make { $0.fill(names, arena) }
        case .error(let code, let message):
            response.message_response_case =
                GRPC__REFLECTION__V1__SERVER_REFLECTION_RESPONSE__MESSAGE_RESPONSE_ERROR_RESPONSE
            response.error_response = arena.make { $0.fill(code, message, arena) }
        }
    }
}

extension Grpc__Reflection__V1__FileDescriptorResponse {
    fileprivate mutating func fill(_ files: [FileDescriptor], _ arena: MessageArena) {
        n_file_descriptor_proto = files.count
        file_descriptor_proto = arena.array(files) { file in
            ProtobufCBinaryData(len: file.bytes.count, data: arena.array(file.bytes) { $0 })
        }
    }
}

extension Grpc__Reflection__V1__ExtensionNumberResponse {
    fileprivate mutating func fill(_ numbers: [Int32], of type: String, _ arena: MessageArena) {
        base_type_name = arena.copy(type)
        n_extension_number = numbers.count
        extension_number = arena.array(numbers) { $0 }
    }
}

extension Grpc__Reflection__V1__ListServiceResponse {
    fileprivate mutating func fill(_ names: [String], _ arena: MessageArena) {
        n_service = names.count
        service = arena.list(names) { (name, service: inout Grpc__Reflection__V1__ServiceResponse) in
            service.name = arena.copy(name)
        }
    }
}

extension Grpc__Reflection__V1__ErrorResponse {
    fileprivate mutating func fill(_ code: StatusCode, _ message: String, _ arena: MessageArena) {
        error_code = Int32(code.rawValue)
        error_message = arena.copy(message)
    }
}
