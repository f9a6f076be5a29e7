"""The metadata that lies in a data set folder: cards, licence files, citations, descriptors.

``reading.read_sidecars`` reads them all; ``registry`` lists the formats; ``claims`` says what comes
out. A reader takes what it finds and invents nothing: a value that is not there stays absent, a
dirty one becomes a ``SidecarProblem``.
"""
