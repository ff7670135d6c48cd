"""Measurements that stay: figures about ourselves, each by one command (`hiroba bench NAME`)."""
