"""Trainbib: a bibliography for training data."""

__version__ = "1.0.0rc1"
