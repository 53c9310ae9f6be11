internal import CatalogMessages
internal import WireMessages

extension MedCodesClient {
    /// Checks whether the codes of an encounter can stand as they are: each line by itself, and the lines of a day
    /// against add-on, pair and unit edits. All of the answer is from one revision of the catalog.
    ///
    /// ```swift
    /// let lines = [
    ///     EncounterLine(key: try CodeKey(system: .cpt, code: "22849"), modifiers: ["59"]),
    ///     EncounterLine(key: try CodeKey(system: .cpt, code: "27447"), units: 2),
    /// ]
    /// let report = try await client.validate(Encounter(lines: lines, day: CalendarDate("2025-12-14")))
    /// for issue in report.issues where issue.severity == .error { print(issue.rule, issue.message) }
    /// ```
    ///
    /// What is wrong with a code is an answer, not an error: see ``EncounterReport/result``. A check that was not made,
    /// because nothing is loaded for the day, is an issue with the rule ``ValidationRule/editsNotLoaded``.
    ///
    /// - Parameter encounter: At most ``Encounter/lineCountMax`` lines, each with at most
    ///   ``EncounterLine/modifierCountMax`` modifiers and 0 to 2³¹ − 1 units. None at all is answered without a call.
    /// - Returns: One answer for each line, in the order of the lines, and what was found between them.
    /// - Throws: ``MedCodesError``.
    public func validate(_ encounter: Encounter) async throws(MedCodesError) -> EncounterReport {
        guard !encounter.lines.isEmpty else { return EncounterReport(lines: [], issues: []) }
        guard encounter.lines.count <= Encounter.lineCountMax else {
            throw MedCodesError(
                .invalidArgument,
                "\(encounter.lines.count) lines are more than an encounter holds; give \(Encounter.lineCountMax) at most"
            )
        }
        // The wire would cut larger numbers down; the server refuses negative ones by name.
        guard encounter.lines.allSatisfy({ $0.units <= Int(Int32.max) }) else {
            throw MedCodesError(.invalidArgument, "a line has more than \(Int32.max) units; check its units")
        }
        let report = try await call(.validateCodes, encounter, EncounterReport.self)
        guard report.lines.count == encounter.lines.count else {
            throw MedCodesError(
                .internal, "the server gave \(report.lines.count) answers to \(encounter.lines.count) lines")
        }
        return report
    }
}
