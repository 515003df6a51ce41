"""The program `acslint`."""

from __future__ import annotations

import os
import signal
import sys

from . import _native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> NoReturn:
    """Runs the program with the arguments of this process, and ends the process."""
    # Signals have the effect that the program gives them, and not that of Python.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    code = _native.main(["acslint", *sys.argv[1:]])
    # Python has nothing to write, and a closed output is not an error.
    os._exit(code)
