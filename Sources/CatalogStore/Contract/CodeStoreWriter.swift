public import CatalogModel

/// What an import streams its rows into. Belongs to one call of ``CodeStore/write(source:dryRun:progress:_:)`` and is
/// used on the thread that call runs its body on.
///
/// A release file declares its release and lists its rows. A page file puts its pages. A file of facts declares its
/// edition and puts its facts. An export does all of them, and may declare several releases of a system or editions of
/// a scope: each row is then taken into every declared one its days meet.
///
/// A method that throws `rejected` has taken nothing over, and the body may go on with the next row.
public protocol CodeStoreWriter {
    /// Declares that the rows listed for this system are the complete content of this release.
    ///
    /// The release is in force from its effective date until the next one of its system, loaded or declared here. On
    /// those days a code that is not listed is not valid; on all other days nothing changes. So the catalog does not
    /// depend on the order in which releases are loaded. A release that is loaded already is replaced.
    ///
    /// - Throws: `rejected` when another label is loaded or declared with this effective date, or this label with
    ///   another date.
    func declare(_ release: Release, of system: CodeSystem) throws(CatalogError)

    /// Declares a release as an export holds it: the same, but the system may have no code left.
    ///
    /// - Throws: as ``declare(_:of:)``.
    func restore(_ release: Release, of system: CodeSystem) throws(CatalogError)

    /// Lists a code in the declared releases of its system.
    ///
    /// The code's period is clipped to the days of the declared releases; leave it at `.always` for the whole release.
    /// Its `release` is not looked at.
    ///
    /// - Throws: `rejected` when no release of its system is declared, when the code is listed already from the same
    ///   day, when its period is empty, or when it has a procedure, similar codes or policies, which belong to a page.
    func list(_ code: Code) throws(CatalogError)

    /// Lists a code on just the days of its period, as an export holds it: also on days before the declared releases of its
    /// system, and in a system without any, where codes stand that were put by hand.
    ///
    /// - Throws: as ``list(_:)``; a code of every day needs a declared release all the same.
    func restore(_ code: Code) throws(CatalogError)

    /// Puts a page: what is known about a key on every day. It takes the place of the page the key had.
    ///
    /// - Throws: `rejected` when the key has been put already, or when the period is not `.always`.
    func putPage(_ page: Code) throws(CatalogError)

    /// Declares that the facts put into the edition's scope are the complete content of this edition.
    ///
    /// The edition is in force from its effective date until the next one of its scope, loaded or declared here. On
    /// those days the scope holds what is put, of every kind, and nothing else; on all other days nothing changes. So
    /// the catalog does not depend on the order in which dated editions are loaded. An edition that is loaded already
    /// is replaced; one without an effective date replaces the one without, whatever its label.
    ///
    /// - Throws: `rejected` when another label is loaded or declared with this effective date, or this label with
    ///   another date.
    func declare(_ edition: FactEdition) throws(CatalogError)

    /// Puts a fact into the declared editions of its scope that are in force on days of its `listed` period: leave that
    /// at `.always`, unless several editions of the scope are declared.
    ///
    /// The fact's own period is what its source prints, and may lie anywhere. One that holds on no day is kept, too.
    /// Putting an equal fact again counts a row and does nothing else.
    ///
    /// - Throws: `rejected` when no edition of the scope is declared, when the scope has a fact with the same identity
    ///   and effective day and other content, or when the fact cannot be stored.
    func put(_ fact: StoredFact) throws(CatalogError)

    /// Changes one code by hand; an import that does so does nothing else.
    ///
    /// A release or a page that is loaded later replaces what it speaks of, edits included. Whether the code changed after
    /// the edit's basis is asked when the edit is applied; what is no longer known may have changed.
    ///
    /// - Throws: `rejected` when the import has done anything else, or when the code's period is empty.
    func put(_ edit: CodeEdit) throws(CatalogError)
}

extension CodeStoreWriter {
    /// Puts a fact into the declared edition of a scope.
    public func put(_ fact: some StorableFact, in scope: FactScope) throws(CatalogError) {
        try put(StoredFact(Fact(fact), scope: scope))
    }

    /// Takes a record of a file that a code set's maintainer, or a page's author, has written.
    public func write(_ record: CatalogRecord) throws(CatalogError) {
        switch record {
        case .release(let release, let system): try declare(release, of: system)
        case .listed(let code): try list(code)
        case .page(let code): try putPage(code)
        case .edition(let edition): try declare(edition)
        case .fact(let fact): try put(fact)
        }
    }

    /// Takes back a record of an export.
    public func restore(_ record: CatalogRecord) throws(CatalogError) {
        switch record {
        case .release(let release, let system): try restore(release, of: system)
        case .listed(let code): try restore(code)
        case .page, .edition, .fact: try write(record)
        }
    }
}
