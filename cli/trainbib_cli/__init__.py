"""The terminal program of Trainbib."""
