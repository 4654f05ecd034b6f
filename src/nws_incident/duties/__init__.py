"""Duties: who owes what to whom until when, and what may be done or need not be.

`standing` says which rows of the edition hold for a case, `calendars` and `deadlines` until when,
`owing` puts them together, and `permissions` gives what is allowed and what is exempt.
"""
