import CatalogModel
import CommandLineSupport
import Testing

@testable import medcodes

/// The commands about how codes stand to each other.
@Suite struct RelationsTests {
    private static let key = CodeKey(system: .icd10PCS, canonical: "0SG0070")
    private static let other = CodeKey(system: .icd10PCS, canonical: "0SG0071")
    private static let terminal = Terminal(isTerminal: true, columns: 72)

    private static let client = FixedClient(
        codes: [
            Code(
                key: key, longDescriptor: "Fusion, Anterior",
                similarCodes: [
                    SimilarCode(key: other, title: "Fusion, Posterior", reason: .sibling, score: 0.875),
                    SimilarCode(key: CodeKey(system: .cpt, canonical: "22558"), reason: .curated, score: 0.5),
                ]),
            Samples.diabetes,
        ],
        children: [
            CodeKey(system: .icd10PCS, canonical: "0SG"): [
                ChildCode(
                    key: CodeKey(system: .icd10PCS, canonical: "0SG0"), display: "Lumbar Vertebral Joint", kind: nil,
                    descendantCount: 91,
                    axis: AxisMeaning(axis: "body_part", value: "0", label: "Lumbar Vertebral Joint"))
            ],
            CodeKey(system: .icd10CM, canonical: ""): [
                ChildCode(
                    key: CodeKey(system: .icd10CM, canonical: "A00-A09"), display: "Intestinal infections", kind: nil,
                    descendantCount: 1),
                ChildCode(
                    key: Samples.diabetes.key, display: Samples.diabetes.longDescriptor, kind: .code,
                    descendantCount: 0),
            ],
        ],
        translations: [
            key: CodeTranslation(matches: [
                TranslationMatch(
                    key: CodeKey(system: .icd9PCS, canonical: "8108"), display: "Lumbar fusion", relation: .relatedTo,
                    scenario: 1, choiceList: 2,
                    source: Provenance(format: "gems", file: "gem.txt", release: "2018", period: .always))
            ])
        ])

    private func run(_ line: String, terminal: Terminal? = nil) async -> CommandRun {
        let arguments = line.split(separator: " ").map(String.init)
        guard let terminal else { return await CommandRun.of(arguments, client: Self.client) }
        return await CommandRun.of(arguments, client: Self.client, terminal: terminal)
    }

    @Test("Similar codes are a table or lines, and reasons are chosen by name")
    func similar() async {
        let table = """
            SCORE  REASON   SYSTEM    CODE     DESCRIPTOR
            0.875  sibling  icd10pcs  0SG0071  Fusion, Posterior
              0.5  curated  cpt       22558\("    ")

            """
        #expect(await run("similar icd10pcs 0sg0070", terminal: Self.terminal) == CommandRun(status: 0, output: table))
        let line = "0.875\tsibling\ticd10pcs\t0SG0071\tFusion, Posterior\n"
        #expect(await run("similar icd10pcs 0SG0070 --reason sibling").output == line)
        #expect(await run("similar icd10pcs 0SG0070 --reason shared-text").output == "")
        #expect(await run("similar icd10pcs 0SG0070 --reason resemblance").status == 64)
        let json = await run("similar --json icd10pcs 0SG0070 --reason curated").output
        #expect(json.hasPrefix(#"{"similarCodes":[{"key":{"system":"CODE_SYSTEM_CPT","code":"22558","#))
        #expect(json.hasSuffix("\"totalSize\":\"1\"}\n"))
        let nothing = CommandRun(status: 0, messages: "No code is known to be like it on that day.\n")
        #expect(await run("similar icd10cm E11.9", terminal: Self.terminal) == nothing)
        #expect(await run("similar cpt 99999").status == 69)
    }

    @Test("Children are a table or lines; groups and leading characters can be asked for, and whole systems")
    func children() async {
        let table = """
            CODE  CODES BELOW  AXIS       DESCRIPTOR
            0SG0           91  body_part  Lumbar Vertebral Joint

            """
        #expect(await run("children icd10pcs 0sg", terminal: Self.terminal) == CommandRun(status: 0, output: table))
        let lines = """
            A00-A09\t\t1\t\tIntestinal infections
            E11.9\tcode\t0\t\tType 2 diabetes mellitus without complications

            """
        #expect(await run("children icd10cm") == CommandRun(status: 0, output: lines))
        let nothing = CommandRun(status: 0, messages: "Nothing stands below it on that day.\n")
        #expect(await run("children icd10cm a00-a09", terminal: Self.terminal) == nothing)
        #expect(await run("children icd10cm a00-").status == 64)
        let json = await run("children --json icd10pcs 0SG").output
        #expect(json.contains(#""axisValue":{"axis":"body_part","value":"0","label":"Lumbar Vertebral Joint"}"#))
    }

    @Test("Subsumption is one word")
    func subsumes() async {
        #expect(await run("subsumes icd10pcs 0SG 0SG0070") == CommandRun(status: 0, output: "subsumes\n"))
        let csv = "system,code,other,outcome\r\nicd10pcs,0SG,0SG0070,subsumes\r\n"
        #expect(await run("subsumes icd10pcs 0SG 0SG0070 --csv") == CommandRun(status: 0, output: csv))
        #expect(await run("subsumes icd10pcs 0SG0070 0sg0070").output == "equivalent\n")
        #expect(await run("subsumes icd10pcs 0SG0070 0SG0071").output == "not-subsumed\n")
        let json = "{\"outcome\":\"SUBSUMPTION_OUTCOME_SUBSUMES\"}\n"
        #expect(await run("subsumes --json icd10pcs 0SG 0SG0070").output == json)
    }

    @Test("Counterparts are a table or lines; that there is none is said")
    func translate() async {
        let table = """
            CODE   RELATION    SCENARIO  CHOICE LIST  DESCRIPTOR
            81.08  related-to         1            2  Lumbar fusion

            """
        let shown = await run("translate icd10pcs 0SG0070 icd9pcs", terminal: Self.terminal)
        #expect(shown == CommandRun(status: 0, output: table))
        let line = "icd9pcs\t81.08\trelated-to\t1\t2\tLumbar fusion\tgems\t2018\tgem.txt\n"
        #expect(await run("translate icd10pcs 0SG0070 icd9pcs") == CommandRun(status: 0, output: line))
        let none = CommandRun(status: 0, messages: "no crosswalk is loaded\n")
        #expect(await run("translate icd10pcs 0SG0071 icd9pcs") == none)
        let json = await run("translate --json icd10pcs 0SG0071 icd9pcs").output
        #expect(json == "{\"message\":\"no crosswalk is loaded\"}\n")
        #expect(await run("translate icd10pcs 0SG0070").status == 64)
    }
}
