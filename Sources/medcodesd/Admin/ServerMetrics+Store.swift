internal import AdminHTTP
internal import CatalogModel
internal import CatalogService
internal import CatalogStore
internal import RPCServices

extension ServerMetrics {
    /// What `/readyz` says, as numbers.
    func addHealth(to text: inout MetricsText) {
        let statuses = health.statuses
        func isServing(_ name: String) -> Int { statuses[name] == .serving ? 1 : 0 }
        text.add(
            "medcodes_ready", .gauge, help: "Whether codes can be looked up, 1 or 0.",
            isServing(HealthRegistry.wholeServer))
        text.add(
            "medcodes_search_ready", .gauge, help: "Whether codes can be searched, 1 or 0.",
            isServing(CodeCatalogService.searchName))
    }

    /// What is told of the store and its catalog, which is little until the store is open: nobody waits for that.
    func addStore(to text: inout MetricsText) async {
        let name = "medcodes_store_read_duration_seconds"
        text.begin(name, .histogram, help: "Time of reads from the store, waiting for a connection included.")
        text.histogram(name, [:], store.readTimes)
        if let check = store.lastCheck {
            text.add(
                "medcodes_store_damaged", .gauge,
                help: "Whether the last check of everything stored found damage, 1 or 0.", check.isDamaged ? 1 : 0)
            text.add(
                "medcodes_store_checked_timestamp_seconds", .gauge,
                help: "When everything stored was last checked in the background, in Unix time.", check.time)
        }
        let clock = ContinuousClock()
        let begin = clock.now
        guard let summary = try? await store.opened?.summary() else { return }
        text.add(
            "medcodes_store_read_seconds", .gauge, help: "How long the store took to tell what it holds, just now.",
            (clock.now - begin) / .seconds(1))
        text.add("medcodes_catalog_revision", .gauge, help: "The catalog's revision.", summary.revision.rawValue)
        if let committedAt = summary.committedAt {
            text.add(
                "medcodes_catalog_committed_timestamp_seconds", .gauge,
                help: "When the revision was committed, in Unix time.", committedAt)
        }
        text.begin("medcodes_catalog_codes", .gauge, help: "Codes that can be reported, by code system.")
        for system in summary.systems {
            text.sample("medcodes_catalog_codes", ["system": system.system.uri], system.codeCount)
        }
    }
}

extension MetricsText {
    /// The samples of a histogram that was begun.
    mutating func histogram(_ name: String, _ labels: Labels, _ histogram: LatencyHistogram) {
        let bounds = LatencyHistogram.boundsNanoseconds.map { Double($0) / 1e9 } + [.infinity]
        var sum: UInt64 = 0
        for (bound, count) in zip(bounds, histogram.counts) {
            sum += count
            bucket(name, labels, upTo: bound, sum)
        }
        sample("\(name)_sum", labels, Double(histogram.sumNanoseconds) / 1e9)
        sample("\(name)_count", labels, sum)
    }
}
