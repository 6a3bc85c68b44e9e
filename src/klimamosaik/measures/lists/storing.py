"""The doors that store lists of measures and undo it: all of them, or nothing."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import models, transaction

from klimamosaik.measures.lists.changes import RegisterRow
from klimamosaik.measures.lists.gates import keep_gates
from klimamosaik.measures.lists.preview import ListPlan, ListVerdict
from klimamosaik.measures.lists.register_entries import Stored
from klimamosaik.measures.models import (
    Gate,
    IndicatorValue,
    ListChange,
    ListDelivery,
    Measure,
    MeasureNote,
    Register,
    RememberedListHints,
    StatedEffect,
    StatusReport,
)
from klimamosaik.measures.operations import CriterionDraft, write_measure
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.records.operations import check_all, save, save_all
from klimamosaik.sources.measure_lists import ListHints
from klimamosaik.sources.measure_lists.merging import normal
from klimamosaik.terms.complaint import InputRejected, Problem, problem
from klimamosaik.terms.period import local_day

REGISTERS = "registers"
TOGETHER = (StatusReport, StatedEffect, MeasureNote, IndicatorValue)


def take_in(*, plan: ListPlan, by: User | None, by_name: str = "", at: datetime) -> ListDelivery:
    """Store a plan in one act. Raises InputRejected with every complaint; then nothing is stored.

    by_name: who it was, where nobody is logged in. A plan with an open question is refused with it.
    """
    if plan.questions:
        raise InputRejected(plan.questions)
    with transaction.atomic():
        delivery = ListDelivery(
            municipality=plan.municipality, at=at, by=by, by_name=by_name, name=_name(plan)
        )
        delivery.new = plan.count(ListVerdict.NEW)
        delivery.changed = plan.count(ListVerdict.CHANGED)
        delivery.told = plan.count(ListVerdict.TOLD)
        delivery.same = plan.count(ListVerdict.SAME)
        delivery.save()
        writer = ListWriter(plan.municipality, delivery, by, at)
        complaints: list[Problem] = []
        for planned in plan.measures:
            try:
                for row in planned.rows:
                    writer.write(row)
            except InputRejected as refusal:
                label = f"{planned.listed.at.text.de}, {planned.name}"
                complaints += [_about(label, each) for each in refusal.complaints]
        if complaints:
            raise InputRejected(complaints)
        writer.write_waiting()
        new = (each.measure for each in plan.measures if each.verdict is ListVerdict.NEW)
        keep_gates(new, today=local_day(at))
        ListChange.objects.bulk_create(writer.changes)
        if plan.register:
            delivery.register = writer.registers.get(normal(plan.register))
            delivery.save()
        for kind, hints in zip(plan.kinds, plan.hints, strict=True):
            if hints != ListHints():
                _remember(plan.municipality, kind, hints, at)
    return delivery


def _name(plan: ListPlan) -> str:
    names = ", ".join(file.name for file in plan.files[:3])
    more = len(plan.files) - 3
    return (f"{names} + {more}" if more > 0 else names)[:200]


def _about(label: str, complaint: Problem) -> Problem:
    text = complaint.text
    return problem(
        complaint.code,
        "{label}: {text}",
        "{label}: {text}",
        label=label,
        text=text,
    )


def _remember(municipality: Municipality, key: str, hints: ListHints, at: datetime) -> None:
    RememberedListHints.objects.update_or_create(
        municipality=municipality,
        fingerprint=key,
        defaults={"hints": hints.to_json(), "at": at},
    )


class ListWriter:
    """Writes rows through the register's doors and notes what each was before."""

    def __init__(
        self, municipality: Municipality, delivery: ListDelivery, by: User | None, at: datetime
    ) -> None:
        self.delivery, self.by, self.at = delivery, by, at
        self.municipality = municipality
        self.changes: list[ListChange] = []
        self.waiting: list[models.Model] = []
        stored = Stored.of(municipality)
        self.registers, self.organisations = stored.registers, stored.organisations

    def write(self, row: RegisterRow) -> None:
        """Save a row and what it was before."""
        instance = row.instance
        self._settle_links(instance)
        if isinstance(instance, StatusReport) and row.new:
            instance.by = self.by
        if row.new and isinstance(instance, TOGETHER):
            check_all([instance])
            self.waiting.append(instance)
            return
        before = None if row.new else values_of(type(instance)._base_manager.get(pk=instance.pk))
        if isinstance(instance, Measure):
            self._write_measure(instance, row)
        else:
            save(instance, by=self.by)
        written = values_of(instance)
        changed = written if before is None else {
            name: value for name, value in written.items() if before[name] != value
        }  # fmt: skip
        kept = None if before is None else {name: before[name] for name in changed}
        self._note(instance, kept, changed)

    def write_waiting(self) -> None:
        """Save new rows nothing hangs on, table by table: a list brings hundreds of values."""
        for table in TOGETHER:
            rows = [each for each in self.waiting if type(each) is table]
            if not rows:
                continue
            save_all(rows, by=self.by)
            for each in rows:
                self._note(each, None, values_of(each))

    def _note(
        self, instance: models.Model, before: dict[str, object] | None, after: dict[str, object]
    ) -> None:
        change = ListChange(delivery=self.delivery, table=instance._meta.label_lower)
        change.row, change.before, change.after = instance.pk, before, after
        self.changes.append(change)

    def _settle_links(self, instance: models.Model) -> None:
        """New measures, indicators and organisations have their numbers only now."""
        for field in instance._meta.fields:
            if not isinstance(field, models.ForeignKey) or not field.is_cached(instance):
                continue
            linked = getattr(instance, field.name)
            if isinstance(linked, Organisation):
                linked = self._organisation(linked)
            setattr(instance, field.name, linked)

    def _organisation(self, wanted: Organisation) -> Organisation:
        known = self.organisations.get(normal(wanted.name))
        if known is not None and known.pk is not None:
            return known
        save(wanted, by=self.by)
        self._note(wanted, None, values_of(wanted))
        self.organisations[normal(wanted.name)] = wanted
        return wanted

    def _register(self, name: str) -> Register:
        known = self.registers.get(normal(name))
        if known is None:
            known = Register(municipality=self.municipality, name=name[:120])
            save(known, by=self.by)
            self._note(known, None, values_of(known))
            self.registers[normal(name)] = known
        return known

    def _write_measure(self, measure: Measure, row: RegisterRow) -> None:
        gate = None if row.new else Gate.objects.filter(measure=measure).first()
        points = MeterPoint.objects.select_related("building")
        new = row.new
        names = row.registers
        write_measure(
            measure=measure,
            buildings=() if new else list(measure.buildings.all()),
            meter_points=() if new else list(points.filter(measures=measure)),
            comparison_points=() if new else list(measure.comparison_points.all()),
            registers=None if names is None else [self._register(name) for name in names],
            aim=CriterionDraft(gate.saving_percent, gate.confidence) if gate else None,
            since=row.since,
            stated=True,  # a list says where it stands; the first step names what is missing
            by=self.by,
            at=self.at,
        )


def values_of(instance: models.Model) -> dict[str, object]:
    """All fields of a row as text; of a measure also its registers."""
    values: dict[str, object] = {
        field.attname: field.value_to_string(instance) if _of(instance, field) is not None else None
        for field in instance._meta.concrete_fields
        if not field.primary_key
    }
    if isinstance(instance, Measure) and instance.pk:
        values[REGISTERS] = sorted(instance.registers.values_list("pk", flat=True))
    return values


def _of(instance: models.Model, field: models.Field) -> object:  # type: ignore[type-arg]
    return getattr(instance, field.attname)
