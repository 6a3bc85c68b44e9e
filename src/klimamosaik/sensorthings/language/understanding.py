"""What an expression means for an entity: names looked up, kinds compared, lists told as `any`.

Paths over a list ask its members: `Datastreams/name eq 'x'` is true where one is. Parts of one
`and` that lead over the same list ask the same member, as in other servers of the standard.
"""

from collections.abc import Callable, Iterable, Sequence

from klimamosaik.sensorthings.language.kinds import Understood, called, compared
from klimamosaik.sensorthings.language.names import along, kind_of, no_property, way_to
from klimamosaik.sensorthings.language.options import (
    Expression,
    FunctionCall,
    Literal,
    PropertyPath,
)
from klimamosaik.sensorthings.language.vocabulary import ANY, BOOLEAN, NULL, TOLD
from klimamosaik.terms.complaint import rejected

LOGIC = frozenset({"and", "or", "not"})
QUANTIFIERS = frozenset({"any", "all"})
Prefix = tuple[str, ...]


def condition(tree: Expression, entities: str) -> Expression:
    """A condition on the entities of a set, ready to be evaluated.

    Raises InputRejected for names and kinds that do not fit.
    """
    if isinstance(tree, FunctionCall) and tree.name in LOGIC:
        if tree.name == "and":
            return together(tree.arguments, entities)
        return FunctionCall(tree.name, tuple(condition(each, entities) for each in tree.arguments))
    prefix = list_in(tree, entities)
    if prefix:
        return asked_of_members([tree], prefix, entities)
    found = understood(tree, entities)
    if found.kind not in {BOOLEAN, ANY, NULL}:
        raise rejected(
            "no_condition",
            "Ein Filter muss wahr oder falsch sein, z. B. result gt 3.",
            "A filter must be true or false, such as result gt 3.",
        )
    return found.tree


def together(parts: Sequence[Expression], entities: str) -> Expression:
    """`a and b and c`, those over the same list asked of the same member."""
    grouped: dict[Prefix, list[Expression]] = {}
    made: list[Expression | Prefix] = []
    for part in parts:
        logic = isinstance(part, FunctionCall) and part.name in LOGIC
        prefix = () if logic else list_in(part, entities)
        if not prefix:
            made.append(condition(part, entities))
        else:
            if prefix not in grouped:
                made.append(prefix)
            grouped.setdefault(prefix, []).append(part)
    trees = [
        asked_of_members(grouped[each], each, entities) if isinstance(each, tuple) else each
        for each in made
    ]
    return trees[0] if len(trees) == 1 else FunctionCall("and", tuple(trees))


def asked_of_members(parts: Sequence[Expression], prefix: Prefix, entities: str) -> Expression:
    """Conditions whose paths lead over one list, as one question to its members."""
    relative = [without(prefix, part) for part in parts]
    whole = relative[0] if len(relative) == 1 else FunctionCall("and", tuple(relative))
    member = along(prefix, entities)
    return FunctionCall("any", (PropertyPath(prefix), condition(whole, member)))


def paths(tree: Expression) -> Iterable[PropertyPath]:
    """All paths of an expression that are seen from the same entity."""
    if isinstance(tree, PropertyPath):
        yield tree
    elif isinstance(tree, FunctionCall):
        own = tree.arguments[:1] if tree.name in QUANTIFIERS else tree.arguments
        for each in own:
            yield from paths(each)


def list_in(tree: Expression, entities: str) -> Prefix:
    """The way to the first list that paths lead over; () where there is none."""
    if isinstance(tree, FunctionCall) and tree.name in QUANTIFIERS:
        way = tree.arguments[0]
        return first_list(way.steps[:-1], entities) if isinstance(way, PropertyPath) else ()
    return next((found for path in paths(tree) if (found := first_list(path.steps, entities))), ())


def first_list(steps: Prefix, entities: str) -> Prefix:
    """The steps up to the first list, () where all lead to one entity."""
    place = entities
    for count, step in enumerate(steps, start=1):
        way = way_to(step, place)
        if way is None:
            return ()
        if way.many:
            return steps[:count]
        place = way.entities
    return ()


def without(prefix: Prefix, tree: Expression) -> Expression:
    """The same seen from a member of the list.

    Raises InputRejected for a path that leads elsewhere: who is compared with whom is not said.
    """
    if isinstance(tree, PropertyPath):
        if tree.steps[: len(prefix)] != prefix:
            raise rejected(
                "unsupported_across_lists",
                "„{path}“ kann nicht mit Einträgen der Liste „{list}“ verglichen werden.",
                "“{path}” cannot be compared with members of the list “{list}”.",
                path="/".join(tree.steps),
                list="/".join(prefix),
            )
        return PropertyPath(tree.steps[len(prefix) :])
    if not isinstance(tree, FunctionCall):
        return tree
    if tree.name in QUANTIFIERS:
        way, *asked = tree.arguments
        return FunctionCall(tree.name, (without(prefix, way), *asked))
    return FunctionCall(tree.name, tuple(without(prefix, each) for each in tree.arguments))


def understood(tree: Expression, entities: str) -> Understood:
    """An expression that leads over no list, with the kind of its value."""
    if isinstance(tree, Literal):
        return Understood(tree, tree.kind)
    if isinstance(tree, PropertyPath):
        return property_of(tree, entities)
    if tree.name in LOGIC:
        return Understood(condition(tree, entities), BOOLEAN)
    special = SPECIAL.get(tree.name)
    if special is not None:
        return special(tree, entities)
    return called(tree.name, [understood(each, entities) for each in tree.arguments])


def property_of(path: PropertyPath, entities: str) -> Understood:
    """A path with the kind of its property."""
    found = kind_of(path.steps, entities)
    if found == TOLD:
        raise rejected(
            "unsupported_property",
            "Nach „{path}“ kann nicht gefiltert oder sortiert werden.",
            "“{path}” can be neither filtered nor sorted by.",
            path="/".join(path.steps),
        )
    return Understood(path, found)


def quantified(tree: FunctionCall, entities: str) -> Understood:
    """`Datastreams/any(…)`; `all` is told as: there is none for which it is not so."""
    way, *asked = tree.arguments
    steps = way.steps if isinstance(way, PropertyPath) else ()
    if not steps or first_list(steps, entities) != steps:
        raise no_property(steps, entities)
    member = along(steps, entities)
    conditions = [condition(each, member) for each in asked]
    if tree.name == "any":
        return Understood(FunctionCall("any", (way, *conditions)), BOOLEAN)
    if not conditions:
        raise rejected("empty_all", "all() braucht eine Bedingung.", "all() needs a condition.")
    against = FunctionCall("any", (way, FunctionCall("not", tuple(conditions))))
    return Understood(FunctionCall("not", (against,)), BOOLEAN)


def contained(tree: FunctionCall, entities: str) -> Understood:
    """`a in (b, c)` as `a eq b or a eq c`."""
    left, members = tree.arguments
    assert isinstance(members, FunctionCall)
    asked = understood(left, entities)
    each = [compared("eq", asked, understood(one, entities)).tree for one in members.arguments]
    return Understood(each[0] if len(each) == 1 else FunctionCall("or", tuple(each)), BOOLEAN)


SPECIAL: dict[str, Callable[[FunctionCall, str], Understood]] = {
    "any": quantified,
    "all": quantified,
    "in": contained,
}
