internal import CatalogModel

/// Reads the facts of a procedure from its sections' text.
///
/// Each fact has its place: the duration is read under Duration, settings under Setting, anesthesia where the procedure
/// and the patient's experience of it are told, days in hospital and to full recovery under Recovery and the sections
/// that talk of it. What the text leaves vague (`a few weeks to several months`) stays unknown: no fact is better than
/// a wrong one.
enum FactReader {
    /// The facts these sections state.
    static func facts(in sections: [Section]) -> ProcedureFacts {
        let statements = sections.flatMap(Statement.all)
        return ProcedureFacts(
            durationMinutes: DurationReader.minutes(in: statements),
            anesthesia: AnesthesiaReader.kinds(in: statements),
            settings: SettingReader.settings(in: statements),
            hospitalDays: HospitalStayReader.days(in: statements),
            recoveryDays: RecoveryReader.days(in: statements))
    }
}
