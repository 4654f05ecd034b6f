"""Mutation testing: small faults put into the code one at a time, which some test must notice.

`python -m mutation` from the folder `tests`; docs/explanation/strength.md says how and why.
"""
