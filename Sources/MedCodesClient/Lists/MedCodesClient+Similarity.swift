internal import CatalogMessages

extension MedCodesClient {
    /// A page of the codes most like one, best first, ties by code.
    ///
    /// - Parameters:
    ///   - day: The day on which both codes are valid; nil for today (UTC).
    ///   - reasons: Only codes similar for one of these reasons; empty for all.
    ///   - pageSize: How many; 0 for 50, at most 500.
    ///   - pageToken: The ``ListPage/nextPageToken`` of the page before; empty for the first.
    /// - Throws: ``MedCodesError``; NOT_FOUND, with ``MedCodesError/absence``, when the code is not valid on that day.
    public func similarCodePage(
        of key: CodeKey, asOf day: CalendarDate? = nil, reasons: [SimilarityReason] = [], pageSize: Int = 0,
        pageToken: String = ""
    ) async throws(MedCodesError) -> ListPage<SimilarCode> {
        let request = ListSimilarCodesRequest(
            key: key, asOf: day, reasons: reasons, pageSize: pageSize, pageToken: pageToken)
        return try await page(request, about: key)
    }

    /// All codes like one, best first, ties by code; they are fetched in pages as they are asked for.
    ///
    /// - Parameters:
    ///   - day: The day on which both codes are valid; nil for today (UTC).
    ///   - reasons: Only codes similar for one of these reasons; empty for all.
    public func similarCodes(
        of key: CodeKey, asOf day: CalendarDate? = nil, reasons: [SimilarityReason] = []
    ) -> PageSequence<SimilarCode> {
        pages(ListSimilarCodesRequest(key: key, asOf: day, reasons: reasons), about: key)
    }
}
