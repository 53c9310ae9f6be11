import Access
import CommandLineSupport
import RPCCore
import Testing

@testable import medcodesd

@Suite("The file of identities")
struct IdentityFileTests {
    @Test("Says what each certificate may do, and what all others may")
    func reading() throws {
        let file = try TemporaryFile(
            """
            { // who may what
                'loader.example': { role: 'admin' },
                'spiffe://clinic/7': { methods: ['GetCode', 'grpc.health.v1.Health/*'], 'rate-limit': 50 },
                '*': { 'rate-limit': '5/10', 'concurrency-limit': 4 },
            }
            """)
        let identities = try IdentityFile(path: file.path)
        #expect(
            identities.identities == [
                "loader.example": Grant(role: .admin),
                "spiffe://clinic/7": Grant(
                    methods: MethodList(["GetCode", "grpc.health.v1.Health/*"]),
                    limits: CallLimits(rate: .calls(perSecond: 50, burst: 50))),
            ])
        let limits = CallLimits(rate: .calls(perSecond: 5, burst: 10), concurrency: .calls(4))
        #expect(identities.otherIdentities == Grant(limits: limits))
    }

    @Test(
        "Is refused with line and reason when it is wrong",
        arguments: [
            ("{\n 'a': { rol: 'admin' } }", ":2: there is no setting 'rol'; did you mean 'role'?"),
            ("{ 'a': { role: 'root' } }", ":1: role cannot be 'root'; write reader or admin"),
            ("{ 'a':\n { methods: 'GetCodes' } }", ":2: there is no method 'GetCodes'; did you mean 'GetCode'?"),
            (
                "{ 'a': { 'concurrency-limit': 0 } }",
                ":1: concurrency-limit cannot be '0'; write a number from 1 to 1000000"
            ),
            ("{ 'a': 'admin' }", ":1: 'a' cannot be that; write a group in braces"),
            ("{ '': {} }", ":1: a name is empty; write the name"),
        ])
    func wrong(text: String, said: String) throws {
        let file = try TemporaryFile(text)
        let error = #expect(throws: CommandFailure.self) { try IdentityFile(path: file.path) }
        #expect(error?.description.hasPrefix(file.path + said) == true, "\(error?.description ?? "")")
    }
}
