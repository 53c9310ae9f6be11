public import CatalogModel
internal import WireMessages

/// A request in canonical form, read from its bytes: small enough to be the key of a cache.
///
/// The canonical form is a message of the same type that asks for the same: known fields only, each code and each text in
/// the one spelling that stands for all, the page size as it is clamped, and nothing that says what is the default anyway.
/// Requests that mean the same have one form, as long as their fields come in the order of their numbers, as every
/// library writes them; others have none, and are answered without the cache. So are requests about systems outside the
/// known five, and those of more than ``byteCountMax`` bytes.
///
/// A canonical form says nothing about whether the request is right. What is kept for one must have been found by reading
/// the whole request.
public struct CanonicalRequest: Hashable, Sendable {
    /// The longest request that has a canonical form, in bytes.
    public static let byteCountMax = 512

    /// The method that was called.
    public let method: Method
    /// The request as a message.
    public let bytes: [UInt8]

    /// The day number of the day it asks for without saying so; ``saidInBytes`` for a request that names its day.
    private let dayNumber: Int32
    private static let saidInBytes = Int32.min

    /// Reads the canonical form. O(n), one allocation.
    ///
    /// - Parameter today: The day for requests that name none.
    public init?(_ method: Method, _ request: UnsafeRawBufferPointer, today: CalendarDate) {
        guard request.count <= Self.byteCountMax else { return nil }
        var fields = CanonicalFields(of: method, byteCount: request.count)
        guard fields.read(request) else { return nil }
        self.method = method
        bytes = fields.written
        dayNumber = fields.namesDay ? Self.saidInBytes : today.dayNumber
    }

    /// Mixes in the method, the day and the bytes, the latter as one piece.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(UInt64(UInt32(bitPattern: dayNumber)) << 8 | UInt64(method.rawValue))
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }

    /// What the answer to a request about one code depends on, as ``CodeQuestion/subject`` and
    /// ``CodeQuestion/neighbourhood`` number it; nil when its code has no question.
    public var subjects: (code: UInt64, neighbourhood: UInt64)? {
        bytes.withUnsafeBytes { bytes in
            var reader = WireReader(bytes)
            guard reader.tag() != nil, let key = reader.lengthDelimited() else { return nil }
            return CodeQuestion.subjects(ofKey: key)
        }
    }
}

extension CanonicalRequest {
    /// The methods whose requests have a canonical form.
    public enum Method: UInt8, Hashable, Sendable, CaseIterable {
        /// `ListSimilarCodes`.
        case listSimilarCodes
        /// `ListPolicies`.
        case listPolicies
        /// `ListChildCodes`.
        case listChildCodes
        /// `TestSubsumption`.
        case testSubsumption
        /// `TranslateCode`.
        case translateCode
        /// `SearchCodes`.
        case searchCodes
        /// `SuggestCodes`.
        case suggestCodes

        /// The method's name in the contract.
        public var name: String {
            switch self {
            case .listSimilarCodes: "ListSimilarCodes"
            case .listPolicies: "ListPolicies"
            case .listChildCodes: "ListChildCodes"
            case .testSubsumption: "TestSubsumption"
            case .translateCode: "TranslateCode"
            case .searchCodes: "SearchCodes"
            case .suggestCodes: "SuggestCodes"
            }
        }
    }
}
