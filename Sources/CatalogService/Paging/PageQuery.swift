internal import CatalogMessages
internal import CatalogModel
internal import RPCCore
internal import WireMessages

/// Where an element stands in a list, as a page token keeps it: by values, never by number, so that a page goes on right
/// whatever came or went since the one before.
protocol PagePlace: Comparable, Sendable {
    /// The place as texts, at least one.
    var fields: [String] { get }

    /// The place these texts stand for; nil when they stand for none.
    init?(fields: [String])
}

/// The page a request asks for (AIP-158): of which day, behind which place, how long.
///
/// The list may have changed between two pages: each is of the catalog's current revision. A request without as-of day
/// asks for today's list, and its next pages are of the same day, also after midnight.
struct PageQuery<Place: PagePlace>: Sendable {
    /// The day the list is of.
    let day: CalendarDate
    /// The place of the last element of the page before; nil for the first page.
    let last: Place?
    /// The most elements the page has, at least 1.
    let countMax: Int

    /// The most bytes a page takes, where its elements can be weighed. Many clients take replies of 4 MiB at most.
    static var byteCountMax: Int { 2 << 20 }

    private let list: [UInt8]

    /// Reads a request's page arguments.
    ///
    /// - Throws: INVALID_ARGUMENT naming `page_token`, for one that the list with the request's arguments did not give.
    init(_ request: some PagedRequest, today: CalendarDate) throws(RPCError) {
        list = request.listIdentity
        countMax = request.elementCountMax
        guard !request.pageToken.isEmpty else {
            day = request.asOf ?? today
            last = nil
            return
        }
        do throws(MessageError) {
            let token = try PageToken(request.pageToken, of: list)
            guard let place = Place(fields: token.place) else { throw PageToken.refusal }
            day = request.asOf ?? token.day
            last = place
        } catch {
            throw RPCError(error)
        }
    }

    /// The token of the page behind this place.
    func token(behind place: Place) -> String { PageToken(day: day, place: place.fields).text(of: list) }

    /// The page out of the whole list, which stands in the order of its places, all different.
    ///
    /// - Parameter byteCount: About how many bytes an element takes in a reply. A page has fewer elements where they would
    ///   take more than ``byteCountMax``, but one at least.
    func page<Element>(
        of elements: [Element], by place: (Element) -> Place, byteCount: (Element) -> Int = { _ in 0 }
    ) -> ListPage<Element> {
        let rest = last.map { last in elements.drop { place($0) <= last } } ?? elements[...]
        var total = 0
        let fitting = rest.prefix(countMax).prefix { element in
            total += byteCount(element)
            return total <= Self.byteCountMax
        }
        let page = rest.prefix(max(fitting.count, 1))
        let next = page.count < rest.count ? page.last.map { token(behind: place($0)) } : nil
        return ListPage(Array(page), nextPageToken: next ?? "", totalCount: elements.count)
    }
}
