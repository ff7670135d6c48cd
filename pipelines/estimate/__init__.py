"""How many activities there are in all: from which lists name which activity to a number with its bounds.

Belongs here: statistics of overlapping lists and of births and deaths, in pure functions. Does not belong here:
Dagster, files, which activities are stock or what a list may hold (that is told), tables of the release.

`histories` counts, `labels` says how well the matcher joins, `matcher_errors` undoes what it got wrong, `speaking` says
which lists may speak of what nobody lists, `hidden` how many that are, `draws` how sure that is, `strata` puts it into
rows, `list_value` says what each list is worth, `growth` counts births and deaths.
"""
