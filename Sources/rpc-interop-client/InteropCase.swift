internal import ArgumentParser

/// A case of "gRPC Interop Test Case Descriptions", by the name it has there; the last ones are from its list of what is
/// still to be described.
enum InteropCase: String, CaseIterable, ExpressibleByArgument {
    case emptyUnary = "empty_unary"
    case largeUnary = "large_unary"
    case clientCompressedUnary = "client_compressed_unary"
    case serverCompressedUnary = "server_compressed_unary"
    case clientStreaming = "client_streaming"
    case clientCompressedStreaming = "client_compressed_streaming"
    case serverStreaming = "server_streaming"
    case serverCompressedStreaming = "server_compressed_streaming"
    case pingPong = "ping_pong"
    case emptyStream = "empty_stream"
    case customMetadata = "custom_metadata"
    case statusCodeAndMessage = "status_code_and_message"
    case specialStatusMessage = "special_status_message"
    case unimplementedMethod = "unimplemented_method"
    case unimplementedService = "unimplemented_service"
    case cancelAfterBegin = "cancel_after_begin"
    case cancelAfterFirstResponse = "cancel_after_first_response"
    case timeoutOnSleepingServer = "timeout_on_sleeping_server"
    case concurrentLargeUnary = "concurrent_large_unary"
    case largeStreams = "large_streams"
    case manyPingPongs = "many_ping_pongs"

    /// Runs the case.
    ///
    /// - Returns: What was wrong; nil when nothing was.
    func failure(on service: TestServiceClient) async -> String? {
        do {
            try await run(on: service)
            return nil
        } catch {
            return "\(error)"
        }
    }

    private func run(on service: TestServiceClient) async throws {
        switch self {
        case .emptyUnary: try await UnaryCases(service).empty()
        case .largeUnary: try await UnaryCases(service).large()
        case .concurrentLargeUnary: try await UnaryCases(service).concurrentLarge()
        case .clientCompressedUnary: try await CompressionCases(service).clientUnary()
        case .serverCompressedUnary: try await CompressionCases(service).serverUnary()
        case .clientCompressedStreaming: try await CompressionCases(service).clientStreaming()
        case .serverCompressedStreaming: try await CompressionCases(service).serverStreaming()
        case .clientStreaming: try await StreamingCases(service).clientStreaming()
        case .serverStreaming: try await StreamingCases(service).serverStreaming()
        case .pingPong: try await StreamingCases(service).pingPong()
        case .emptyStream: try await StreamingCases(service).emptyStream()
        case .largeStreams: try await StreamingCases(service).large()
        case .manyPingPongs: try await StreamingCases(service).manyPingPongs()
        case .customMetadata: try await StatusCases(service).customMetadata()
        case .statusCodeAndMessage: try await StatusCases(service).codeAndMessage()
        case .specialStatusMessage: try await StatusCases(service).specialMessage()
        case .unimplementedMethod: try await StatusCases(service).unimplementedMethod()
        case .unimplementedService: try await StatusCases(service).unimplementedService()
        case .cancelAfterBegin: try await EndingCases(service).cancelAfterBegin()
        case .cancelAfterFirstResponse: try await EndingCases(service).cancelAfterFirstResponse()
        case .timeoutOnSleepingServer: try await EndingCases(service).timeout()
        }
    }
}
