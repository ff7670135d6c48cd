"""The desk of staff: Excel files that go out with questions and come back with answers."""
