internal import CMedCodesProtos
internal import CatalogModel
internal import WireMessages

extension Code: CatalogMessage, RootMapping {
    init(_ message: Medcodes__V1__Code) throws(MessageError) {
        try self.init(
            key: .required(message.key),
            kind: CodeKind(message.kind),
            longDescriptor: String(cString: message.long_descriptor),
            shortDescriptor: String(cString: message.short_descriptor),
            consumerDescriptor: String(cString: message.consumer_descriptor),
            clinicianDescriptors: readList(message.clinician_descriptors, count: message.n_clinician_descriptors),
            descriptorOrigin: DescriptorOrigin(message.descriptor_origin),
            notice: String(cString: message.notice),
            period: ValidityPeriod(
                effective: readOptional(message.effective, "effective"),
                terminated: readOptional(message.terminated, "terminated")),
            release: readOptional(message.release, "release"),
            isAddOn: message.add_on != 0,
            parent: readOptional(message.parent, "parent"),
            successors: readList(message.successors, count: message.n_successors, "successors"),
            procedure: readOptional(message.procedure, "procedure"),
            similarCodes: readList(message.similar_codes, count: message.n_similar_codes, "similar_codes"),
            policies: readList(message.policies, count: message.n_policies, "policies"))
    }

    func fill(_ message: inout Medcodes__V1__Code, in arena: MessageArena) {
        message.key = key.made(in: arena)
        message.kind = kind.wireValue
        message.long_descriptor = arena.copy(longDescriptor)
        message.short_descriptor = arena.copy(shortDescriptor)
        message.consumer_descriptor = arena.copy(consumerDescriptor)
        message.n_clinician_descriptors = clinicianDescriptors.count
        message.clinician_descriptors = arena.list(clinicianDescriptors)
        message.descriptor_origin = descriptorOrigin.wireValue
        message.notice = arena.copy(notice)
        // A code is only ever answered with on a day on which it holds.
        message.status = MEDCODES__V1__CODE_STATUS__CODE_STATUS_ACTIVE
        message.effective = period.effective?.made(in: arena)
        message.terminated = period.terminated?.made(in: arena)
        message.release = release?.made(in: arena)
        message.add_on = isAddOn ? 1 : 0
        message.billable = isBillable ? 1 : 0
        message.parent = parent?.made(in: arena)
        message.n_successors = successors.count
        message.successors = arena.list(successors)
        message.procedure = procedure?.made(in: arena)
        message.n_similar_codes = similarCodes.count
        message.similar_codes = arena.list(similarCodes)
        message.n_policies = policies.count
        message.policies = arena.list(policies)
    }
}

extension Release: MessageMapping {
    init(_ message: Medcodes__V1__Release) throws(MessageError) {
        guard let effective: CalendarDate = try readOptional(message.effective, "effective") else {
            throw .invalid("effective", "a release has an effective date")
        }
        self.init(label: String(cString: message.label), effective: effective)
    }

    func fill(_ message: inout Medcodes__V1__Release, in arena: MessageArena) {
        message.label = arena.copy(label)
        message.effective = effective.made(in: arena)
    }
}

extension SimilarCode: MessageMapping {
    init(_ message: Medcodes__V1__SimilarCode) throws(MessageError) {
        self.init(
            key: try .required(message.key), title: String(cString: message.title),
            reason: SimilarityReason(message.reason), score: message.score)
    }

    func fill(_ message: inout Medcodes__V1__SimilarCode, in arena: MessageArena) {
        message.key = key.made(in: arena)
        message.title = arena.copy(title)
        message.reason = reason.wireValue
        message.score = score
    }
}

extension Policy: MessageMapping {
    init(_ message: Medcodes__V1__Policy) throws(MessageError) {
        try self.init(
            payer: String(cString: message.payer),
            number: String(cString: message.number),
            title: String(cString: message.title),
            type: String(cString: message.type),
            url: String(cString: message.url),
            jurisdictions: readList(message.jurisdictions, count: message.n_jurisdictions),
            period: ValidityPeriod(
                effective: readOptional(message.effective, "effective"),
                terminated: readOptional(message.retired, "retired")),
            coverage: String(cString: message.coverage),
            priorAuthorization: String(cString: message.prior_authorization),
            isSample: message.sample != 0)
    }

    func fill(_ message: inout Medcodes__V1__Policy, in arena: MessageArena) {
        message.payer = arena.copy(payer)
        message.number = arena.copy(number)
        message.title = arena.copy(title)
        message.type = arena.copy(type)
        message.url = arena.copy(url)
        message.n_jurisdictions = jurisdictions.count
        message.jurisdictions = arena.list(jurisdictions)
        message.effective = period.effective?.made(in: arena)
        message.retired = period.terminated?.made(in: arena)
        message.coverage = arena.copy(coverage)
        message.prior_authorization = arena.copy(priorAuthorization)
        message.sample = isSample ? 1 : 0
    }
}
