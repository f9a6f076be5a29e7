"""A number of tokens does not fit the number of bytes.

What it does: divides `bytes` by `tokens` wherever a size has both, and reports what no tokenizer
makes of text, whatever the numbers mean within the precision of their writing:

- less than 1.2 bytes for a token, if all languages are such as are written in the Latin alphabet
  and that tokenizers are trained on (English, German, Polish …);
- more tokens than bytes, in other languages and where no language is named. Two tokens are
  allowed for each record, or a tenth if there is no number of records, for those that mark its
  beginning and its end;
- less than a tenth of a byte for a token where bytes count compressed files;
- more than 250 bytes for a token; where all languages are such and the tokenizer is known to keep
  within words (those of GPT, Llama, Mistral, OLMo, Qwen …), more than 20, in other languages that
  are named, more than 50, unless bytes count compressed files.

It is silent where a modality is not text, or images or hours are counted too, and on tokenizers of
single bytes or characters. The languages and modalities of a source are those of the set, if it
names none.

The bounds: English prose has about 4 bytes for a token (3.7 measured with a vocabulary of 32,000,
4.2 with one of 131,000), source code 3.3 to 3.9, tables of linguistic annotation 1.8, sums with a
few words 1.4. Only numbers and signs alone come near 1, and they are no language. Writing systems
that a tokenizer was not trained on come near 1 as well: Ethiopic was measured at 1.1. A general
compressor makes a quarter to a fifth of text; a tenth of a byte leaves it another factor of eight.
The upper bound of 250 is where a slip by a factor of thousand begins (GB for MB, thousand million
for million): markup and metadata around short texts stay far below.
A tokenizer that splits text at words before it merges bytes makes at least one token of each word,
so that there are no more bytes for a token than a word has with the blank after it: 6 on average in
English, 9 in Finnish, the longest. Twice that, 20, leaves as much markup as text, and room for runs
of blanks, which can be one token. Writing systems of three bytes for a letter have at most 25 for a
word, and twice that is 50. Between these bounds and the usual 4, nothing tells a mistake from
markup; where no language is named it may be program code with all that is generated in it.

Why it matters: tokens and bytes are often counted by different people, at different stages, and the
mistakes are large: the tokens of six passes for those of one, compressed files for their content, a
unit for another.

Fails:

```yaml fails
sources:
  books:
    kind: other
    license: CC0-1.0
    languages: [en]
    size: {bytes: {about: 5.0e+10, digits: 2}, tokens: {about: 4.76e+10}}
```

Passes:

```yaml passes
sources:
  books:
    kind: other
    license: CC0-1.0
    languages: [en]
    size: {bytes: {about: 2.0e+11}, tokens: {about: 4.76e+10}}
```

How to fix: find out what was counted. Bytes of compressed files have `compressed: true`; tokens
that were seen in several passes belong into `use`, as `tokens_seen`.

Source: SPEC.md, section 5.2; measured with the tokenizers of Mistral 7B and Mistral NeMo.
"""

import re
from collections.abc import Iterator, Mapping

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry, is_given
from trainbib.rules.fil.sums import Bounds, amount, bounds, factor
from trainbib.values import as_list, as_mapping, gap_state, is_mapping

_LEAST_LATIN = 1.2
_LEAST_COMPRESSED = 0.1
_MOST, _MOST_WITHIN_WORDS, _MOST_LATIN = 250, 50, 20
_MARKS = 2
"""Tokens that a tokenizer may add to a record."""
_MARKS_PART = 0.1
"""The part of the tokens that they may be where records were not counted."""

_LATIN = frozenset(
    {
        "af", "ca", "cs", "cy", "da", "de", "en", "es", "et", "eu", "fi", "fr", "ga", "gl", "hr",
        "hu", "id", "is", "it", "lb", "lt", "lv", "ms", "nb", "nl", "nn", "no", "pl", "pt", "ro",
        "sk", "sl", "sq", "sv", "sw", "tr",
    }
)  # fmt: skip
"""Languages in Latin letters that are a good part of what tokenizers are trained on."""

_OF_BYTES = re.compile(r"\b(?:byte|char|utf-?8)s?\b|character|byt5|canine", re.IGNORECASE)
_OF_WORDS = re.compile(r"bpe|byte[- ]level|byte[- ]pair|fallback|sentencepiece", re.IGNORECASE)
_WITHIN_WORDS = re.compile(
    r"(?<![a-z])(?:gpt-?(?:2|neox)|[rp]50k|cl100k|o200k|llama|mistral|tekken|olmo|pythia|qwen"
    r"|starcoder)",
    re.IGNORECASE,
)
"""Names of tokenizers that split text at words first."""
_ACROSS_WORDS = re.compile("super", re.IGNORECASE)
_OTHER_CONTENT = frozenset({"images", "audio_hours", "video_hours", "other"})


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each size whose tokens and bytes do not fit."""
    if not {"tokens", "bytes"} <= context.overview.fields:
        return
    everything = context.dataset
    if _is_doubtful(everything.get("size")):
        yield from _compare(("dataset", "size"), everything["size"], everything, everything)
    sizes, keys = context.source_values, list(context.sources)
    found = list[tuple[int, str]]()
    for name in {"size", "raw_size"} & sizes.names:
        told = zip(sizes.column(f"{name}.tokens"), sizes.column(f"{name}.bytes"), strict=True)
        found += [
            (at, name)
            for at, (tokens, octets) in enumerate(told)
            if tokens is not None and octets is not None and _do_not_fit(tokens, octets)
        ]
    for at, name in sorted(found):
        source = sizes.entries[at]
        yield from _compare(("sources", keys[at], name), source[name], source, everything)


def _is_doubtful(size: object) -> bool:
    """Tell whether a size has tokens and bytes that do not fit by every measure."""
    if not is_mapping(size) or "tokens" not in size or "bytes" not in size:
        return False
    return _do_not_fit(size["tokens"], size["bytes"])


def _do_not_fit(tokens: object, octets: object) -> bool:
    if type(tokens) is int and type(octets) is int:
        return not tokens * _LEAST_LATIN <= octets <= tokens * _MOST_LATIN
    return True


def _compare(
    place: tuple[str, ...], value: object, owner: Entry, everything: Entry
) -> Iterator[Finding]:
    size = as_mapping(value)
    tokens, octets = bounds(size.get("tokens")), bounds(size.get("bytes"))
    if tokens is None or octets is None or tokens.low <= 0 or octets.high <= 0:
        return
    if not _is_text(size, owner, everything):
        return
    ratio = Bounds(octets.low / tokens.high, octets.high / tokens.low)
    too_many = _too_many(size, ratio, owner, everything)
    limit = too_many or _too_few(size, ratio, tokens, owner, everything)
    if limit:
        notes = [] if too_many else list(_passes(owner, octets, tokens))
        yield Finding(
            pointer(*place, "tokens"),
            f"`tokens` and `bytes` of {subject(place)} are {_number(ratio)} bytes for a token, "
            f"{limit}",
            label="does not fit the bytes",
            help=_help(ratio, size, too_many=bool(too_many)),
            notes=tuple(notes),
            related=(Related(pointer(*place, "bytes"), "the bytes", on_key=False),),
        )


def _is_text(size: Entry, owner: Entry, everything: Entry) -> bool:
    """Tell whether tokens and bytes are those of one text, as far as is said."""
    kinds = owner if is_given(owner, "modalities") else everything
    if any(kind != "text" for kind in as_list(kinds.get("modalities"))):
        return False
    if not _OTHER_CONTENT.isdisjoint(size) and any(is_given(size, unit) for unit in _OTHER_CONTENT):
        return False
    tokenizer = size.get("tokenizer")
    if not isinstance(tokenizer, str):
        return True
    return _OF_BYTES.search(tokenizer) is None or _OF_WORDS.search(tokenizer) is not None


def _too_many(size: Entry, ratio: Bounds, owner: Entry, everything: Entry) -> str:
    """Say above which limit the ratio is; "" if it is above none."""
    most, tokenizer = _MOST, size.get("tokenizer")
    speaker = owner if is_given(owner, "languages") else everything
    if (
        is_given(speaker, "languages")
        and size.get("compressed") is not True
        and isinstance(tokenizer, str)
        and _WITHIN_WORDS.search(tokenizer)
        and not _ACROSS_WORDS.search(tokenizer)
    ):
        most = _MOST_LATIN if _all_latin(speaker) else _MOST_WITHIN_WORDS
    return f"more than {most}: text has about four" if ratio.low > most else ""


def _too_few(size: Entry, ratio: Bounds, tokens: Bounds, owner: Entry, everything: Entry) -> str:
    """Say below which limit the ratio is; "" if it is below none."""
    if size.get("compressed") is True:
        least, name = _LEAST_COMPRESSED, "compressed text has more than a tenth of one"
    elif _all_latin(owner if is_given(owner, "languages") else everything):
        least, name = _LEAST_LATIN, f"text in its languages has {_LEAST_LATIN} or more, about four"
    else:
        records = amount(size, "records")
        marks = tokens.low * _MARKS_PART if records is None else _MARKS * records.high
        least = 1 - min(1.0, marks / tokens.low)
        name = "and no tokenizer makes more tokens of text than it has bytes"
    return name if ratio.high < least else ""


def _all_latin(entry: Entry) -> bool:
    tags = [
        item.get("tag") if is_mapping(item) else item for item in as_list(entry.get("languages"))
    ]
    return bool(tags) and all(isinstance(tag, str) and _is_latin(tag) for tag in tags)


def _is_latin(tag: str) -> bool:
    language, *rest = tag.lower().split("-")
    scripts = [part for part in rest if len(part) == 4 and part.isalpha()]  # noqa: PLR2004 - BCP 47
    return language in _LATIN and all(script == "latn" for script in scripts)


def _passes(owner: Entry, octets: Bounds, tokens: Bounds) -> Iterator[str]:
    """Say what the ratio is if the tokens are those of all passes."""
    for use in as_list(owner.get("use")):
        epochs = factor(use.get("epochs")) if is_mapping(use) else None
        if epochs is not None and epochs.low > 1:
            ratio = Bounds(
                octets.low * epochs.low / tokens.high, octets.high * epochs.high / tokens.low
            )
            yield (
                f"it would be {_number(ratio)} if the tokens are those of {epochs} epochs, and not "
                "of one"
            )
            return


def _help(ratio: Bounds, size: Mapping[str, object], *, too_many: bool) -> str:
    if too_many and ratio.low <= _MOST:
        return "give the bytes of the text that the tokens are of: once, and in bytes, not bits"
    if too_many:
        return "compare the units: GB and TB, million and thousand million"
    if size.get("compressed") is True or gap_state(size.get("compressed")):
        return "compare the units, and count tokens once however often they are seen"
    return (
        "count tokens once however often they are seen; if `bytes` is that of compressed files, "
        "say so: `compressed: true`"
    )


def _number(ratio: Bounds) -> str:
    low, high = (f"{bound:.3g}" for bound in ratio)
    return low if low == high else f"{low} to {high}"


RULE = Rule(
    code="CON007",
    name="bytes-per-token",
    severity=Severity.WARNING,
    summary="A number of tokens does not fit the number of bytes",
    page=__doc__,
    find=find,
)
