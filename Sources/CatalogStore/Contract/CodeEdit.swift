public import CatalogModel

/// One change to one code by hand.
public struct CodeEdit: Hashable, Sendable {
    /// What is to be done.
    public enum Action: Hashable, Sendable {
        /// Lists the code on the days of its period just so, whatever releases list on them, and leaves its other periods
        /// alone. The procedure, the similar codes and the policies belong to the code on all its days and take the place
        /// of those it had. A code whose period is `.always` takes the place of all it had.
        case put(Code)
        /// Takes the code out of the catalog with all its periods and its page. Facts that name it stay.
        case delete(CodeKey)
    }

    /// What is to be done.
    public var action: Action
    /// The revision that the edit's author knows; nil to edit whatever happened since.
    public var basis: Revision?

    /// An edit.
    public init(_ action: Action, basis: Revision? = nil) {
        self.action = action
        self.basis = basis
    }

    /// The code that is edited.
    public var key: CodeKey {
        switch action {
        case .put(let code): code.key
        case .delete(let key): key
        }
    }
}
