"""The notice as data: its clauses, tracks, rules, guards, labels and readings, by edition."""
