"""California Civil Code, section 3111 (AB 2013): documentation of training data.

The twelve items of subdivision (a), restated in our own words. Where an item speaks of data sets,
each source of the manifest is one.
"""
