"""The language server: what an editor asks, answered by the library."""
