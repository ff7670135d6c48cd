"""Thin Dagster assets: one per table, each calls one pure function.

Belongs here: wiring, names, descriptions. Does not belong here: any rule about listings.
"""
