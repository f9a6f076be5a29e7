"""Sources with licences, and the verdict on them."""

from datetime import date
from typing import Any, get_args

from hypothesis import strategies as st

from trainbib.licensing.flow import judge
from trainbib.licensing.verdicts import Verdict
from trainbib.settings import LicensePolicy, Release, Use

TODAY = date(2026, 11, 22)
PARTY = {"museum": {"name": "Town Museum"}}


def manifest(*licenses: object, outbound: object = None, **sections: object) -> dict[str, object]:
    dataset: dict[str, object] = {"name": "example", "version": "1"}
    if outbound is not None:
        dataset["license"] = outbound
    sources = {
        f"s{number}": {"kind": "other", "license": license_, "publisher": "museum"}
        for number, license_ in enumerate(licenses)
    }
    return {"dataset": dataset, "parties": PARTY, "sources": sources, **sections}


def verdict(*licenses: object, policy: LicensePolicy, **more: Any) -> Verdict:
    return judge(manifest(*licenses, **more), policy, today=TODAY).verdict


def policy(
    *uses: Use,
    release: Release = "collection",
    outbound: str | None = None,
    attributes: dict[str, dict[str, str]] | None = None,
) -> LicensePolicy:
    return LicensePolicy(uses, release, outbound, attributes=attributes or {})


CC0, BY, SA = "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0"
NC, NC_SA, ND, NC_ND = "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0", "CC-BY-NC-ND-4.0"
ALL = (CC0, BY, SA, NC, NC_SA, ND, NC_ND)
uses = st.lists(st.sampled_from(get_args(Use)), unique=True, min_size=1).map(tuple)
