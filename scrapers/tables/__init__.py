"""Tables of any format as one kind of grid, and what each of their rows is."""
