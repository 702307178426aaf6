"""``python -m alliance``."""

from alliance.cli import run

if __name__ == "__main__":
    run()
