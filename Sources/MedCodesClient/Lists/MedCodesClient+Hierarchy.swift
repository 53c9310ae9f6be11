internal import CatalogMessages

extension MedCodesClient {
    /// A page of what stands directly below a code, in the order of codes.
    ///
    /// - Parameters:
    ///   - key: A code, a group such as `A00-A09`, or the leading characters of ICD-10-PCS codes.
    ///   - day: The day on which the codes are valid; nil for today (UTC).
    ///   - pageSize: How many; 0 for 100, at most 1,000.
    ///   - pageToken: The ``ListPage/nextPageToken`` of the page before; empty for the first.
    /// - Throws: ``MedCodesError``; NOT_FOUND, with ``MedCodesError/absence``, when the code is not valid on that day.
    public func childPage(
        of key: CodeKey, asOf day: CalendarDate? = nil, pageSize: Int = 0, pageToken: String = ""
    ) async throws(MedCodesError) -> ListPage<ChildCode> {
        let request = ListChildCodesRequest(of: key, asOf: day, pageSize: pageSize, pageToken: pageToken)
        return try await page(request, about: key)
    }

    /// All that stands directly below a code, in the order of codes; fetched in pages as it is asked for.
    ///
    /// - Parameters:
    ///   - key: A code, a group such as `A00-A09`, or the leading characters of ICD-10-PCS codes.
    ///   - day: The day on which the codes are valid; nil for today (UTC).
    public func children(of key: CodeKey, asOf day: CalendarDate? = nil) -> PageSequence<ChildCode> {
        pages(ListChildCodesRequest(of: key, asOf: day), about: key)
    }

    /// A page of what stands at the top of a system, in the order of codes. Parameters and errors are those of
    /// ``childPage(of:asOf:pageSize:pageToken:)``.
    public func topPage(
        of system: CodeSystem, asOf day: CalendarDate? = nil, pageSize: Int = 0, pageToken: String = ""
    ) async throws(MedCodesError) -> ListPage<ChildCode> {
        let request = ListChildCodesRequest(topOf: system, asOf: day, pageSize: pageSize, pageToken: pageToken)
        return try await page(request, about: CodeKey(system: system, canonical: ""))
    }

    /// All that stands at the top of a system, in the order of codes; fetched in pages as it is asked for.
    public func top(of system: CodeSystem, asOf day: CalendarDate? = nil) -> PageSequence<ChildCode> {
        pages(ListChildCodesRequest(topOf: system, asOf: day), about: CodeKey(system: system, canonical: ""))
    }

    /// How the first code stands to the second, on a day on which both are valid.
    ///
    /// - Parameters:
    ///   - first: A code, a group or leading characters, as ``children(of:asOf:)`` takes them.
    ///   - second: Another one of the same system.
    ///   - day: The day; nil for today (UTC).
    /// - Throws: ``MedCodesError``; NOT_FOUND when one of them is not valid on that day; INVALID_ARGUMENT for codes of
    ///   different systems.
    public func subsumption(
        of first: CodeKey, to second: CodeKey, asOf day: CalendarDate? = nil
    ) async throws(MedCodesError) -> SubsumptionOutcome {
        try await call(
            .testSubsumption, TestSubsumptionRequest(first, second, asOf: day), SubsumptionOutcome.self)
    }
}
