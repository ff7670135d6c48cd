"""The grammar of schedules: 毎月第2・4水曜 10時〜12時（8月休み） as rules, dates, times and exceptions.

Belongs here: everything that reads a schedule text. Does not belong here: other fields.

A text goes through the modules in one order, and each takes its part out before the next one reads: `fold` (one
spelling), `exceptions`, `days` (dates), `clock` (times), `rules` (recurrences); `parse` puts the parts together.
"""
