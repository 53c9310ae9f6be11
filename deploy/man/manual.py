#!/usr/bin/env python3
"""Makes a manual page from what a program says about itself.

    medcodes --experimental-dump-help | deploy/man/manual.py deploy/man/medcodes.more 1 > deploy/man/medcodes.1

The number is the section of the manual. The file named holds what no option says: sections of man(7) source, put before the authors' line.
"""

import json
import pathlib
import sys

# Commands that have so many options in common have them from one group.
SHARED_COUNT_MIN = 6


def escaped(text):
    """Text in which nothing is a command of roff."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text.startswith((".", "'")) else text


def paragraphs(text):
    """A discussion: paragraphs, and indented lines as they stand."""
    lines, is_literal = [], False
    for line in (text or "").split("\n"):
        if line.startswith("  ") != is_literal:
            is_literal = not is_literal
            lines.append(".nf\n.RS 4" if is_literal else ".RE\n.fi")
        if line.strip():
            lines.append(escaped(line.strip() if not is_literal else line[2:]))
        elif not is_literal:
            lines.append(".PP")
    if is_literal:
        lines.append(".RE\n.fi")
    while lines and lines[-1] == ".PP":
        lines.pop()
    return lines


def label(argument):
    """What a person writes: the names, and the value behind them."""
    value = argument.get("valueName", "")
    if argument["kind"] == "positional":
        return f"\\fI{escaped(value)}\\fR"
    names = ", ".join(
        "\\fB" + escaped(("-" if name["kind"] == "short" else "--") + name["name"]) + "\\fR"
        for name in argument["names"])
    return names if argument["kind"] == "flag" else f"{names} \\fI{escaped(value)}\\fR"


def description(argument):
    text = argument.get("abstract", "")
    if "allValues" in argument:
        text += f" One of {', '.join(argument['allValues'])}."
    if "defaultValue" in argument and argument["kind"] != "flag":
        text += f" Default: {argument['defaultValue']}."
    return escaped(text.strip())


def shown(arguments, known=()):
    """The arguments that help shows, without help and version and those that are told elsewhere."""
    return [a for a in arguments
            if a["shouldDisplay"] and a.get("valueName") not in ("help", "version") and label(a) not in known]


def listed(arguments):
    return [line for a in arguments for line in (".TP", label(a), description(a))]


def section_of(command, name, known, earlier):
    """A command, and the commands it has itself. Options that a command before it has too are told there alone."""
    arguments = shown(command.get("arguments", []), known)
    lines = [f".SS {escaped(name)}", escaped(command["abstract"]), ".PP", *paragraphs(command.get("discussion", ""))]
    for other, labels in earlier.items():
        if len(shared := {label(a) for a in arguments} & labels) >= SHARED_COUNT_MIN:
            lines += [".PP", f"Takes the settings of \\fB{escaped(other)}\\fR as well."]
            arguments = [a for a in arguments if label(a) not in shared]
    earlier[name] = {label(a) for a in arguments}
    lines += listed(arguments)
    for subcommand in command.get("subcommands", []):
        if subcommand["shouldDisplay"] and subcommand["commandName"] != "help":
            lines += section_of(subcommand, f"{name} {subcommand['commandName']}", known, earlier)
    return lines


def page(command, more, section):
    name = command["commandName"]
    abstract = command["abstract"].rstrip(".")
    common = shown(command["arguments"])
    known = {label(a) for a in common}
    manual = {"1": "User Commands", "8": "System Administration"}[section]
    lines = [f'.TH {name.upper()} {section} "" "MedCodes" "{manual}"', ".SH NAME",
             f"{name} \\- {escaped(abstract[0].lower() + abstract[1:])}", ".SH SYNOPSIS",
             f"\\fB{name}\\fR [\\fIoptions\\fR] \\fIcommand\\fR [\\fIarguments\\fR]", ".SH DESCRIPTION",
             *paragraphs(command.get("discussion", ""))]
    if common:
        lines += [".SH OPTIONS", "These may stand before and behind the name of the command.", *listed(common)]
    lines.append(".SH COMMANDS")
    earlier = {}
    for subcommand in command["subcommands"]:
        if not subcommand["shouldDisplay"] or subcommand["commandName"] == "help":
            continue
        lines += section_of(subcommand, subcommand["commandName"], known, earlier)
    return "\n".join(lines + [more.rstrip("\n")]) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page(json.load(sys.stdin)["command"], pathlib.Path(sys.argv[1]).read_text(), sys.argv[2]))
