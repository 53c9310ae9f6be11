internal import CatalogModel

/// Reads where a procedure is done.
enum SettingReader {
    /// The places named under Setting, or under a label that asks for them.
    static func settings(in statements: [Statement]) -> [CareSetting] {
        let told = statements.filter { $0.section == .setting || $0.label == "setting" || $0.label == "location" }
        var found: Set<CareSetting> = []
        for sentence in told.flatMap({ [$0.label] + $0.sentences }) { found.formUnion(settings(in: sentence)) }
        return CareSetting.allCases.filter(found.contains)
    }

    /// Each phrase found is taken out, so that `outpatient surgical center` is not also an outpatient place.
    private static func settings(in sentence: String) -> Set<CareSetting> {
        var found: Set<CareSetting> = []
        var rest = sentence
        for (phrase, settings) in phrases {
            let ranges = rest.ranges(of: phrase)
            if ranges.contains(where: { !isDenied(rest[..<$0.lowerBound]) }) { found.formUnion(settings) }
            if !ranges.isEmpty { rest.replace(phrase, with: " | ") }
        }
        return found
    }

    /// Whether one of the four words before it says no.
    private static func isDenied(_ head: Substring) -> Bool {
        head.suffix(40).split(separator: " ").suffix(4).contains {
            ["no", "not", "without", "than", "rarely", "avoid", "never"].contains($0)
        }
    }

    /// Longer phrases first; a phrase without settings only hides its words.
    private static let phrases: [(String, [CareSetting])] = [
        ("hospital outpatient", [.outpatient]), ("outpatient department", [.outpatient]),
        ("outpatient surgical cent", [.surgicalCenter]), ("outpatient surgery cent", [.surgicalCenter]),
        ("ambulatory surg", [.surgicalCenter]), ("ambulatory cent", [.surgicalCenter]),
        ("ambulatory care", [.outpatient]), ("surgical cent", [.surgicalCenter]), ("surgery cent", [.surgicalCenter]),
        ("surgicenter", [.surgicalCenter]), ("surgical facilit", [.surgicalCenter]),
        ("outpatient clinic", [.outpatient, .office]), ("emergency department", [.emergency]),
        ("emergency room", [.emergency]), ("intensive care", [.intensiveCare]), ("icu", [.intensiveCare]),
        ("catheterization lab", []), ("cath lab", []), ("sleep lab", []), ("electrophysiology lab", []), ("ep lab", []),
        ("imaging cent", [.imaging]), ("imaging suite", [.imaging]), ("imaging department", [.imaging]),
        ("imaging facilit", [.imaging]), ("radiology", [.imaging]), ("inpatient", [.inpatient]),
        ("outpatient", [.outpatient]), ("nursing home", []), ("at home", [.home]), ("patient's home", [.home]),
        ("patient’s home", [.home]), ("home setting", [.home]), ("in the home", [.home]),
        ("operating room", [.hospital]),
        ("operating theat", [.hospital]), ("hospital", [.hospital]), ("laborator", [.laboratory]),
        ("blood draw", [.laboratory]), ("office", [.office]), ("clinic ", [.office]), ("clinic.", [.office]),
        ("clinic,", [.office]), ("clinics", [.office]),
    ]
}
