"""What users know better about licences: the values, and what is wrong with them."""

from trainbib.licensing.verdicts import (
    ANSWERS,
    ATTRIBUTES,
    TRAINING_ANSWERS,
    Override,
    Overrides,
)
from trainbib.values import as_mapping


def override_of(stated: object) -> Override:
    """Return what a configuration states of an attribute.

    Args:
        stated: The value alone, for which no evidence is given; or a table with ``value``,
            ``evidence`` and perhaps ``date``.
    """
    table = as_mapping(stated)
    if not table:
        return Override(value_text(stated))
    evidence, date = table.get("evidence"), table.get("date")
    return Override(
        value_text(table.get("value")),
        evidence.strip() if isinstance(evidence, str) else "",
        date if isinstance(date, str) else "",
    )


def value_text(value: object) -> str:
    """Return a value as the table writes it: a truth value is yes or no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def valid_value(attribute: str, value: str) -> str:
    """Return a value that the attribute can have; anything else is not known."""
    if attribute == "training":
        return value if value in TRAINING_ANSWERS else "unclear"
    return value if value in ANSWERS else "unknown"


def override_faults(overrides: Overrides) -> list[str]:
    """Say what is wrong with the attributes of a configuration, one sentence each.

    Args:
        overrides: Licence identifier to attribute to value.
    """
    from trainbib.conformance.wording import did_you_mean, one_of

    faults: list[str] = []
    for license_, stated in overrides.items():
        for attribute, each in stated.items():
            value = value_text(each.value if isinstance(each, Override) else each)
            if attribute not in ATTRIBUTES:
                near = did_you_mean(attribute, ATTRIBUTES) or ATTRIBUTES
                faults.append(f"{license_}: there is no attribute `{attribute}`: {one_of(near)}")
            elif valid_value(attribute, value) != value:
                allowed = TRAINING_ANSWERS if attribute == "training" else ANSWERS
                faults.append(
                    f"{license_}: `{attribute}` cannot be `{value}`: write {one_of(allowed)}"
                )
    return faults
