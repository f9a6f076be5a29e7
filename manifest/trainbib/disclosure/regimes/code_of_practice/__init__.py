"""General-Purpose AI Code of Practice: the data section of the Model Documentation Form.

A voluntary code, and a form that is kept in confidence. The items are restated in our own words;
who each is for is that of Annexes XI and XII of the AI Act.
"""
