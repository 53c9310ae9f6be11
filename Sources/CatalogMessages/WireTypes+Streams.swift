internal import CMedCodesProtos
internal import WireMessages

// The generated types of the streams and of the admin service.

extension Medcodes__V1__LookupCodesRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__lookup_codes_request__init(message) }
}

extension Medcodes__V1__LookupCodesResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__lookup_codes_response__init(message) }
}

extension Medcodes__V1__StreamCodesRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__stream_codes_request__init(message) }
}

extension Medcodes__V1__StreamCodesResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__stream_codes_response__init(message) }
}

extension Medcodes__V1__WatchCatalogRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__watch_catalog_request__init(message) }
}

extension Medcodes__V1__WatchCatalogResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__watch_catalog_response__init(message)
    }
}

extension Medcodes__V1__CodeChange: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__code_change__init(message) }
}

extension Medcodes__V1__ChangedSystem: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__changed_system__init(message) }
}

extension Medcodes__V1__PutCodeRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__put_code_request__init(message) }
}

extension Medcodes__V1__PutCodeResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__put_code_response__init(message) }
}

extension Medcodes__V1__DeleteCodeRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__delete_code_request__init(message) }
}

extension Medcodes__V1__DeleteCodeResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__delete_code_response__init(message) }
}

extension Medcodes__V1__ImportCodesRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__import_codes_request__init(message) }
}

extension Medcodes__V1__ImportSettings: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__import_settings__init(message) }
}

extension Medcodes__V1__ImportFile: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__import_file__init(message) }
}

extension Medcodes__V1__ImportCodesResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__import_codes_response__init(message) }
}

extension Medcodes__V1__ImportReject: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__import_reject__init(message) }
}
