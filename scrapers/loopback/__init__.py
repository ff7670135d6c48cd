"""Pages of web sites on the loopback interface: what every replica of a city is served with.

Belongs here: HTTP and files. Does not belong here: the pages of any city.
"""
