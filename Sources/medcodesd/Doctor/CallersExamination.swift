internal import Access
internal import CommandLineSupport

/// Reads the files of tokens and identities as the server would, and tells who may call.
struct CallersExamination {
    let settings: ServeSettings

    /// What was found.
    var finding: Finding {
        do throws(CommandFailure) {
            return .ok("callers", try AccessRules(settings).summary(settings, now: UnixTime.now))
        } catch {
            return .failed("callers", error)
        }
    }
}
