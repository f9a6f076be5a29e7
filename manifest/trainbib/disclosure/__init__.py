"""Official documents from a manifest: forms, answers and filings (docs/disclosure.md)."""
