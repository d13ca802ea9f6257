"""What a docstring lacks: one function for each rule, from a module's tree to faults in words."""

import ast
import builtins
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from contract.source import FUNCTIONS, dotted

FRAMES: Final = re.compile(r"\b(?:DataFrame|LazyFrame|FrameT)\b")
SHAPE: Final = re.compile(r"\b(?:schemas?|rows?|columns?)\b|`\w+`", re.IGNORECASE)
EXPLAINED_TYPES: Final = re.compile(r"\b(?:str|date|Path|Mapping|Sequence|Collection|Iterable|dict|list|tuple)\b")
OWN_WORDS: Final = ("Measure", "LocalMeasure", "PolicyNumber", "TypeVar", "ParamSpec", "click.option", "click.Path")
"""Makers of constants that carry words of their own, or that only types know."""
PLAIN: Final = frozenset({"day", "folder", "la_code", "la_codes", "name", "neighbour_model", "path", "text", "title"})
"""Arguments that mean the same everywhere, so that a docstring need not say it again."""
COMMANDS: Final = ("click.command", "click.group", "click.pass_context")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Documented:
    """A public function or class of a module: its name with its class, its node and its docstring."""

    name: str
    node: Function | ast.ClassDef
    owner: ast.ClassDef | None = None

    @property
    def words(self) -> str:
        return ast.get_docstring(self.node) or ""

    @property
    def is_command(self) -> bool:
        """Whether click shows the docstring to a user, who has no use for types and errors."""
        return any(dotted(getattr(one, "func", one)) in COMMANDS for one in self.node.decorator_list)


@dataclass(frozen=True)
class Module:
    """A module to judge. parents: the bases of every error class of the package, by name."""

    name: str
    tree: ast.Module
    parents: Mapping[str, list[str]] = field(default_factory=dict)

    @cached_property
    def public(self) -> list[Documented]:
        """Public functions and classes, and the public methods of public classes."""
        return list(_public_in(self.tree.body, owner=None))

    @cached_property
    def functions(self) -> list[Documented]:
        return [one for one in self.public if isinstance(one.node, FUNCTIONS)]

    @cached_property
    def helpers(self) -> dict[str, Function]:
        """Private functions of the module, and private methods as `Class._name`."""
        found: dict[str, Function] = {}
        for node in self.tree.body:
            if isinstance(node, FUNCTIONS) and node.name.startswith("_"):
                found[node.name] = node
            elif isinstance(node, ast.ClassDef):
                found |= {f"{node.name}.{one.name}": one for one in node.body if isinstance(one, FUNCTIONS)}
        return found


def _public_in(body: list[ast.stmt], *, owner: ast.ClassDef | None) -> Iterator[Documented]:
    for node in body:
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and not node.name.startswith("_"):
            yield Documented(f"{owner.name}.{node.name}" if owner else node.name, node, owner)
            if isinstance(node, ast.ClassDef):
                yield from _public_in(node.body, owner=node)


def without_a_sentence(module: Module) -> list[str]:
    """Every module, public class, public function and public method says in a sentence what it is or does."""
    faults = [] if _begins_with_a_sentence(ast.get_docstring(module.tree)) else ["the module"]
    return faults + [one.name for one in module.public if not _begins_with_a_sentence(one.words)]


def _begins_with_a_sentence(words: str | None) -> bool:
    first = " ".join((words or "").split("\n\n")[0].split())
    return bool(re.match(r"[\"`'(]?(?:[A-Z]|`?csc-metrics)", first)) and first.count(" ") >= 2 and first[-1] in ".:?!"


def constants_without_words(module: Module) -> list[str]:
    """A public constant or name of a type has a docstring below it, or a comment above it.

    Text is held to be plain from its name, and a measure, a policy number or an option of the command line carries
    its own words. Constants that stand on lines one after the other share the docstring below the last.
    """
    faults: list[str] = []
    group: list[str] = []
    before: ast.stmt | None = None
    for node in [*module.tree.body, ast.Pass(lineno=10**6)]:
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        follows = before is not None and node.lineno == (before.end_lineno or 0) + 1
        if is_docstring and follows:
            group = []
        elif not (follows and isinstance(node, ast.Assign | ast.AnnAssign)):
            faults += group
            group = []
        group += _needs_words(node)
        before = node
    return faults


def _needs_words(node: ast.stmt) -> list[str]:
    if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
        return []
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    public = [name for name in names if not name.startswith("_") and name[:1].isupper()]
    is_text = isinstance(node.value, ast.JoinedStr) or isinstance(getattr(node.value, "value", None), str)
    has_own_words = isinstance(node.value, ast.Call) and dotted(node.value.func) in OWN_WORDS
    return [] if is_text or has_own_words else public


def arguments_of(function: Function) -> list[ast.arg]:
    every = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return [one for one in every if one.arg not in ("self", "cls")]


def _annotated(node: ast.expr | None) -> str:
    return ast.unparse(node) if node is not None else ""


def frames_without_input(module: Module) -> list[str]:
    """A function that takes a frame says its schema, or rows and columns, under "Input:" or the argument's name."""
    return [
        f"{one.name}: {argument.arg}"
        for one in module.functions
        for argument in arguments_of(one.node)
        if FRAMES.search(_annotated(argument.annotation))
        and not (_says_shape(one.words, "Input") or _says_shape(one.words, argument.arg))
    ]


def frames_without_returns(module: Module) -> list[str]:
    """A function that returns a frame says its schema, or its rows and columns, under "Returns:"."""
    return [
        one.name
        for one in module.functions
        if FRAMES.search(_annotated(one.node.returns))
        and not any(_says_shape(one.words, heading) for heading in ("Returns", "Input and output"))
    ]


def fields_without_shape(module: Module) -> list[str]:
    """A class that holds a frame says the schema or the columns of each."""
    return [
        f"{one.name}: {part.target.id}"
        for one in module.public
        for part in one.node.body
        if isinstance(one.node, ast.ClassDef) and isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
        if FRAMES.search(_annotated(part.annotation)) and not _says_shape(one.words, part.target.id)
    ]


def section(words: str, heading: str) -> str:
    """Return what a docstring says under a heading ("Raises:") or of an argument ("period:", also "start, end:").

    A section ends with the paragraph, or with the next heading of the four that the house uses.
    """
    others = r"(?:\w+(?:, | and ))*"
    name = rf"(?<![\w`]){others}\b{re.escape(heading)}(?:(?:, | and )\w+)*"
    end = r"\n\s*\n|\s*\b(?:Input|Returns|Raises|Source):|\Z"
    found = re.search(rf"{name}:(?P<said>.*?)(?={end})", words, re.DOTALL)
    return found["said"].strip() if found else ""


def _says_shape(words: str, heading: str) -> bool:
    return bool(SHAPE.search(section(words, heading)))


def errors_without_raises(module: Module) -> list[str]:
    """A function that raises, itself or through private helpers of its module, names each error under "Raises:"."""
    faults = []
    for one in module.functions:
        if not one.is_command:
            raised = Raising(module).escaping_from(one.node, owner=one.owner)
            named = section(one.words, "Raises") or section(one.words, "Input and output")
            faults += [f"{one.name}: {error}" for error in sorted(raised) if not re.search(rf"\b{error}\b", named)]
    return faults


class Raising:
    """Which errors leave a function: those it raises and those of the private helpers that it names."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._seen: set[str] = set()
        self._owner: ast.ClassDef | None = None

    def escaping_from(self, function: Function, *, owner: ast.ClassDef | None) -> set[str]:
        self._owner = owner
        return self._of_all(function.body)

    def _of_all(self, nodes: list[ast.stmt]) -> set[str]:
        return set().union(*(self._of(node) for node in nodes)) if nodes else set()

    def _of(self, node: ast.AST) -> set[str]:
        if isinstance(node, ast.Try):
            return self._of_try(node)
        found: set[str] = set()
        if isinstance(node, ast.Raise) and node.exc is not None:
            found |= self._named(node.exc)
        if isinstance(node, ast.Call):
            for used in (node.func, *node.args):  # a helper is called, or given to what calls it: map(_of, rows)
                found |= self._of_helper(used)
        for child in ast.iter_child_nodes(node):
            found |= self._of(child)
        return found

    def _of_try(self, node: ast.Try) -> set[str]:
        inside = self._of_all(node.body)
        left = set(inside)
        for handler in node.handlers:
            kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
            caught = {error for error in left for kind in kinds if kind is not None and self._is_a(error, dotted(kind))}
            again = any(isinstance(part, ast.Raise) and part.exc is None for part in ast.walk(handler))
            left = left if again else left - caught
            left |= self._of_all(handler.body)
        return left | self._of_all(node.orelse) | self._of_all(node.finalbody)

    def _named(self, raised: ast.expr) -> set[str]:
        """Return the class in `raise Class(…)`, `raise Class.worded(…)` and `raise Class`; nothing for a variable."""
        name = dotted(raised.func if isinstance(raised, ast.Call) else raised).split(".")[0]
        return {name} if name[:1].isupper() else set()

    def _of_helper(self, node: ast.expr) -> set[str]:
        name = dotted(node)
        if self._owner is not None and name.startswith(("self._", "cls._")):
            name = f"{self._owner.name}.{name.split('.')[1]}"
        helper = self._module.helpers.get(name)
        if helper is None or name in self._seen:
            return set()
        self._seen.add(name)
        return self._of_all(helper.body)

    def _is_a(self, error: str, kind: str) -> bool:
        if error == kind:
            return True
        one, other = getattr(builtins, error, None), getattr(builtins, kind, None)
        if isinstance(one, type) and isinstance(other, type):
            return issubclass(one, other)
        return any(self._is_a(parent, kind) for parent in self._module.parents.get(error, []))


def arguments_not_explained(module: Module) -> list[str]:
    """Text, dates, paths and collections that a public function takes are spoken of in its docstring.

    An argument's name counts with spaces for underscores, in the singular or the plural; so does `Input:` for what
    names a column. Single values of types of our own speak for themselves.
    """
    return [
        f"{one.name}: {argument.arg}"
        for one in module.functions
        if not one.is_command and not _is_wording(one)
        for argument in arguments_of(one.node)
        if argument.arg not in PLAIN and not argument.arg.startswith("_")
        if EXPLAINED_TYPES.search(_annotated(argument.annotation)) and not _is_spoken_of(argument.arg, one.words)
    ]


def _is_wording(one: Documented) -> bool:
    """Whether it is one of the classmethods that word an error: its arguments stand in the sentence it makes."""
    return bool(re.match(r"Word the error", one.words))


def _is_spoken_of(name: str, words: str) -> bool:
    spoken = " ".join(words.casefold().split())
    stems = {name.replace("_", " "), name, name.rsplit("_", maxsplit=1)[-1]}
    stems |= {stem.removesuffix("s") for stem in stems} | {re.sub("ies$", "y", stem) for stem in stems}
    return any(re.search(rf"\b{re.escape(stem)}", spoken) for stem in stems)


def readers_without_source(module: Module) -> list[str]:
    """A function that reads facts of DfE, ONS or GOV.UK, from the package or from a folder, names the source."""
    if not module.name.startswith(("published/", "contracts/", "periods.py")):
        return []
    return [one.name for one in module.functions if _reads_facts(one) and not section(one.words, "Source")]


def _reads_facts(one: Documented) -> bool:
    function = one.node
    opens_package = any(isinstance(node, ast.Call) and dotted(node.func) == "files" for node in ast.walk(function))
    takes_folder = any(one.arg == "folder" for one in arguments_of(function))
    return opens_package or (takes_folder and _annotated(function.returns) != "None" and not _is_wording(one))
