internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// The message is `ValidateCodesResponse`.
extension EncounterReport: CatalogMessage, RootMapping {
    init(_ message: Medcodes__V1__ValidateCodesResponse) throws(MessageError) {
        self.init(
            lines: try readList(message.items, count: message.n_items, "items"),
            issues: try readList(message.encounter_issues, count: message.n_encounter_issues, "encounter_issues"))
    }

    func fill(_ message: inout Medcodes__V1__ValidateCodesResponse, in arena: MessageArena) {
        message.result = result ? 1 : 0
        message.n_items = lines.count
        message.items = arena.list(lines)
        message.n_encounter_issues = issues.count
        message.encounter_issues = arena.list(issues)
    }
}

/// The message is `ItemValidation`.
extension LineReport: MessageMapping {
    init(_ message: Medcodes__V1__ItemValidation) throws(MessageError) {
        guard let line: EncounterLine = try readOptional(message.item, "item") else {
            throw .invalid("item", "an answer names what was asked")
        }
        self.init(
            line: line, display: String(cString: message.display), status: CodeStatus(message.status),
            issues: try readList(message.issues, count: message.n_issues, "issues"))
    }

    func fill(_ wire: inout Medcodes__V1__ItemValidation, in arena: MessageArena) {
        wire.item = line.made(in: arena)
        wire.result = result ? 1 : 0
        wire.message = arena.copy(message)
        wire.display = arena.copy(display)
        wire.status = status?.wireValue ?? MEDCODES__V1__CODE_STATUS__CODE_STATUS_UNSPECIFIED
        wire.n_issues = issues.count
        wire.issues = arena.list(issues)
    }
}

extension ValidationIssue: MessageMapping {
    init(_ wire: Medcodes__V1__ValidationIssue) throws(MessageError) {
        guard let rule = ValidationRule(wire.rule) else {
            throw .invalid("rule", "this version does not know the rule; update the client")
        }
        self.init(
            Severity(wire.severity), rule, String(cString: wire.message),
            lines: UnsafeBufferPointer(start: wire.item_indexes, count: wire.n_item_indexes).map(Int.init),
            suggestions: try readList(wire.suggested_keys, count: wire.n_suggested_keys, "suggested_keys"),
            source: try readOptional(wire.source, "source"),
            modifierIndicator: PairEdit.ModifierIndicator(wire.modifier_indicator),
            unitLimit: rule == .unitsOverLimit ? Int(wire.unit_limit) : nil,
            rationale: String(cString: wire.rationale))
    }

    func fill(_ wire: inout Medcodes__V1__ValidationIssue, in arena: MessageArena) {
        wire.severity = severity.wireValue
        wire.rule = rule.wireValue
        wire.message = arena.copy(message)
        wire.n_item_indexes = lines.count
        wire.item_indexes = arena.array(lines) { Int32(clamping: $0) }
        wire.n_suggested_keys = suggestions.count
        wire.suggested_keys = arena.list(suggestions)
        wire.source = source?.made(in: arena)
        wire.modifier_indicator =
            modifierIndicator?.wireValue ?? MEDCODES__V1__MODIFIER_INDICATOR__MODIFIER_INDICATOR_UNSPECIFIED
        wire.unit_limit = Int32(clamping: unitLimit ?? 0)
        wire.rationale = arena.copy(rationale)
    }
}

extension Provenance: MessageMapping {
    init(_ message: Medcodes__V1__Provenance) throws(MessageError) {
        self.init(
            format: String(cString: message.format), file: String(cString: message.file),
            release: String(cString: message.release),
            period: ValidityPeriod(
                effective: try readOptional(message.effective, "effective"),
                terminated: try readOptional(message.terminated, "terminated")))
    }

    func fill(_ message: inout Medcodes__V1__Provenance, in arena: MessageArena) {
        message.format = arena.copy(format)
        message.file = arena.copy(file)
        message.release = arena.copy(release)
        message.effective = period.effective?.made(in: arena)
        message.terminated = period.terminated?.made(in: arena)
    }
}
