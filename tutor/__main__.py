"""``python -m tutor``: the same program as the command ``tutor``."""

import sys

from tutor.cli import main

sys.exit(main())
