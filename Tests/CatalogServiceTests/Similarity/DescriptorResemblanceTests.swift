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

    private func resemblance(_ a: String, _ b: String) -> Double {
        DescriptorResemblance(Self.codes).between(cm(a), cm(b))
    }

    @Test("The same words are alike, none in common are not, and the order of two codes does not matter")
    func ends() {
        #expect(resemblance("A", "A") == 1)
        #expect(resemblance("A", "E") == 1, "case and punctuation say nothing")
        #expect(resemblance("A", "G") == 0)
        #expect(resemblance("F", "F") == 0 && resemblance("A", "F") == 0, "no words resemble nothing")
        #expect(resemblance("A", "nowhere") == 0)
        for a in Self.codes {
            for b in Self.codes {
                let (there, back) = (resemblance(a.key.code, b.key.code), resemblance(b.key.code, a.key.code))
                #expect(there == back && (0...1).contains(there))
            }
        }
    }

    @Test("Rare words in common count for more than common ones")
    func weights() {
        #expect(resemblance("A", "B") > resemblance("A", "C"), "lumbar is rarer than open")
        #expect(resemblance("A", "C") > resemblance("A", "D"))
    }
}
