"""What people are asked to measure us by: pairs drawn at random, calls to activities that have vanished."""
