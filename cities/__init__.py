"""The cities: what is true of one municipality and of no other, a folder each, and the table of all towns of Japan.

Belongs here: `<key>/city.toml`, its sources, facilities, official tables, healthy bounds and replica; reading them.
Does not belong here: anything that holds in every city. Nothing outside these folders names one.
"""
