internal import CatalogMessages

extension MedCodesClient {
    /// A page of the policies about a code, by payer, then number.
    ///
    /// - Parameters:
    ///   - day: The day on which they apply; nil for today (UTC).
    ///   - payer: Only this payer's, in any case; empty for all.
    ///   - jurisdiction: Only those that apply there, or everywhere; empty for all.
    ///   - pageSize: How many; 0 for 50, at most 500.
    ///   - pageToken: The ``ListPage/nextPageToken`` of the page before; empty for the first.
    /// - Throws: ``MedCodesError``; NOT_FOUND, with ``MedCodesError/absence``, when the code is not valid on that day.
    public func policyPage(
        about key: CodeKey, asOf day: CalendarDate? = nil, payer: String = "", jurisdiction: String = "",
        pageSize: Int = 0, pageToken: String = ""
    ) async throws(MedCodesError) -> ListPage<Policy> {
        let request = ListPoliciesRequest(
            key: key, asOf: day, payer: payer, jurisdiction: jurisdiction, pageSize: pageSize, pageToken: pageToken)
        return try await page(request, about: key)
    }

    /// All policies about a code, by payer, then number; they are fetched in pages as they are asked for.
    ///
    /// - Parameters:
    ///   - day: The day on which they apply; nil for today (UTC).
    ///   - payer: Only this payer's, in any case; empty for all.
    ///   - jurisdiction: Only those that apply there, or everywhere; empty for all.
    public func policies(
        about key: CodeKey, asOf day: CalendarDate? = nil, payer: String = "", jurisdiction: String = ""
    ) -> PageSequence<Policy> {
        pages(ListPoliciesRequest(key: key, asOf: day, payer: payer, jurisdiction: jurisdiction), about: key)
    }
}

extension MedCodesClient {
    /// Asks for a page of a list about a code.
    func page<Request: PagedRequest>(
        _ request: Request, about key: CodeKey
    ) async throws(MedCodesError) -> ListPage<Request.Reply.Element> {
        do throws(MedCodesError) {
            return try await call(ServiceMethod(Request.method), request, Request.Reply.self).page
        } catch {
            throw error.about(key)
        }
    }

    /// The list about a code whose first page this request asks for, in pages of the largest size.
    func pages<Request: PagedRequest>(_ first: Request, about key: CodeKey) -> PageSequence<Request.Reply.Element> {
        PageSequence { [self] token throws(MedCodesError) in
            var request = first
            request.pageSize = Request.pageSizeMax
            request.pageToken = token
            return try await page(request, about: key)
        }
    }
}
