"""The grammar of schedules: 毎月第2・4水曜 10時〜12時（8月休み） as rules, dates, times and exceptions.

Belongs here: everything that reads a schedule text. Does not belong here: other fields.

A text goes through the modules in one order, and each takes its part out before the next one reads: `fold` and
`tongues` (one spelling), `exceptions` (`weather`, `closings`), `clauses` (what is about something else), `days`
(`dates`, `years`), `clock` (times) and `sessions` (which of them are the activity's), `rules` (recurrences). `together`
says what belongs together, `leftover` what nobody read; `parse` is the way in. What a reader took stands as `BLANK` in
the text of the next one, what must not be read stands as `APART`.
"""
