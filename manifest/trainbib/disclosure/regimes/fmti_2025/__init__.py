"""Foundation Model Transparency Index, December 2025: answers to its 20 indicators on data.

An index that researchers make, and no law. The indicators are restated in our own words; thresholds
and precisions are the index's.
"""
