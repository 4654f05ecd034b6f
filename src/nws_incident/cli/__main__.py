"""Running the package's command as a module: ``python -m nws_incident.cli``."""

import sys

from nws_incident.cli.main import main

sys.exit(main())
