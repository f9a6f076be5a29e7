"""Two answers of one entry exclude each other.

What it does: reports

- a block that describes how content came about, on a source of a kind that excludes it: `crawl` on
  user data, synthetic data, commissioned work, digitised media and sensor data; `user_data` on any
  kind but `user_data` and `other`; `synthetic` on crawls, user data, digitised media and sensor
  data;
- the reverse: a source of kind `own_crawl`, `user_data` or `synthetic` whose block of that name
  says `none` or `not_applicable`, and one of kind `licensed` whose agreement says so, or says that
  it was not licensed;
- a crawl without crawlers (`crawlers: {none: …}`) that says what the crawler did, which domains it
  read or which lists it left out; a source of kind `own_crawl` without crawlers; a crawler whose
  name is `not_applicable`;
- a source whose content is by a model alone (`authorship: [model]`), and that is not `synthetic`;
- an agreement that was neither a purchase nor a licence, and has a price;
- a collection that is `ongoing` and has an end;
- personal data or harmful content that is `absent`, and of certain kinds;
- pay that is `unpaid`, and an amount above zero;
- a reservation with action `none_found`, and something removed because of it;
- sources or files that name their labellers, where `labellers` says that there are none.

Why it matters: one of the two answers is wrong, and forms that are filled from the manifest would
say both. A filed summary has said "no crawler was used" and given the crawler's period.

Fails:

```yaml fails
sources:
  example:
    kind: sensor
    license: CC0-1.0
    crawl: {robots_txt: obeyed}
```

Passes:

```yaml passes
sources:
  example:
    kind: sensor
    license: CC0-1.0
    crawl: {not_applicable: recorded by own weather stations}
```

How to fix: correct the answer that is wrong.

Source: SPEC.md, section 6.1.
"""

from collections.abc import Iterator, Mapping

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.leaves import Tokens
from trainbib.rules.references import references_to
from trainbib.values import (
    as_list,
    as_mapping,
    gap_state,
    given,
    is_mapping,
    parse_quantity,
)

_EXCLUDED: Mapping[str, frozenset[str]] = {
    "crawl": frozenset({"user_data", "synthetic", "human_commissioned", "offline", "sensor"}),
    "user_data": frozenset(
        {
            "public_dataset", "licensed", "private_third_party", "own_crawl", "synthetic",
            "human_commissioned", "offline", "sensor",
        }
    ),
    "synthetic": frozenset({"own_crawl", "user_data", "offline", "sensor"}),
}  # fmt: skip
"""For each block, the kinds that exclude it."""

_ASKED = {
    "own_crawl": "crawl",
    "user_data": "user_data",
    "synthetic": "synthetic",
    "licensed": "agreement",
}
"""For some kinds, the block that cannot be none."""

_BLOCKS = frozenset({"crawl", "user_data", "synthetic", "agreement"})
_CRAWLED = (
    "robots_txt", "captchas", "logins", "paywalls", "other_protocols", "site_types", "regions",
    "domains", "opted_out", "excluded_lists",
)  # fmt: skip
"""What only somebody who crawls can say of a crawl."""
_ABSENT = frozenset({"none", "not_applicable"})


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each pair of answers that exclude each other."""
    looked_at = ["collected"]
    if not _BLOCKS.isdisjoint(context.source_fields):
        looked_at += ["kind", "authorship", *_BLOCKS]
    personal = context.of_sources("rights.personal_data")
    if any(isinstance(each, dict) for each in personal) or context.of_sources(
        "rights.reservations"
    ):
        looked_at.append("rights")
    yield from context.find_in_sources(looked_at, _in_source)
    for name, labeller in context.labellers.items():
        who: Tokens = ("labellers", name)
        yield from _ongoing((*who, "period"), labeller.get("period"))
        yield from _pay((*who, "pay"), as_mapping(labeller.get("pay")))
        harm = as_mapping(labeller.get("harmful_content"))
        yield from _absent((*who, "harmful_content"), harm, "exposure", ("kinds", "support"))
    yield from _no_labellers(context)


def _in_source(name: str, source: Mapping[str, object]) -> Iterator[Finding]:
    if not _BLOCKS.isdisjoint(source):
        yield from _kind(name, source)
        if "crawl" in source:
            yield from _crawl(name, source)
        if "synthetic" in source and "authorship" in source:
            yield from _authorship(name, source)
        if "agreement" in source:
            yield from _agreement(name, as_mapping(source["agreement"]))
    if "collected" in source:
        yield from _ongoing(("sources", name, "collected"), source["collected"])
    rights = source.get("rights")
    if isinstance(rights, dict):
        if "personal_data" in rights and is_mapping(rights["personal_data"]):
            here: Tokens = ("sources", name, "rights", "personal_data")
            yield from _personal_data(here, rights["personal_data"])
        if "reservations" in rights:
            yield from _reservations(("sources", name, "rights", "reservations"), rights)


def _kind(name: str, source: Mapping[str, object]) -> Iterator[Finding]:
    kind = source.get("kind")
    if not isinstance(kind, str):
        return
    for block, excluded in _EXCLUDED.items():
        if block in source and kind in excluded and given(source[block]) is not None:
            where = ("sources", name, block)
            what = f"kind `{kind}`, which excludes `{block}`"
            yield _finding(
                where,
                f"source `{name}` is of {what}",
                ("sources", name, "kind"),
                f"correct the kind, or leave `{block}` out",
            )
    asked = _ASKED.get(kind)
    if asked is None or asked not in source:
        return
    if gap_state(source[asked]) in _ABSENT:
        where = ("sources", name, asked)
        state = gap_state(source[asked])
        yield _finding(
            where,
            f"source `{name}` is of kind `{kind}`, and says `{state}` for `{asked}`",
            ("sources", name, "kind"),
            f"correct the kind, or describe `{asked}`",
        )
    elif kind == "licensed" and as_mapping(source[asked]).get("licensed") is False:
        yield _finding(
            ("sources", name, asked, "licensed"),
            f"source `{name}` is of kind `licensed`, and its agreement says that it was not",
            ("sources", name, "kind"),
            "correct one of them",
            on_key=False,
        )


def _crawl(name: str, source: Mapping[str, object]) -> Iterator[Finding]:
    crawl = as_mapping(source["crawl"])
    here: Tokens = ("sources", name, "crawl")
    if gap_state(crawl.get("crawlers")) in _ABSENT:
        detail = next((field for field in _CRAWLED if given(crawl.get(field)) is not None), None)
        if source.get("kind") == "own_crawl":
            yield _finding(
                (*here, "crawlers"),
                f"source `{name}` is of kind `own_crawl`, and has no crawlers",
                ("sources", name, "kind"),
                "name the crawlers, or correct the kind",
            )
        elif detail is not None:
            yield _finding(
                (*here, detail),
                f"`crawl` of source `{name}` has no crawlers, and has `{detail}`",
                (*here, "crawlers"),
                f"name the crawlers, or leave `{detail}` out",
            )
    for index, crawler in enumerate(as_list(crawl.get("crawlers"))):
        if gap_state(as_mapping(crawler).get("name")) == "not_applicable":
            yield _finding(
                (*here, "crawlers", index, "name"),
                f"source `{name}` was crawled by a crawler whose name is not applicable",
                (*here, "crawlers"),
                "name the crawler; if the name is not known, say `unknown` and why",
            )


def _authorship(name: str, source: Mapping[str, object]) -> Iterator[Finding]:
    if source["authorship"] == ["model"] and gap_state(source["synthetic"]) in _ABSENT:
        yield _finding(
            ("sources", name, "synthetic"),
            f"source `{name}` is by models alone, and is not synthetic",
            ("sources", name, "authorship"),
            "correct the authorship, or describe how the content was generated",
        )


def _agreement(name: str, agreement: Mapping[str, object]) -> Iterator[Finding]:
    price = as_mapping(agreement.get("price")).get("amount")
    amount = parse_quantity(price)
    bought = (agreement.get("purchased"), agreement.get("licensed"))
    if bought == (False, False) and amount is not None and amount.low > 0:
        here: Tokens = ("sources", name, "agreement")
        yield _finding(
            (*here, "price"),
            f"`agreement` of source `{name}` was neither a purchase nor a licence, and has a price",
            (*here, "purchased"),
            "correct one of them",
        )


def _ongoing(path: Tokens, period: object) -> Iterator[Finding]:
    answers = as_mapping(period)
    if answers.get("ongoing") is True and given(answers.get("to")) is not None:
        yield _finding(
            (*path, "to"),
            f"{subject(path)} is ongoing, and has an end",
            (*path, "ongoing"),
            "leave `to` out while it goes on, or set `ongoing` to false",
        )


def _personal_data(path: Tokens, personal: Mapping[str, object]) -> Iterator[Finding]:
    kinds = ("categories", "special_categories", "subjects")
    yield from _absent(path, personal, "status", kinds)


def _reservations(path: Tokens, rights: Mapping[str, object]) -> Iterator[Finding]:
    for index, reservation in enumerate(as_list(rights.get("reservations"))):
        if not is_mapping(reservation) or reservation.get("action") != "none_found":
            continue
        domains = parse_quantity(reservation.get("domains"))
        removed = given(reservation.get("removed")) is not None
        if removed or (domains is not None and domains.low > 0):
            here = (*path, index)
            yield _finding(
                (*here, "removed" if removed else "domains"),
                f"{subject(here)} found no reservation, and took something out because of it",
                (*here, "action"),
                "correct the action, or leave out what was removed",
            )


def _absent(
    path: Tokens, answers: Mapping[str, object], gate: str, details: tuple[str, ...]
) -> Iterator[Finding]:
    if answers.get(gate) != "absent":
        return
    for detail in details:
        if given(answers.get(detail)) is not None:
            yield _finding(
                (*path, detail),
                f"{subject(path)} is absent, and has `{detail}`",
                (*path, gate),
                f"correct `{gate}`, or leave `{detail}` out",
            )


def _pay(path: Tokens, pay: Mapping[str, object]) -> Iterator[Finding]:
    if pay.get("model") != "unpaid":
        return
    for field in ("amount", "low", "high", "hourly"):
        quantity = parse_quantity(pay.get(field))
        if quantity is not None and quantity.low > 0:
            yield _finding(
                (*path, field),
                f"{subject(path)} is unpaid, and has `{field}`",
                (*path, "model"),
                f"correct the model of pay, or leave `{field}` out",
            )


def _no_labellers(context: Context) -> Iterator[Finding]:
    named = context.referred.get("labellers")
    if not named or gap_state(context.data.get("labellers")) not in _ABSENT:
        return
    for path, key in references_to(context.data, "labellers", named):
        yield _finding(
            path,
            f"{subject(path)} names labeller `{key}`, but `labellers` says that there are none",
            ("labellers",),
            "describe the labellers, or leave the reference out",
            on_key=False,
            cause="labellers",
        )


def _finding(
    path: Tokens, message: str, other: Tokens, help_: str, *, on_key: bool = True, cause: str = ""
) -> Finding:
    return Finding(
        pointer(*path),
        message,
        on_key=on_key,
        label="contradicts",
        help=help_,
        related=(Related(pointer(*other), "this", on_key=True),),
        cause=cause,
        value=str(path[-1]),
    )


RULE = Rule(
    code="SCH009",
    name="gate-contradiction",
    severity=Severity.ERROR,
    summary="Two answers of one entry exclude each other",
    page=__doc__,
    find=find,
)
