internal import ArgumentParser
internal import CatalogModel
internal import Glibc

/// On which day codes are looked up.
struct LookupOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The day the patient was treated, as YYYY-MM-DD or today. (default: today, UTC)", valueName: "day"),
        transform: { text in
            let today = CalendarDate(dayNumber: Int32(clamping: time(nil) / 86_400))
            guard let date = text == "today" ? today : CalendarDate(text) else {
                throw ValidationError("Give a day as YYYY-MM-DD, or today.")
            }
            return date
        })
    var asOf: CalendarDate?
}
