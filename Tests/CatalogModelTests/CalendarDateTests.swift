import CatalogModel
import Testing

@Suite("Calendar dates")
struct CalendarDateTests {
    @Test("Every day from 1583 to 2400 follows its day number, and prints and reads back")
    func daysAndNumbersAgree() throws {
        var expected = try #require(CalendarDate(year: 1583, month: 1, day: 1)).dayNumber
        for year in 1583...2400 {
            for month in 1...12 {
                for day in 1...31 {
                    guard let date = CalendarDate(year: year, month: month, day: day) else { continue }
                    #expect(date.dayNumber == expected)
                    let (y, m, d) = date.components
                    #expect((y, m, d) == (year, month, day))
                    if day == 1 { #expect(CalendarDate(date.description) == date) }
                    expected += 1
                }
            }
        }
        #expect(CalendarDate(year: 1970, month: 1, day: 1)?.dayNumber == 0)
    }

    @Test(
        "A day that does not exist, or is written another way, is no date",
        arguments: [
            "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "2024-1-01", "20240101", "",
            "2024-01-01 ", "0000-01-01", "２024-01-1",
        ])
    func refusesWrongText(text: String) { #expect(CalendarDate(text) == nil) }

    @Test("Leap days exist in leap years", arguments: ["2024-02-29", "2000-02-29", "0004-02-29"])
    func acceptsLeapDays(text: String) { #expect(CalendarDate(text)?.description == text) }

    @Test("The ends of the calendar hold when stepping beyond them")
    func stepsStopAtTheEnds() {
        #expect(CalendarDate(year: 9999, month: 12, day: 31)?.advanced(by: 10).description == "9999-12-31")
        #expect(CalendarDate(year: 1, month: 1, day: 1)?.advanced(by: -1).description == "0001-01-01")
        #expect(CalendarDate(dayNumber: 2_932_897) == nil)
        #expect(CalendarDate(compact: "20241001") == CalendarDate("2024-10-01"))
    }

    @Test("A period holds from its first day up to, but not on, its terminated day")
    func periodEdges() throws {
        let start = try #require(CalendarDate("2024-10-01"))
        let end = try #require(CalendarDate("2025-10-01"))
        let period = ValidityPeriod(effective: start, terminated: end)
        #expect(!period.contains(start.advanced(by: -1)))
        #expect(period.contains(start))
        #expect(period.contains(end.advanced(by: -1)))
        #expect(!period.contains(end))
        #expect(ValidityPeriod.always.contains(start))
    }
}
