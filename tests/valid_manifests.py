"""A valid manifest, and one whose source has no licence."""

VALID = """\
trainbib: "1.0"
dataset: {name: example, version: "1"}
sources:
  example: {kind: other, license: CC0-1.0, url: "https://trainbib.org/data/"}
"""
UNLICENSED = VALID.replace("license: CC0-1.0, ", "")
