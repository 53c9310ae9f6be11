/// How strongly codes are called similar, 0 to 1: the one place with the numbers. Lists written by hand bring their own.
///
/// *Resemblance* is how alike two descriptors are (``DescriptorResemblance``). It orders codes within a reason; the reason
/// says where the range begins.
enum SimilarityScale {
    /// Codes under one heading, or in one table row: of the same table and different in one axis.
    static func sibling(resemblance: Double) -> Double { rounded(0.4 + 0.5 * resemblance) }

    /// Codes of one family that are not under the same heading; nil when their texts are too different.
    static func relative(resemblance: Double) -> Double? {
        resemblance < resemblanceMin ? nil : rounded(0.2 + 0.5 * resemblance)
    }

    /// Codes of different families, or of a system without headings; nil when their texts are too different.
    static func sharedText(resemblance: Double) -> Double? {
        resemblance < resemblanceMin ? nil : rounded(0.7 * resemblance)
    }

    /// Below this, what two texts share is what all around them say. With it an ICD-10-PCS code has some 30 similar ones,
    /// an ICD-10-CM code some 20, where its whole family would be 100 and 70.
    private static let resemblanceMin = 0.25

    /// An add-on code and its primary.
    static let addOnAndPrimary = 0.7

    /// Two add-on codes that share this part of the primaries of the first.
    static func sharedPrimaries(_ share: Double) -> Double { rounded(0.3 + 0.3 * min(share, 1)) }

    /// Three decimals: finer differences mean nothing, and would not survive a change of the arithmetic.
    private static func rounded(_ score: Double) -> Double { (score * 1000).rounded() / 1000 }
}
