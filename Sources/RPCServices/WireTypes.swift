internal import CRPCProtos
internal import WireMessages

// The generated types this target packs and unpacks.

extension Google__Rpc__Status: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { google__rpc__status__init(message) }
}

extension Google__Rpc__ErrorInfo: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { google__rpc__error_info__init(message) }
}

extension Google__Rpc__ErrorInfo__MetadataEntry: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        google__rpc__error_info__metadata_entry__init(message)
    }
}

extension Google__Rpc__BadRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { google__rpc__bad_request__init(message) }
}

extension Google__Rpc__BadRequest__FieldViolation: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        google__rpc__bad_request__field_violation__init(message)
    }
}

extension Google__Rpc__ResourceInfo: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { google__rpc__resource_info__init(message) }
}

extension Google__Rpc__RetryInfo: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { google__rpc__retry_info__init(message) }
}

extension Google__Protobuf__Any: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { google__protobuf__any__init(message) }
}

extension Google__Protobuf__Duration: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { google__protobuf__duration__init(message) }
}

extension Grpc__Health__V1__HealthCheckRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__health__v1__health_check_request__init(message)
    }
}

extension Grpc__Health__V1__HealthCheckResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__health__v1__health_check_response__init(message)
    }
}

extension Grpc__Health__V1__HealthListRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__health__v1__health_list_request__init(message)
    }
}

extension Grpc__Health__V1__HealthListResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__health__v1__health_list_response__init(message)
    }
}

extension Grpc__Health__V1__HealthListResponse__StatusesEntry: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__health__v1__health_list_response__statuses_entry__init(message)
    }
}
extension Grpc__Reflection__V1__ServerReflectionRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__reflection__v1__server_reflection_request__init(message)
    }
}

extension Grpc__Reflection__V1__ServerReflectionResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__reflection__v1__server_reflection_response__init(message)
    }
}

extension Grpc__Reflection__V1__FileDescriptorResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__reflection__v1__file_descriptor_response__init(message)
    }
}

extension Grpc__Reflection__V1__ExtensionNumberResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__reflection__v1__extension_number_response__init(message)
    }
}

extension Grpc__Reflection__V1__ListServiceResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__reflection__v1__list_service_response__init(message)
    }
}

extension Grpc__Reflection__V1__ServiceResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__reflection__v1__service_response__init(message)
    }
}

extension Grpc__Reflection__V1__ErrorResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__reflection__v1__error_response__init(message)
    }
}
