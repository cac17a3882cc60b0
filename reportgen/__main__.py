"""``python -m reportgen`` is the command ``reportgen``."""

from reportgen.cli.main import main

if __name__ == "__main__":
    main()
