"""Fields of models that hold a calendar year take none but those anything here can be of."""

from django.core.validators import MaxValueValidator, MinValueValidator

from klimamosaik.terms.years import YEARS

YEAR_RANGE = [MinValueValidator(YEARS[0]), MaxValueValidator(YEARS[1])]
