import ArgumentParser
import Testing

@testable import medcodes

/// The help texts whole, 80 columns wide.
@Suite struct HelpTests {
    private static let connection = """
        CONNECTION:
          --server <host:port>    The service's address, or several with commas between
                                  them; the first that answers serves. IPv6 in
                                  brackets. (default: 127.0.0.1:7443)
          --ca <file>             The certificate authorities to trust, as PEM.
                                  (default: the development CA of the state directory)
          --certificate <file>    The certificate to show, as PEM.
          --key <file>            The private key of that certificate, as PEM.
          --token-file <file>     A file with the token to show, which not everyone can
                                  read.
          --timeout <duration>    How long one call may take, such as 500ms, 10s or 2m.
                                  (default: 10s)
          --profile <name>        Take what is not given from this profile.

        OPTIONS:
          --json                  Write proto3 JSON: one object per line, or indented
                                  on a terminal where the answer is a single object.
          --csv                   Write comma-separated values under a line of headings
                                  (RFC 4180).
        """

    private static let root = """
        OVERVIEW: Look up medical codes in a running MedCodes service.

        Answers go to standard output, messages to standard error. On a terminal
        answers are set for reading, in color unless NO_COLOR is set; elsewhere they
        are plain, and tables are lines of tab-separated values without headings. An
        answer without a row is no error: a message says so.

        The service is on this machine unless --server, the environment or a profile
        names another: see 'medcodes help config'.

        Exit status: 0 when done; 2 when what was validated is not valid; 64 for a
        mistake on the command line; 64 and the gRPC status number for a call that
        failed, so 69 for a code that is not there and 78 for a service that cannot be
        reached; 1 when a file cannot be read or the output cannot be written.

        Examples:
          medcodes search gallbladder removal
          medcodes get cpt 22849
          medcodes validate cpt:27447 cpt:22849-59 --as-of 2025-12-14

        USAGE: medcodes [<options>] <command> …

        \(connection)
          --version               Show the version.
          -h, --help              Show help information.

        SUBCOMMANDS:
          get                     Show one code.
          batch                   Look many codes up.
          search                  Find codes by words or by part of a code.
          suggest                 Complete what is being typed.
          export                  Write all codes that match, one per line.
          watch                   Tell of every change of the catalog.
          validate                Check whether the codes of an encounter can stand as
                                  they are.
          policies                List the health-plan policies about one code.
          similar                 List the codes most like one.
          children                List what stands directly below a code, or at the top
                                  of a system.
          subsumes                Tell whether one code stands above another.
          translate               List the counterparts of a code in another system.
          catalog                 Show what the catalog holds.
          health                  Ask whether the service is ready.
          bench                   Load a service and measure how fast it answers.
          config                  Show the connection's settings, and where each comes
                                  from.

          See 'medcodes help <subcommand>' for detailed help.
        """

    private static let get = """
        OVERVIEW: Show one code.

        On a terminal the full view is a page: title, facts, sections, policies,
        similar codes. A code that is not valid on the day asked for is an error with
        exit status 69, which names the reason.

        Examples:
          medcodes get cpt 22849
          medcodes get icd10cm e119 --as-of 2025-12-14 --view basic

        USAGE: medcodes get [<options>] <system> <code>

        ARGUMENTS:
          <system>                The code system, or the FHIR URI of another one.
                                  (values: cpt, hcpcs, icd10pcs, icd10cm, icd9pcs)
          <code>                  The code, in any case, with or without dots.

        \(connection)
          --as-of <day>           The day the patient was treated, as YYYY-MM-DD or
                                  today. (default: today, UTC)
          --view <view>           How much to show. (values: basic, full; default: full)
          --version               Show the version.
          -h, --help              Show help information.

        """

    private static let batch = """
        OVERVIEW: Look many codes up.

        Keys are words of the command line, or lines of a file or of standard input:
        SYSTEM:CODE, or the system, a tab and the code, or the code alone with
        --system. Blank lines and lines that start with # are skipped. There may be any
        number of keys; answers come in their order.

        On a terminal the answer is a table, elsewhere lines of tab-separated system,
        code, status and descriptor, with --json one CodeResult per line. With --view
        full it is one page per code. A code that is not there is a row that says why.

        Examples:
          medcodes batch cpt:27447 icd10cm:E11.9
          medcodes batch --system icd10pcs --file codes.txt --csv > codes.csv

        USAGE: medcodes batch [<options>] [<key> ...]

        ARGUMENTS:
          <key>                   The keys; read from standard input when there are
                                  none.

        \(connection)
          --as-of <day>           The day the patient was treated, as YYYY-MM-DD or
                                  today. (default: today, UTC)
          --view <view>           How much to show of each code. (values: basic, full;
                                  default: basic)
          --system <system>       The system of codes written without one. (values:
                                  cpt, hcpcs, icd10pcs, icd10cm, icd9pcs)
          --file <file>           Read the keys from a file; - is standard input.
          --strict                Exit with status 69 when a code is not there.
          --version               Show the version.
          -h, --help              Show help information.

        """

    @Test(
        "Help says what a command does and what its arguments mean",
        arguments: [
            (MedCodes.self, root), (Get.self, get), (Batch.self, batch),
        ] as [(any ParsableCommand.Type, String)])
    func help(command: any ParsableCommand.Type, text: String) {
        #expect(MedCodes.helpMessage(for: command, columns: 80) == text)
    }

    @Test(
        "Help for the other commands begins with what they do",
        arguments: [
            (Export.self, "OVERVIEW: Write all codes that match, one per line."),
            (Watch.self, "OVERVIEW: Tell of every change of the catalog."),
            (Validate.self, "OVERVIEW: Check whether the codes of an encounter can stand as they are."),
            (Policies.self, "OVERVIEW: List the health-plan policies about one code."),
            (Similar.self, "OVERVIEW: List the codes most like one."),
            (Children.self, "OVERVIEW: List what stands directly below a code, or at the top of a"),
            (Subsumes.self, "OVERVIEW: Tell whether one code stands above another."),
            (Translate.self, "OVERVIEW: List the counterparts of a code in another system."),
            (Catalog.self, "OVERVIEW: Show what the catalog holds."),
            (Health.self, "OVERVIEW: Ask whether the service is ready."),
            (ShowConfiguration.self, "OVERVIEW: Show the connection's settings, and where each comes from."),
        ] as [(any ParsableCommand.Type, String)])
    func overview(command: any ParsableCommand.Type, line: String) {
        let text = MedCodes.helpMessage(for: command, columns: 80)
        #expect(text.hasPrefix(line))
        #expect(text.contains(Self.connection))
    }
}
