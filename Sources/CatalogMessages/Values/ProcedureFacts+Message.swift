internal import CMedCodesProtos
internal import CatalogModel
internal import WireMessages

extension ProcedureFacts: MessageMapping {
    init(_ message: Medcodes__V1__ProcedureFacts) throws(MessageError) {
        let minutes = message.duration?.pointee
        let stay = message.hospital_stay?.pointee
        let recovery = message.full_recovery?.pointee
        try self.init(
            durationMinutes: minutes.map { ($0.minutes_min, $0.minutes_max) }.range("duration"),
            anesthesia: UnsafeBufferPointer(start: message.anesthesia, count: message.n_anesthesia)
                .compactMap { AnesthesiaKind($0) },
            settings: UnsafeBufferPointer(start: message.settings, count: message.n_settings)
                .compactMap { CareSetting($0) },
            hospitalDays: stay.map { ($0.days_min, $0.days_max) }.range("hospital_stay"),
            recoveryDays: recovery.map { ($0.days_min, $0.days_max) }.range("full_recovery"))
    }

    func fill(_ message: inout Medcodes__V1__ProcedureFacts, in arena: MessageArena) {
        message.duration = durationMinutes.map { range in
            arena.make {
                $0.minutes_min = Int32(clamping: range.lowerBound)
                $0.minutes_max = Int32(clamping: range.upperBound)
            }
        }
        message.n_anesthesia = anesthesia.count
        message.anesthesia = arena.array(anesthesia, \.wireValue)
        message.n_settings = settings.count
        message.settings = arena.array(settings, \.wireValue)
        message.hospital_stay = Self.dayRange(hospitalDays, in: arena)
        message.full_recovery = Self.dayRange(recoveryDays, in: arena)
    }

    private static func dayRange(
        _ range: ClosedRange<Int>?, in arena: MessageArena
    ) -> UnsafeMutablePointer<Medcodes__V1__DayRange>? {
        range.map { range in
            arena.make {
                $0.days_min = Int32(clamping: range.lowerBound)
                $0.days_max = Int32(clamping: range.upperBound)
            }
        }
    }
}

extension Optional<(Int32, Int32)> {
    /// The range between the two bounds.
    fileprivate func range(_ field: String) throws(MessageError) -> ClosedRange<Int>? {
        guard let (lower, upper) = self else { return nil }
        guard 0 <= lower, lower <= upper else {
            throw .invalid(field, "the smallest value is negative or above the largest")
        }
        return Int(lower)...Int(upper)
    }
}
