"""``python -m alliance``."""

from alliance.cli.commands import run

if __name__ == "__main__":
    run()
