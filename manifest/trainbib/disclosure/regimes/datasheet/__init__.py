"""Datasheets for Datasets (arXiv 1803.09010): the questions that a manifest can answer.

Questions that researchers propose, and no law; they are restated in our own words. The data set is
that of the manifest, and its sources are its parts.
"""
