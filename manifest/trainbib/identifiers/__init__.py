"""Identifiers and codes: their forms, their check digits, and the lists that they are from.

No network is asked: what is told here is whether an identifier can be one, not whether it is
registered. ``check_digits`` has the arithmetic, ``schemes`` the forms, ``codes`` the languages,
countries and currencies.
"""
