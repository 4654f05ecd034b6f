"""Letters: the parts that drafts are written from, which editions are checked against.

`routes` has the shape of a way that word takes, `writing` what a letter is written from, `slots`
the words that fill a draft, and `wareki` Japanese dates.
"""
