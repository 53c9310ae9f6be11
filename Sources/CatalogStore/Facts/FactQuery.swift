public import CatalogModel

/// A question for facts of one kind: by the values of columns that the kind's table or one of its indexes begins with.
///
/// Make one with the functions below, then narrow it: `FactQuery.addOns(of: keys).on(day)`. Facts come in the order of
/// ``FactCursor``.
public struct FactQuery<Value: StorableFact>: Sendable {
    /// A column and what it may be; all conditions hold.
    package enum Condition: Sendable {
        case isOne(of: [FactValue], column: String)
        case begins(with: String, column: String)
    }

    package var conditions: [Condition]
    package var day: CalendarDate?
    package var cursor: FactCursor?
    package var limit: Int?

    package init(_ conditions: [Condition] = []) { self.conditions = conditions }

    /// Only facts that hold and are listed on this day; without it, all there ever were.
    public func on(_ day: CalendarDate) -> Self {
        var query = self
        query.day = day
        return query
    }

    /// Only facts behind this place.
    public func after(_ cursor: FactCursor?) -> Self {
        var query = self
        query.cursor = cursor
        return query
    }

    /// At most so many facts, at least 1.
    public func limited(to count: Int) -> Self {
        var query = self
        query.limit = max(count, 1)
        return query
    }

    private static func keys(_ column: String, _ keys: [CodeKey]) -> Condition {
        .isOne(of: keys.map { .key($0) }, column: column)
    }

    private static func text(_ column: String, _ text: String) -> Condition {
        .isOne(of: [.text(text)], column: column)
    }
}

extension FactQuery where Value == AddOnRelation {
    /// The primaries of these add-on codes.
    public static func addOns(_ keys: [CodeKey]) -> Self { Self([Self.keys("add_on", keys)]) }

    /// The add-on codes that may stand with these primaries.
    public static func primaries(_ keys: [CodeKey]) -> Self { Self([Self.keys("primary_code", keys)]) }
}

extension FactQuery where Value == PairEdit {
    /// The edits between any two of these codes, in both directions. Costs one indexed read for each ordered pair, or
    /// reads all edits that have one of them in column 1, whichever is less.
    public static func among(_ keys: [CodeKey], setting: EditSetting) -> Self {
        Self([
            Self.keys("column1", keys), Self.keys("column2", keys),
            .isOne(of: [setting.storedValue], column: "setting"),
        ])
    }

    /// The edits that have this code in column 1.
    public static func column1(_ key: CodeKey) -> Self { Self([Self.keys("column1", [key])]) }
}

extension FactQuery where Value == UnitLimit {
    /// The limits of these codes.
    public static func of(_ keys: [CodeKey], setting: EditSetting) -> Self {
        Self([Self.keys("key", keys), .isOne(of: [setting.storedValue], column: "setting")])
    }
}

extension FactQuery where Value == FeeScheduleEntry {
    /// The entries of these codes, with and without modifiers.
    public static func of(_ keys: [CodeKey]) -> Self { Self([Self.keys("key", keys)]) }
}

extension FactQuery where Value == Policy {
    /// The policies of a payer, or its policy of one number.
    public static func of(payer: String, number: String? = nil) -> Self {
        Self([Self.text("payer", payer)] + (number.map { [Self.text("number", $0)] } ?? []))
    }
}

extension FactQuery where Value == PolicyCode {
    /// The policies that speak of a code, by payer and number.
    public static func of(_ key: CodeKey) -> Self { Self([Self.keys("key", [key])]) }

    /// The codes a policy speaks of.
    public static func of(payer: String, number: String) -> Self {
        Self([Self.text("payer", payer), Self.text("number", number)])
    }
}

extension FactQuery where Value == CrosswalkEntry {
    /// The counterparts of a code in a system, by scenario, choice list and code.
    public static func of(_ source: CodeKey, in target: CodeSystem) -> Self {
        Self([Self.keys("source", [source]), Self.text("target_system", target.name)])
    }

    /// The counterparts of a code in all systems.
    public static func of(_ source: CodeKey) -> Self { Self([Self.keys("source", [source])]) }

    /// Whatever crosswalks to a system say of another system's codes; limit it to 1 to ask whether one is loaded. Where
    /// none is, it reads all that is said of those codes.
    public static func from(_ system: CodeSystem, to target: CodeSystem) -> Self {
        Self([.begins(with: system.storedPrefix, column: "source"), Self.text("target_system", target.name)])
    }
}

extension FactQuery where Value == Term {
    /// All terms of a system, by text.
    public static func of(_ system: CodeSystem) -> Self { Self([Self.text("system", system.name)]) }

    /// The terms of a system with this text, as printed.
    public static func of(_ system: CodeSystem, text: String) -> Self {
        Self([Self.text("system", system.name), Self.text("term", text)])
    }

    /// The terms that lead to a code by itself.
    public static func to(_ key: CodeKey) -> Self { Self([Self.keys("target", [key])]) }
}

extension FactQuery where Value == AxisValue {
    /// What the characters mean in a table, by row, position and value.
    public static func of(_ system: CodeSystem, table: String) -> Self {
        Self([Self.text("system", system.name), Self.text("code_table", table)])
    }

    /// What the characters mean in the tables whose leading characters start with these, by table.
    public static func of(_ system: CodeSystem, tablesFrom prefix: String) -> Self {
        Self([Self.text("system", system.name), .begins(with: prefix, column: "code_table")])
    }
}

extension FactQuery where Value == TabularNote {
    /// The notes of a code or group, by kind and place.
    public static func of(_ key: CodeKey) -> Self { Self([Self.keys("key", [key])]) }
}

extension FactQuery where Value == HierarchyLink {
    /// What these codes or groups stand under.
    public static func of(_ keys: [CodeKey]) -> Self { Self([Self.keys("child", keys)]) }

    /// What stands directly under a code or group.
    public static func under(_ key: CodeKey) -> Self { Self([Self.keys("parent", [key])]) }

    /// What stands at the top of a system.
    public static func top(of system: CodeSystem) -> Self {
        Self([Self.text("parent", ""), .begins(with: system.storedPrefix, column: "child")])
    }
}

extension FactQuery where Value == SimilarityLink {
    /// The codes related to a code, by system and code.
    public static func of(_ key: CodeKey) -> Self { Self([Self.keys("key", [key])]) }
}
