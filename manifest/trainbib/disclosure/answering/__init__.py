"""What several forms ask of a manifest, each in one place: no form leans on another one.

A module here reads one thing, such as sizes, labels or steps of processing; what a form calls it,
and which of it the form wants, stays in the form's own package.
"""
