internal import CatalogMessages

extension MedCodesClient {
    /// The counterparts of a code in another system. That there are none is an answer, with a message that says why.
    ///
    /// - Parameters:
    ///   - key: The code; it need not be loaded or valid.
    ///   - target: The system to translate to.
    ///   - day: The day on which the crosswalk must hold; nil for today (UTC).
    /// - Throws: ``MedCodesError``.
    public func translation(
        of key: CodeKey, to target: CodeSystem, asOf day: CalendarDate? = nil
    ) async throws(MedCodesError) -> CodeTranslation {
        let request = TranslateCodeRequest(key: key, target: target, asOf: day)
        return try await call(.translateCode, request, CodeTranslation.self)
    }
}
