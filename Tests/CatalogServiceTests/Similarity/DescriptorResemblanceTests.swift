import CatalogModel
import Testing

@testable import CatalogService

@Suite("DescriptorResemblance")
struct DescriptorResemblanceTests {
    private static let codes = [
        ("A", "Fusion of Lumbar Joint, Open Approach"), ("B", "Fusion of Lumbar Joint, Percutaneous Approach"),
        ("C", "Fusion of Sacral Joint, Open Approach"), ("D", "Excision of Left Toe, Open Approach"),
        ("E", "fusion of LUMBAR joint; open approach"), ("F", ""), ("G", "Gastroscopy"),
    ].map { Code(key: cm($0.0), longDescriptor: $0.1) }

    private func resemblance(_ a: String, _ b: String) throws -> Double {
        let found = try [a, b].map { code in try #require(Self.codes.first { $0.key == cm(code) }) }
        return DescriptorResemblance(Self.codes).between(found[0], found[1])
    }

    @Test("The same words are alike, none in common are not, and the order of two codes does not matter")
    func ends() throws {
        #expect(try resemblance("A", "A") == 1)
        #expect(try resemblance("A", "E") == 1, "case and punctuation say nothing")
        #expect(try resemblance("A", "G") == 0)
        #expect(try resemblance("F", "F") == 0 && (try resemblance("A", "F")) == 0, "no words resemble nothing")
        let stranger = Code(key: cm("Z"), longDescriptor: "Fusion of lumbar joint by laser")
        let family = DescriptorResemblance(Self.codes)
        #expect(family.between(Self.codes[0], stranger) == family.between(stranger, Self.codes[0]))
        #expect(family.between(stranger, Self.codes[6]) == 0)
        for a in Self.codes {
            for b in Self.codes {
                let (there, back) = (try resemblance(a.key.code, b.key.code), try resemblance(b.key.code, a.key.code))
                #expect(there == back && (0...1).contains(there))
            }
        }
    }

    @Test("Rare words in common count for more than common ones")
    func weights() throws {
        #expect(try resemblance("A", "B") > resemblance("A", "C"), "lumbar is rarer than open")
        #expect(try resemblance("A", "C") > resemblance("A", "D"))
    }
}
