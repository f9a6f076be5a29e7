"""Answers to an editor, in the types of the protocol."""

from collections.abc import Iterator

from lsprotocol import types

from trainbib.authoring import definition_at, meaning_at
from trainbib.diagnostics import Diagnostic, Severity
from trainbib.fixing import edits_of
from trainbib.formatting import FormatError, formatted
from trainbib.pointers import pointer
from trainbib.rules import rule_of
from trainbib.values import as_mapping
from trainbib_cli.lsp.manifests import OpenManifest
from trainbib_cli.lsp.silencing import Silencing, silencings
from trainbib_cli.reports.pages import page_url

SOURCE = "trainbib"

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_SECTIONS = ("parties", "licenses", "sources", "labellers", "models")


def diagnostics(manifest: OpenManifest) -> list[types.Diagnostic]:
    """Return the findings."""
    return [_diagnostic(manifest, found, where) for found, where in manifest.places]


def _diagnostic(manifest: OpenManifest, found: Diagnostic, where: types.Range) -> types.Diagnostic:
    places = manifest.positions
    words = [found.message, *found.notes]
    if found.help:
        words.append(f"help: {found.help}")
    related = [
        types.DiagnosticRelatedInformation(
            types.Location(manifest.uri, places.range_of(each.span)), each.label
        )
        for each in found.related
        if each.span is not None
    ]
    return types.Diagnostic(
        range=where,
        message="\n".join(words),
        severity=_SEVERITIES[found.severity],
        code=found.code,
        code_description=types.CodeDescription(page_url(found.code)),
        source=SOURCE,
        related_information=related or None,
    )


def hover(manifest: OpenManifest, position: types.Position) -> types.Hover | None:
    """Say what stands at a position: the schema's words, the entry that is named, the findings."""
    offset = manifest.positions.offset(position)
    meaning = meaning_at(manifest.document, offset)
    parts = [meaning.text] if meaning is not None else []
    for found, where in manifest.places:
        if _holds(where, position):
            rule = rule_of(found.code)
            link = f"[{found.code} {found.name}]({page_url(found.code)})"
            parts.append(f"{link}: {rule.summary}\n\n{_why(rule.page or '')}")
    if not parts:
        return None
    shown = None
    if meaning is not None:
        shown = manifest.positions.range_between(meaning.start, meaning.end)
    text = types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(parts))
    return types.Hover(text, shown)


def _why(page: str) -> str:
    """Return the part of a page that says why it matters."""
    _, _, after = page.partition("Why it matters: ")
    return " ".join(after.partition("\n\n")[0].split())


def _holds(where: types.Range, position: types.Position) -> bool:
    at = (position.line, position.character)
    return (where.start.line, where.start.character) <= at <= (where.end.line, where.end.character)


def definition(manifest: OpenManifest, position: types.Position) -> types.Location | None:
    """Return where the key at a position is defined."""
    offset = manifest.positions.offset(position)
    target = definition_at(manifest.document, offset)
    if target is None:
        return None
    place = manifest.document.locate([target])[target]
    return types.Location(manifest.uri, manifest.positions.range_of(place.key or place.value))


def actions(manifest: OpenManifest, asked: types.Range) -> list[types.CodeAction]:
    """Return the repairs of the findings in a range, and comments that silence them."""
    here = [(found, where) for found, where in manifest.places if _overlap(where, asked)]
    fixable = [(found, where) for found, where in here if found.fix is not None]
    done: list[types.CodeAction] = []
    planned = edits_of(manifest.document, [found.fix for found, _ in fixable if found.fix])
    for (found, where), edits in zip(fixable, planned, strict=True):
        if not edits or found.fix is None:
            continue
        changes = [
            types.TextEdit(manifest.positions.range_between(edit.start, edit.end), edit.text)
            for edit in edits
        ]
        several = found.count > 1 and len(found.fix.steps) > 1
        title = found.fix.description + (f", at {found.count} places" if several else "")
        title += "" if found.fix.safe else " (look first)"
        done.append(
            types.CodeAction(
                title=f"{found.code}: {title}",
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[_diagnostic(manifest, found, where)],
                is_preferred=found.fix.safe,
                edit=types.WorkspaceEdit(changes={manifest.uri: changes}),
            )
        )
    done += [_silencing(manifest, silencing) for silencing in silencings(manifest, here)]
    return done


def _silencing(manifest: OpenManifest, silencing: Silencing) -> types.CodeAction:
    """Return the repair that writes a comment."""
    found = silencing.found
    return types.CodeAction(
        title=f"{found.code}: silence with a comment; say why",
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[_diagnostic(manifest, found, silencing.where)],
        edit=types.WorkspaceEdit(changes={manifest.uri: [silencing.edit]}),
    )


def _overlap(one: types.Range, other: types.Range) -> bool:
    def key(position: types.Position) -> tuple[int, int]:
        return position.line, position.character

    return key(one.start) <= key(other.end) and key(other.start) <= key(one.end)


def formatting(manifest: OpenManifest) -> list[types.TextEdit] | str:
    """Return the edit that writes the manifest in its canonical layout; or why there is none."""
    try:
        text = formatted(manifest.document)
    except FormatError as error:
        return str(error)
    source = manifest.source
    if text == source:
        return []
    return [types.TextEdit(manifest.rows.range_between(0, len(source)), text)]


def symbols(manifest: OpenManifest) -> list[types.DocumentSymbol]:
    """Return the outline: sections, and the entries of those that are maps by key."""
    data = as_mapping(manifest.document.data)
    wanted = {pointer(name) for name in data}
    wanted |= {pointer(name, key) for name in _SECTIONS for key in as_mapping(data.get(name))}
    places = manifest.document.locate(wanted) if data else {}

    def symbol(
        where: str, name: str, kind: types.SymbolKind, below: list[types.DocumentSymbol]
    ) -> types.DocumentSymbol:
        place = places[where]
        at = manifest.positions.range_of(place.key or place.value)
        last = below[-1].range.end if below else at.end
        return types.DocumentSymbol(name, kind, types.Range(at.start, last), at, children=below)

    def entries(name: str) -> Iterator[types.DocumentSymbol]:
        if name in _SECTIONS:
            for key in as_mapping(data.get(name)):
                yield symbol(pointer(name, key), key, types.SymbolKind.Object, [])

    return [
        symbol(pointer(name), name, types.SymbolKind.Namespace, list(entries(name)))
        for name in data
    ]
