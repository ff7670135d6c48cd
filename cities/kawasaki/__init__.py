"""Kawasaki: the code that only this city needs, its replica and the parsers of its own sources.

Belongs here: what no other city shares. Does not belong here: anything that the rest of the house could import.
"""
