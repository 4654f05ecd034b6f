"""Contacts: the way that a party's word takes, and the draft of a letter that goes that way."""
