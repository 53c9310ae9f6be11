import CatalogModel
import Testing

@testable import CatalogImport

@Suite("Facts read from a page's text")
struct FactReaderTests {
    private func facts(_ kind: SectionKind, _ text: String) -> ProcedureFacts {
        FactReader.facts(in: [Section(kind: kind, heading: "", blocks: [Block(.paragraph(text))])])
    }

    @Test(
        "The duration is read in minutes",
        arguments: [
            ("Typically lasts between 3 to 6 hours, depending on the case.", 180...360),
            ("The procedure typically takes around 20-40 minutes.", 20...40), ("It takes 20–40 min.", 20...40),
            ("About an hour.", 60...60), ("Approximately 1.5 hours", 90...90), ("Half an hour", 30...30),
            ("Usually 45 minutes to 2 hours.", 45...120), ("Less than 30 minutes.", 0...30),
            ("Up to two hours", 0...120), ("1 to 1½ hours", 60...90), ("1 1/2 to 2 hours", 60 + 30...120),
            ("An hour and a half", 90...90), ("One and a half hours", 90...90), ("one to two hours", 60...120),
            ("1 hour and 30 minutes", 90...90), ("1 hour 15 minutes to 2 hours", 75...120),
            ("between 30 and 45 minutes", 30...45), ("a 15- to 30-minute procedure", 15...30),
            ("A 2-hour operation", 120...120), ("forty-five minutes", 45...45), ("within 10 minutes", 0...10),
            ("It takes 30 minutes to an hour.", 30...60), ("1 or 2 hours", 60...120),
            ("Preparation takes 20 minutes. The procedure itself takes 2 to 3 hours.", 120...180),
            ("no more than 20 minutes", 0...20), ("half an hour to one hour", 30...60),
            ("It takes 2 to 4 hours. In hard cases it can take 8 hours.", 120...240),
        ] as [(String, ClosedRange<Int>)])
    func duration(text: String, minutes: ClosedRange<Int>) {
        #expect(facts(.duration, text).durationMinutes == minutes)
    }

    @Test(
        "A vague or open duration stays unknown",
        arguments: [
            "It takes several hours.", "A few minutes to an hour.", "At least 2 hours.", "More than an hour",
            "2 hours or more", "It varies.", "The implant lasts 10 years.", "Longer than 45 minutes",
            "Patients recover for 2 hours afterwards.", "6 to 2 hours", "Performed at 8 a.m.", "1/0 hours", "",
        ])
    func unknownDuration(text: String) {
        #expect(facts(.duration, text).durationMinutes == nil)
    }

    @Test(
        "Anesthesia kinds are read in catalog order, those denied left out",
        arguments: [
            ("General anesthesia is administered.", [.general]),
            ("under general or local anesthesia", [.general, .local]),
            ("Local anaesthetic with light sedation", [.local, .sedation]), ("A spinal or epidural block", [.regional]),
            ("Spinal surgery starts with an incision.", []), ("No anesthesia is needed.", [.none]),
            ("Anesthesia is not required.", [.none]), ("without general anesthesia but with sedation", [.sedation]),
            ("Numbing drops are put in the eye.", [.topical]), ("monitored anesthesia care", [.sedation]),
            ("A nerve block numbs the arm.", [.regional]), ("topical anesthetic", [.topical]),
            ("General condition is checked.", []),
        ] as [(String, [AnesthesiaKind])])
    func anesthesia(text: String, kinds: [AnesthesiaKind]) {
        #expect(facts(.procedureDescription, text).anesthesia == kinds)
    }

    @Test("Under the label Anesthesia the kind alone is enough")
    func labelledAnesthesia() {
        let block = Block(label: "Anesthesia", .paragraph("General, or spinal in older patients"))
        let section = Section(kind: .procedureDescription, heading: "", blocks: [block])
        #expect(FactReader.facts(in: [section]).anesthesia == [.general, .regional])
        let none = Section(
            kind: .procedureDescription, heading: "", blocks: [Block(label: "Anesthesia", .paragraph("None"))])
        #expect(FactReader.facts(in: [none]).anesthesia == [.none])
    }

    @Test(
        "Settings are read in catalog order",
        arguments: [
            ("Performed in a hospital operating room or surgical center.", [.hospital, .surgicalCenter]),
            ("In a hospital or a specialized surgical center", [.hospital, .surgicalCenter]),
            ("An outpatient surgery center or hospital", [.hospital, .surgicalCenter]),
            ("Hospital outpatient department", [.outpatient]), ("A doctor's office or clinic.", [.office]),
            ("Radiology department, or imaging center", [.imaging]), ("Outpatient clinic", [.outpatient, .office]),
            ("Done in the emergency room or intensive care unit", [.intensiveCare, .emergency]),
            ("Cardiac catheterization laboratory of a hospital", [.hospital]), ("A laboratory", [.laboratory]),
            ("In the office rather than in a hospital", [.office]), ("It can be done at home.", [.home]),
            ("Inpatient", [.inpatient]), ("Anywhere", []),
        ] as [(String, [CareSetting])])
    func settings(text: String, settings: [CareSetting]) {
        #expect(facts(.setting, text).settings == settings)
    }

    @Test(
        "Days in hospital",
        arguments: [
            ("Initial recovery in the hospital for 1-3 days", 1...3), ("An overnight stay", 1...1),
            ("Most patients go home the same day.", 0...0), ("A hospital stay of 2 to 4 days is usual", 2...4),
            ("Same-day discharge or an overnight stay", 0...1), ("Stay in hospital for one week", 7...7),
            ("Hospital stay: two nights", 2...2), ("Patients stay 24 to 48 hours in hospital", 1...2),
            ("A stay of several days in hospital", nil), ("Return to the hospital in 7-10 days", nil),
            ("Rest for 2 days", nil), ("Fasting overnight", nil),
            ("Most go home the same day, and stay off work for 3 days", 0...0),
        ] as [(String, ClosedRange<Int>?)])
    func hospitalDays(text: String, days: ClosedRange<Int>?) {
        #expect(facts(.recovery, text).hospitalDays == days)
    }

    @Test(
        "Days in hospital under a label of their own",
        arguments: [
            ("Hospital stay", "2 to 5 days", 2...5), ("Hospital Stay", "None.", 0...0),
            ("Hospital stay", "none; home within 1 to 2 hours", 0...0),
            ("Length of stay", "0 to 1 day for planned surgery, 2 to 4 days after acute inflammation", 0...4),
            ("Hospital stay", "set by the underlying illness", nil), ("Activity", "rest for 2 days", nil),
        ] as [(String, String, ClosedRange<Int>?)])
    func labelledHospitalDays(label: String, text: String, days: ClosedRange<Int>?) {
        let item = Item(label: label, text: text)
        let setting = Section(
            kind: .setting, heading: "Setting", blocks: [Block(.paragraph("A hospital, with an overnight stay."))])
        let recovery = Section(kind: .recovery, heading: "Recovery", blocks: [Block(.list(ItemList(items: [item])))])
        let expected = label == "Activity" ? 1...1 : days
        #expect(FactReader.facts(in: [setting, recovery]).hospitalDays == expected)
    }

    @Test(
        "Days to full recovery",
        arguments: [
            ("Complete recovery could take up to 6-12 months", 180...360),
            ("Full recovery takes 4 to 6 weeks.", 28...42),
            ("Patients recover fully within 2 weeks.", 0...14), ("Full recovery in 3 months to a year", 90...365),
            ("Recovery time is a few weeks to several months", nil), ("Gradual return to work over 6-8 weeks", nil),
            ("Recovery usually takes 10 to 14 days", 10...14), ("Initial recovery takes 2 weeks", nil),
            ("Complete healing may take about a year.", 365...365), ("Normal activities in 3 days", nil),
            ("Return to work in 2 weeks, with full recovery in 6 weeks", 42...42),
        ] as [(String, ClosedRange<Int>?)])
    func recoveryDays(text: String, days: ClosedRange<Int>?) {
        #expect(facts(.recovery, text).recoveryDays == days)
    }
}
