/// Which authorities a client accepts server certificates from.
public enum TLSTrust: Hashable, Sendable {
    /// Those the operating system trusts.
    case system
    /// Those in this PEM, and no others.
    case authorities(PEMSource)
}
