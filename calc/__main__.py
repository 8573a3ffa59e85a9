"""``python -m calc`` 的入口；只有这里读时钟。"""

import sys
from datetime import date

try:
    from calc.cli import main

    sys.exit(main(sys.argv[1:], date.today()))
except KeyboardInterrupt:
    sys.exit(130)
