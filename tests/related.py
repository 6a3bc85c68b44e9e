"""Which tests are about a line of code: by what they ran, or by folder and by what they import."""

import ast
from functools import cached_property
from pathlib import Path

FEW = 3  # files of tests that import a module; with fewer, those of its users count, too


class Related:
    """The tests of a project, and what each is about."""

    def __init__(self, root: Path, package: str, reached: Path | None = None) -> None:
        """reached: data of a measurement with `--cov-context=test`; then tests go by lines."""
        self.root, self.package, self.reached = root, package, reached

    def tests(self, module: Path, line: int) -> list[str]:
        """Files or single tests for a line of a module below the root, the likeliest first."""
        own = self.importing(module)
        near = list(dict.fromkeys(own + self.of_folder(module)))
        near.sort(key=lambda file: (module.stem not in file, "page" in file))  # quick ones first
        if len(own) < FEW:
            near = list(dict.fromkeys(near + self.of_users(module)))
        ran = self.running(module, line) if self.reached is not None else []
        return sorted(ran, key=lambda test: rank(test, near)) or near

    def importing(self, module: Path) -> list[str]:
        """Files of tests that name the module in an import."""
        name = dotted(module)
        return [path for path, names in self.imports.items() if name in names]

    def of_users(self, module: Path) -> list[str]:
        """Files of tests of the modules that use one hardly any test imports by itself."""
        name = dotted(module)
        users = [Path(path) for path, names in self.uses.items() if name in names]
        return [file for user in users for file in self.importing(user)]

    def of_folder(self, module: Path) -> list[str]:
        """Files of tests in the folder that mirrors the module's, or the next one above."""
        folder = self.root / "tests" / module.relative_to(Path("src", self.package)).parent
        while not sorted(folder.glob("test_*.py")) and folder != self.root / "tests":
            folder = folder.parent
        return [str(path.relative_to(self.root)) for path in sorted(folder.rglob("test_*.py"))]

    @cached_property
    def imports(self) -> dict[str, set[str]]:
        """Per file of tests the modules it imports, and what it takes from them."""
        files = sorted((self.root / "tests").rglob("test_*.py"))
        return {str(path.relative_to(self.root)): imported(path) for path in files}

    @cached_property
    def uses(self) -> dict[str, set[str]]:
        """Per module of the package what it imports."""
        files = sorted((self.root / "src" / self.package).rglob("*.py"))
        return {str(path.relative_to(self.root)): imported(path) for path in files}

    def running(self, module: Path, line: int) -> list[str]:
        """The tests that ran a line when it was measured; none for what runs at import."""
        from coverage import CoverageData

        data = CoverageData(basename=str(self.reached))
        data.read()
        inside = str(module.relative_to("src"))
        held = next((name for name in data.measured_files() if name.endswith(inside)), None)
        if held is None:
            return []
        ran = data.contexts_by_lineno(held).get(line, [])
        return sorted({each.split("|")[0] for each in ran if each})


def dotted(module: Path) -> str:
    """The name of a module as an import writes it."""
    return ".".join(module.relative_to("src").with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> set[str]:
    """Names of modules and of what is imported from them, in full."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return names


def rank(test: str, near: list[str]) -> tuple[int, str]:
    """Tests near the module first, those of one file together."""
    file = test.split("::")[0]
    return near.index(file) if file in near else len(near), file
