internal import Access
internal import CatalogMessages
internal import CatalogModel
internal import CatalogService
internal import CommandLineSupport
internal import RPCCore
internal import RPCServices

/// The methods of this server, by name, so that lists of methods can be checked wherever they are read.
enum KnownMethods {
    /// Every method, as `service/name`, by the descriptors that reflection shows.
    static let names = DescriptorIndex([ContractDescriptors.serializedSet]).methodNames

    /// The role that a method asks for.
    static func role(of method: RPCMethod) -> Caller.Role {
        method.service == CodeCatalogAdminService.name ? .admin : .reader
    }

    /// A list of methods that there are.
    ///
    /// - Parameter place: Where the list stands, for the error.
    /// - Throws: ``CommandFailure`` of status `usage` that names the first unknown one and the nearest right one.
    static func list(_ given: [String], place: String) throws(CommandFailure) -> MethodList {
        let list = MethodList(given)
        guard let unknown = list.unknown(among: names) else { return list }
        let candidates = names.compactMap { $0.split(separator: "/").last.map(String.init) } + names
        let nearest = Suggestion.nearest(to: unknown, among: candidates)
        throw CommandFailure(
            .usage, "\(place): there is no method '\(unknown)'",
            remedy: nearest.map { "did you mean '\($0)'?" } ?? "write GetCode, or \(CodeCatalogService.name)/* for all")
    }
}
