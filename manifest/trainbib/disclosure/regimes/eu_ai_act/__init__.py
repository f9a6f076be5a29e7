"""AI Act, Article 53(1)(d): the public summary of training content (C(2025) 8311, 5.12.2025).

``form.json`` restates the template's rows in our own words; its options, thresholds and formats of
dates are the template's. One module answers one part of the form.
"""
