"""The real code sets as documents for other search engines: what medcodesd is given, laid out as text for each code."""

import collections
import dataclasses
import gzip
import xml.etree.ElementTree


@dataclasses.dataclass
class Document:
    """A billable code with its descriptors, and everything else that is known of it in the mode."""

    code: str
    descriptors: list
    knowledge: list


def documents(data, mode):
    """A document for each billable code of both code sets; closed and open as in served.py."""
    diagnoses = list(order(data / "icd10cm_order.txt.gz"))
    procedures = list(order(data / "icd10pcs_order.txt.gz"))
    index = list(index_rows(data / "icd10pcs_index.tsv.gz"))
    add_axis_values(procedures, data / "icd10pcs_tables.xml.gz", index)
    if mode == "open":
        add_terms(procedures, ((target, path.replace(" > ", " ")) for path, relation, target in index
                               if relation in ("code", "prefix")))
        add_terms(diagnoses, inclusion_terms(data / "icd10cm_tabular.xml.gz"))
    return diagnoses + procedures


def order(path):
    """The billable rows of a CMS order file: code in columns 7 to 13, flag in 15, descriptors in 17 and 78."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in rows:
            if row[14] == "1":
                yield Document(row[6:13].strip(), [row[77:].strip(), row[16:76].strip()], [])


def index_rows(path):
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in rows:
            yield row.rstrip("\n").split("\t")


def add_axis_values(procedures, tables, index):
    """Adds to each procedure what its characters stand for, and the parts that the key assigns to these values."""
    labels = collections.defaultdict(set)
    with gzip.open(tables) as file:
        for table in xml.etree.ElementTree.parse(file).iter("pcsTable"):
            name = "".join(axis.find("label").get("code") for axis in table.findall("axis"))
            for axis in table.iter("axis"):
                for label in axis.findall("label"):
                    labels[name, int(axis.get("pos")), label.get("code")].add(label.text)
    parts = collections.defaultdict(list)
    for path, relation, target in index:
        if relation == "use":
            parts[target].append(path)
    for document in procedures:
        for position, value in enumerate(document.code, start=1):
            for label in labels[document.code[:3], position, value]:
                document.knowledge += [label, *parts[label]]


def add_terms(documents, terms):
    """Adds each term to the codes that begin with its target."""
    by_prefix = collections.defaultdict(list)
    for target, term in terms:
        by_prefix[target].append(term)
    for document in documents:
        for length in range(1, len(document.code) + 1):
            document.knowledge += by_prefix.get(document.code[:length], ())


def inclusion_terms(path):
    with gzip.open(path) as file:
        for diagnosis in xml.etree.ElementTree.parse(file).iter("diag"):
            for note in diagnosis.iterfind("inclusionTerm/note"):
                yield diagnosis.findtext("name").replace(".", ""), note.text
