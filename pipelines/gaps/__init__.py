"""Where there is less than elsewhere: rates per people, what chance explains, who lives far from a place.

Belongs here: from activities and the city's people to rates, gaps and access; pure functions over columns, and the
city's reference tables (`data/`, all that another city would replace). Does not belong here: how many exist in all,
growth, pictures (`publish`).
"""
