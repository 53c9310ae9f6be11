"""Checks that rules, tests, dashboard and runbook name the same alerts, and only metrics that medcodesd has.

With --queries FILE the dashboard's queries are written there as recording rules, so that promtool can parse them.
"""

import argparse
import json
import pathlib
import re
import sys

import yaml

HERE = pathlib.Path(__file__).resolve().parent
DEPLOY = HERE.parent
# Words of a query that look like names of metrics: ours, the process's, grpc-prometheus's, and recorded ones.
METRIC = re.compile(r"\b(?:\w+:)?(?:medcodes|grpc_server|process)_\w+(?::\w+)?")


def served_metrics():
    """The metrics of /metrics, from the source that writes them."""
    source = "".join(path.read_text() for path in (DEPLOY.parent / "Sources/medcodesd/Admin").glob("*.swift"))
    names = set(re.findall(r'"((?:medcodes|grpc_server|process)_\w+)"', source))
    histograms = set(re.findall(r'let name = "(\w+)"', source))
    return names - histograms | {f"{name}_{part}" for name in histograms for part in ("bucket", "sum", "count")}


def latency_bounds():
    """The bounds of the latency histogram in seconds, from the source that counts."""
    source = (DEPLOY.parent / "Sources/RPCServices/Interceptors/LatencyHistogram.swift").read_text()
    block = re.search(r"boundsNanoseconds[^=]*= \[(.*?)\]", source, re.DOTALL).group(1)
    return {int(number.replace("_", "")) / 1e9 for number in re.findall(r"[\d_]+", block)} | {float("inf")}


def queries_of(dashboard):
    """Each query of the dashboard: (where, expression)."""
    for panel in dashboard["panels"]:
        for target in panel.get("targets", []):
            yield f"panel {panel['title']!r}", target["expr"]
    for annotation in dashboard["annotations"]["list"]:
        yield f"annotation {annotation['name']!r}", annotation["expr"]
    for variable in dashboard["templating"]["list"]:
        if variable["type"] == "query":
            yield f"variable {variable['name']!r}", re.sub(r"label_values\((.*),.*\)", r"\1", variable["definition"])


def shape_faults(dashboard):
    """What Grafana would stumble over without saying so."""
    panels = dashboard["panels"]
    for key in ("id", "title"):
        values = [panel[key] for panel in panels]
        for value in {value for value in values if values.count(value) > 1}:
            yield f"dashboard: more than one panel with {key} {value!r}"
    taken = {}
    for panel in panels:
        place = panel["gridPos"]
        if place["x"] + place["w"] > 24:
            yield f"dashboard: panel {panel['title']!r} is wider than the page"
        for cell in ((x, y) for x in range(place["x"], place["x"] + place["w"])
                     for y in range(place["y"], place["y"] + place["h"])):
            if taken.setdefault(cell, panel["title"]) != panel["title"]:
                yield f"dashboard: panels {taken[cell]!r} and {panel['title']!r} overlap"
                break


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=pathlib.Path)
    options = parser.parse_args()
    rules = [rule for group in yaml.safe_load((HERE / "medcodes.rules.yml").read_text())["groups"]
             for rule in group["rules"]]
    tests = yaml.safe_load((HERE / "medcodes.tests.yml").read_text())["tests"]
    dashboard = json.loads((DEPLOY / "grafana/medcodes.json").read_text())
    runbook = (DEPLOY / "RUNBOOK.md").read_text()
    alerts = {rule["alert"]: rule for rule in rules if "alert" in rule}
    known = served_metrics() | {rule["record"] for rule in rules if "record" in rule}
    faults = list(shape_faults(dashboard))

    queries = list(queries_of(dashboard))
    named = [(rule.get("alert") or rule["record"], rule["expr"]) for rule in rules] + queries
    named.append(("RUNBOOK.md", runbook))
    named += [(f"test of {series['series']}", series["series"])
              for test in tests for series in test.get("input_series", [])]
    for where, text in named:
        # Quoted values, and words in brackets, are not metrics.
        faults += [f"{where}: medcodesd has no metric {name}"
                   for name in METRIC.findall(re.sub(r'"[^"]*"', '""', text)) if name not in known]

    bounds = latency_bounds()
    for where, text in named:
        faults += [f"{where}: the latency histogram has no bound {bound}"
                   for bound in re.findall(r'\ble="([^"]+)"', text) if float(bound) not in bounds]

    # Firing is shown by an expected sample, not firing by an expectation of none.
    fires, silent = set(), set()
    for test in tests:
        for expectation in test.get("promql_expr_test", []):
            for alert in re.findall(r'alertname="(\w+)"', expectation["expr"]):
                (fires if expectation["exp_samples"] else silent).add(alert)
    sections = re.findall(r"^## (\w+)$", runbook, re.MULTILINE)
    for alert, rule in alerts.items():
        if rule["annotations"].get("runbook") != f"deploy/RUNBOOK.md#{alert.lower()}":
            faults.append(f"{alert}: the runbook annotation does not lead to its section")
        faults += [f"{alert}: {what}" for what, names in {
            "no test shows it fire": fires, "no test shows it stay silent": silent,
            "no section in the runbook": sections}.items() if alert not in names]
    faults += [f"RUNBOOK.md: there is no alert {name}" for name in sections
               if name.startswith("Medcodes") and name not in alerts]

    if options.queries:
        fill = {"$__rate_interval": "5m", "$instance": ".*", "$__range": "1h"}
        expressions = []
        for _, text in queries:
            for variable, value in fill.items():
                text = text.replace(variable, value)
            expressions.append(text)
        options.queries.write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": [
            {"record": f"dashboard:query:{index}", "expr": text} for index, text in enumerate(expressions)]}]}))
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(alerts)} alerts, {len(queries)} queries of the dashboard, {len(known)} metrics: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
