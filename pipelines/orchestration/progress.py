"""What a person at a terminal sees while a job runs: one line per table, nothing else unless it goes wrong.

Belongs here: Dagster's events as calm lines on standard error. Does not belong here: the summary
(`pipelines.cli.summary`).
"""

import logging
import sys

import dagster as dg

from pipelines.orchestration.stopped import TELLING

PROGRESS = "progress"
_SHOWN_LEVEL = logging.WARNING


class ProgressHandler(logging.Handler):
    """Prints crawls and tables as they finish, warnings and errors as they come."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print one record when it says something to a person."""
        line = _line(record)
        if line:
            sys.stderr.write(line + "\n")
            sys.stderr.flush()


@dg.logger({}, description="端末に進み具合を出す")
def progress_logger(context: dg.InitLoggerContext) -> logging.Logger:
    """Logger for every job of the code location."""
    logger = logging.Logger("hiroba", logging.DEBUG)  # Dagster sends its events as DEBUG
    logger.addHandler(ProgressHandler())
    return logger


def _line(record: logging.LogRecord) -> str | None:
    event = getattr(record, "dagster_event", None) or getattr(record, "dagster_meta", {}).get("dagster_event")
    if event is None:
        message = record.getMessage()
        # One line tells why a check failed; a line for each of the twenty steps it stopped says nothing new
        is_consequence = "Dependencies for step" in message
        return message if record.levelno >= _SHOWN_LEVEL and not is_consequence else None
    if event.event_type_value == "STEP_FAILURE":
        error = event.step_failure_data.error
        cause = error.cause if error is not None and error.cause is not None else error
        return f"  × {event.step_key}: {cause.message.strip() if cause is not None else '失敗しました'}"
    if event.event_type_value == "ASSET_MATERIALIZATION":
        rows = event.materialization.metadata.get("dagster/row_count")
        count = f"{rows.value:>7,} 行" if rows is not None else ""
        return f"  {event.asset_key.path[-1]:<28}{count}"
    if event.event_type_value == "ASSET_CHECK_EVALUATION" and not event.asset_check_evaluation_data.passed:
        check = event.asset_check_evaluation_data
        reason = " ".join(str(value.value) for key, value in check.metadata.items() if key in TELLING)
        return f"  × {check.asset_key.path[-1]}: 検査 {check.check_name} に合いません。{reason}"
    return None
