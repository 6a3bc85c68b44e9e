"""Who sees to a trouble, and until when."""

from django.contrib.auth.models import AbstractBaseUser

from klimamosaik.alarms.models import Trouble
from klimamosaik.records.operations import save


def see_to(*, trouble: Trouble, by: AbstractBaseUser | None) -> Trouble:
    """Keep owner, due date and note of a trouble. Raises InputRejected with every problem."""
    return save(trouble, by=by)
