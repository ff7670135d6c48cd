"""What people decide on the screen, in Japanese, with choices: a small web application beside the Dagster UI.

Belongs here: one module per form, its page, and the application (`app`) that serves them. Does not belong here: what a
decision does (`pipelines.decisions`, `pipelines.withdrawal`), who may come in (`orchestration.doors`).
"""
