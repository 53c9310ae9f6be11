internal import ArgumentParser
internal import CatalogModel

/// On which day codes are looked up, and how much is wanted of them.
struct LookupOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The day the patient was treated. (default: today, UTC)", valueName: "YYYY-MM-DD"),
        transform: { text in
            guard let date = CalendarDate(text) else { throw ValidationError("Give a day as YYYY-MM-DD.") }
            return date
        })
    var asOf: CalendarDate?
}
