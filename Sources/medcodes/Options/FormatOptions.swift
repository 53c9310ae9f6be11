internal import ArgumentParser

/// How answers are written; accepted before and after the command's name.
struct FormatOptions: ParsableArguments {
    @Flag(
        help: """
            Write proto3 JSON: one object per line, or indented on a terminal where the answer is a single object.
            """)
    var json = false
}
