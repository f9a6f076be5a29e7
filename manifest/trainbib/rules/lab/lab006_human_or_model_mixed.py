"""Labellers are said to be people and described as a model, or the reverse.

What it does: reports

- people (any `workforce` but `model`) with `generators`, which are for labellers that are models;
  people who used models say so under `machine_assistance`;
- people whose `title`, key or `platform` is the name of a well-known model and nothing else, or
  that of a model as judge: "GPT-4", "gpt-4o-mini annotations", "Llama 3 70B as a judge";
- models (`workforce: model`) with a head count, countries, hours, a contract, protections,
  demographics, exposure to harmful content, or pay. A gap there is no such answer, and neither is
  `unpaid`.

Why it matters: whether people or a model wrote a label decides who is paid, what is asked about
their work, and whether the data counts as synthetic.

Fails:

```yaml fails
labellers:
  gpt-4o: {title: GPT-4o, workforce: crowd, pay: {unknown: the paper does not say}}
```

Passes:

```yaml passes
labellers:
  gpt-4o:
    title: GPT-4o
    workforce: model
    generators: [{name: GPT-4o, version: 2024-08-06, provider: OpenAI}]
    pay: {not_applicable: a model}
```

How to fix: correct `workforce`, or describe people and models as two groups.

Source: SPEC.md, section 9.
"""

import re
from collections.abc import Iterator

from trainbib.conformance.wording import shown
from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry, is_given
from trainbib.values import as_mapping

_OF_PEOPLE = (
    "headcount", "countries", "hours", "contract", "protections", "demographics",
    "harmful_content", "pay",
)  # fmt: skip
_SIZE = r"(?:[ -]?(?:\d+(?:\.\d+)?(?:x\d+)?[bkm]?|[a-z]?\d[a-z\d.]*|v\d[\d.]*))"
_SUFFIX = (
    r"(?:[ -](?:turbo|mini|nano|pro|flash|ultra|large|medium|small|tiny|opus|sonnet|haiku|instant|"
    r"instruct|chat|it|base|vision|preview|latest|exp))"
)
_NAMED = (
    r"(?:open ?ai'?s? |anthropic'?s? |google'?s? |meta'?s? )?"
    r"(?:chat ?gpt|gpt[ -]?[2-9](?:\.\d)?o?|o[134](?= ?-?(?:mini|preview|pro)?$)|davinci|"
    r"text-davinci-\d+|claude(?=[ -](?:\d|v\d|opus|sonnet|haiku|instant))|"
    r"gemini(?=[ -](?:\d|pro|ultra|flash|nano))|gemma(?=[ -]?\d)|palm[ -]?2|"
    r"(?:meta-)?llama(?=[ -]?\d)|mi[sx]tral(?=[ -](?:\d|large|small|medium|7b|8x))|"
    r"qwen(?=[ -]?\d)|deepseek(?=[ -](?:v|r|\d|chat|coder))|command[ -]r|phi[ -]?[1-4]|"
    r"falcon[ -]\d|bloomz?[ -]\d|whisper(?=[ -](?:large|medium|small|base|tiny|v?\d))|"
    r"flan[ -]t5|grok[ -]\d)"
)
_ROLE = (
    r"(?:[ -](?:as[ -]a[ -])?(?:judge|judges|annotator|annotations?|labels?|labell?er|rater|"
    r"ratings|captions?|feedback))?"
)


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each group that is described as both."""
    for key, labeller in context.labellers.items():
        workforce = labeller.get("workforce")
        if not isinstance(workforce, str):
            continue
        if workforce == "model":
            yield from _model_with_life(key, labeller)
        elif is_given(labeller, "generators"):
            yield _finding(key, "generators", f"`{workforce}`, and has `generators`", on_key=True)
        else:
            yield from _people_named_as_model(key, workforce, labeller)


def _model_with_life(key: str, labeller: Entry) -> Iterator[Finding]:
    given = [name for name in _OF_PEOPLE if is_given(labeller, name)]
    if as_mapping(labeller.get("pay")).get("model") == "unpaid":
        given.remove("pay")
    if given:
        listed = ", ".join(f"`{name}`" for name in given)
        yield _finding(key, given[0], f"a model, and has {listed}", on_key=True)


def _people_named_as_model(key: str, workforce: str, labeller: Entry) -> Iterator[Finding]:
    for name, text in (("title", labeller.get("title")), ("platform", labeller.get("platform"))):
        if isinstance(text, str) and _is_model(text):
            what = f"`{workforce}`, and its {name} is {shown(text)}"
            yield _finding(key, name, what, on_key=False)
            return
    if _is_model(key):
        yield _finding(key, "", f"`{workforce}`, and its key is the name of a model", on_key=True)


def _is_model(text: str) -> bool:
    pattern = f"{_NAMED}(?:{_SIZE}|{_SUFFIX}|[ -]?\\d{{4}}-\\d\\d-\\d\\d)*{_ROLE}"
    return re.fullmatch(pattern, text.strip().casefold()) is not None


def _finding(key: str, field: str, what: str, *, on_key: bool) -> Finding:
    place = ("labellers", key, field) if field else ("labellers", key)
    return Finding(
        pointer(*place),
        f"labeller `{key}` is {what}",
        on_key=on_key,
        label="people or a model?",
        help="correct `workforce`, or describe people and models as two groups",
        related=(Related(pointer("labellers", key, "workforce"), "the kind", on_key=False),),
        value=field or key,
    )


RULE = Rule(
    code="LAB006",
    name="human-or-model-mixed",
    severity=Severity.WARNING,
    summary="Labellers are said to be people and described as a model, or the reverse",
    page=__doc__,
    find=find,
)
