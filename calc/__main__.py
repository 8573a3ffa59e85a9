"""``python -m calc`` 的入口。"""

import os
import sys

from calc.cli import main

try:
    status = main()
    sys.stdout.flush()
    sys.exit(status)
except BrokenPipeError:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(1)
except KeyboardInterrupt:
    sys.exit(130)
