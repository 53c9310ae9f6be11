import CommandLineSupport
import Testing

@Suite struct StateDirectoryTests {
    @Test(
        "The first variable that is set names the directory",
        arguments: [
            (["MEDCODES_STATE_DIRECTORY": "/a", "XDG_STATE_HOME": "/b", "HOME": "/c"], "/a"),
            (["MEDCODES_STATE_DIRECTORY": "a/", "HOME": "/c"], "a"),
            (["MEDCODES_STATE_DIRECTORY": "/", "HOME": "/c"], "/"),
            (["MEDCODES_STATE_DIRECTORY": "", "XDG_STATE_HOME": "/b", "HOME": "/c"], "/b/medcodes"),
            (["XDG_STATE_HOME": "relative", "HOME": "/c"], "/c/.local/state/medcodes"),
            (["XDG_STATE_HOME": "", "HOME": "/c"], "/c/.local/state/medcodes"),
        ])
    func order(environment: [String: String], path: String) throws {
        let directory = try StateDirectory(environment: environment)
        #expect(directory.path == path)
        #expect(directory.certificateAuthority == path + "/certificates/ca.pem")
    }

    @Test("Without any of them the failure says which one to set")
    func none() {
        let failure = #expect(throws: CommandFailure.self) { try StateDirectory(environment: ["PATH": "/bin"]) }
        #expect(failure?.status == .usage)
        #expect(failure?.description.hasSuffix("; set MEDCODES_STATE_DIRECTORY") == true)
    }
}
