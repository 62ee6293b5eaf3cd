"""The subject: submissions, cases, promises and people.

Pure Python: no I/O, no clock of its own. May import nothing but itself, the standard library, `holidays` and
`rapidfuzz`.
"""
