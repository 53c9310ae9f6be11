import CommandLineSupport
import MedCodesClient
import Testing

@testable import medcodes

@Suite("What a failed call means at the command line")
struct CommandFailureTests {
    @Test(
        "Who may not call, or calls too much, is told what to do",
        arguments: [
            (
                .unauthenticated, nil,
                "give a valid token with --token-file, or a certificate with --certificate and --key"
            ),
            (.permissionDenied, nil, "have the server's administrator allow it, or call as someone who may"),
            (.resourceExhausted, .milliseconds(1500), "try again in 1.5 seconds"),
            (.resourceExhausted, nil, "ask for less, or try again later"),
            (.notFound, nil, ""),
        ] as [(StatusCode, Duration?, String)])
    func remedies(code: StatusCode, retryDelay: Duration?, remedy: String) {
        #expect(CommandFailure.remedy(for: code, retryDelay: retryDelay) == remedy)
    }
}
