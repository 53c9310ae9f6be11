import CatalogMessages
import CatalogModel
import TestSupport
import Testing

@Suite("BatchGetCodes request")
struct BatchGetCodesRequestTests {
    private let key = Wire.field(1, Wire.field(1, 1) + Wire.field(2, "22849"))

    @Test("A thousand keys are taken, one more is refused")
    func limit() throws {
        let full = Array(repeatElement(key, count: 1_000).joined())
        #expect(try BatchGetCodesRequest(full).keys.count == 1_000)
        #expect { try BatchGetCodesRequest(full + key) } throws: {
            "\($0)" == "keys: there are more than 1000; split the batch"
        }
    }

    @Test("No keys are fine, and the view is basic unless said")
    func defaults() throws {
        #expect(try BatchGetCodesRequest([]) == BatchGetCodesRequest(keys: [], asOf: nil, view: .basic))
    }

    @Test("A key that cannot be right is named by its position")
    func position() {
        #expect { try BatchGetCodesRequest(key + key + Wire.field(1, Wire.field(1, 1) + Wire.field(2, "?"))) } throws: {
            "\($0)" == "keys[2].code: a code has 1 to 64 letters and digits, with or without dots"
        }
    }
}
