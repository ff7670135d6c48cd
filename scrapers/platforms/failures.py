"""What may go wrong in one source, and must cost that source only.

Belongs here: the list of such errors. Does not belong here: what is done about them.
"""

from __future__ import annotations

import re
import zlib

UNFORESEEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    ImportError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    re.error,
    zlib.error,
)
"""What a parser, a pattern, a selector or an archived body raises that nobody foresaw. Selectors raise SyntaxError and
RuntimeError, patterns re.error, cut bodies EOFError and zlib.error. What stops the program (KeyboardInterrupt,
SystemExit) is not among them."""
