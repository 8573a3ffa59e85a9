"""``python -m calc`` 的入口。"""

import sys

try:
    from calc.cli import main

    sys.exit(main())
except KeyboardInterrupt:
    sys.exit(130)
