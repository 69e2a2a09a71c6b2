"""Privacy as a function: who is one person, what we hold of them, how it is erased, how long it is kept."""
