"""A listing somebody asked to take away, taken out of everything we keep: releases, tables, runs, desk and logs."""
