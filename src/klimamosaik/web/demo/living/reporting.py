"""The process that lets the invented sensors report while the demo is served."""

import argparse
import logging
import time

from klimamosaik.web.django_setup import begin_with_django
from klimamosaik.web.serving.watching import end_with

EVERY = 10.0  # [s] between two messages of a sensor

logger = logging.getLogger("klimamosaik.demo")


def main() -> None:
    """Report until the watching process is gone."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--parent", type=int, required=True)
    end_with(parser.parse_args().parent)
    begin_with_django()
    while True:
        one_round()
        time.sleep(EVERY)


def one_round() -> int:
    """One message of each sensor; after a failure the next round brings what is missing."""
    from django.utils import timezone

    from klimamosaik.records.same_database import renew_connections
    from klimamosaik.web.demo.living.history import report

    try:
        renew_connections()
        return report(at=timezone.now())
    except Exception:
        logger.exception("the invented sensors could not report; they try again")
        return 0


if __name__ == "__main__":
    main()
