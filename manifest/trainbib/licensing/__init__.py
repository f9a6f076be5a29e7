"""Licence identifiers, offline: SPDX expressions, what people write instead, and licence texts.

Import from the modules; this package imports none of them, since start-up time counts:

- ``expressions``: SPDX expressions with the place of every term;
- ``spdx``: the licence list, and what replaces a deprecated identifier;
- ``aliases``: what a licence statement means (``read_license``), and whether its URL agrees;
- ``urls``: which licence an address stands for;
- ``vague``: words that are no licence;
- ``suggest``: the identifiers nearest to a misspelt one;
- ``attributes``: what a licence asks and allows; ``compatibility``: what share-alike lets go where;
- ``flow``: whether the licences of a set allow what is meant to be done (``judge``), with
  ``verdicts`` (its results), ``statements`` and ``stating`` (what sources say), ``observed`` (what
  was read of a licence), ``terms`` (one licence, with what is added to it), ``words`` and
  ``overrides`` (what manifest and user say of it), ``questions``, ``outbound`` and ``assessing``
  (what follows);
- ``texts``: which licence a text is;
- ``mentions``: which licences a piece of prose names.
"""
