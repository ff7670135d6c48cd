"""Pictures of numbers that are not certain: bars with bounds, what made a number change, funnels, maps.

Belongs here: from small rows to SVG text, readable in black and white, with a text alternative. Does not belong here:
which rows, sentences and pages (`publish.exports`); small lines and bars of the night's report (`publish.plots`).

Our own writer, not a chart grammar: these five pictures are rectangles, lines and paths, hatching must be part of each,
and Altair would bring 0.9 MB of script to every page (or 94 MB of renderer to every machine) for SVG of the same size.
"""
