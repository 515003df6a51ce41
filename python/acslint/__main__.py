"""`python -m acslint`: the program."""

from ._cli import main

main()
