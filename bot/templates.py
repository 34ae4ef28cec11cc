"""`scripty export-template` and `import-template`: procedures as files that teams share."""

from collections.abc import Sequence
from pathlib import Path

from bot.explained import ExplainedError
from handlers.procedure.beginning import keep_template, template_from
from handlers.procedure.errors import BadTemplateError
from handlers.procedure.template import LARGEST, Template, as_yaml, built_in_text, read_template
from store.tables import Production, Workspace
from store.unit_of_work import Record, Work

BY = "command line"


class WhichProductionError(ExplainedError):
    """The words name no production that has a procedure, or several."""

    def __init__(self, wanted: str, found: Sequence[str], known: Sequence[str]) -> None:
        if found:
            said = f"There are several: {'; '.join(found)}. Name one by its id."
        elif known:
            said = f"There are {'; '.join(known)}."
        else:
            said = "No production has begun its procedure yet."
        super().__init__(f"No single production with a procedure is called “{wanted}”. {said}")


class WhichWorkspaceError(ExplainedError):
    """A template belongs to a workspace, and it isn't said to which."""

    def __init__(self, known: Sequence[str]) -> None:
        there = (
            f"Name one with --workspace: {', '.join(known)}."
            if known
            else "The record has none yet: run Scripty first."
        )
        super().__init__(f"It isn't clear which workspace the template is for. {there}")


async def export_template(record: Record | None, production: str | None) -> str:
    """A template as YAML: of the procedure that a production has by now, by name or id; the
    built-in one, with its comments, where none is named. Raises WhichProductionError."""
    if production is None or record is None:
        return built_in_text()
    found: list[tuple[Production, Template]] = []
    known: list[str] = []
    for workspace in await record.workspaces():
        async with record.workspace(workspace.id) as work:
            for each in await _with_stages(work):
                known.append(f"{each.name} ({each.id})")
                if production.casefold() in (each.name.casefold(), str(each.id)):
                    found.append((each, await template_from(work, each)))
    if len(found) != 1:
        raise WhichProductionError(production, [f"{p.name} ({p.id})" for p, _ in found], known)
    return as_yaml(found[0][1])


async def _with_stages(work: Work) -> list[Production]:
    productions = await work.productions.all()
    stages = await work.procedures.stages([each.id for each in productions])
    return [each for each in productions if each.id in stages]


def read_file(file: Path) -> Template:
    """The template in a file. Raises ExplainedError, with everything that is wrong in it."""
    with file.open("rb") as opened:
        raw = opened.read(LARGEST + 1)
    try:
        return read_template(raw)
    except BadTemplateError as error:
        raise ExplainedError(f"{file}: {error}") from error


async def import_template(record: Record, template: Template, workspace: str | None) -> str:
    """Keep a template for a workspace; one of its name is replaced. What was done, in words.

    Raises WhichWorkspaceError.
    """
    home = _meant(await record.workspaces(), workspace)
    async with record.workspace(home.id) as work:
        replaced = await keep_template(work, template, BY)
    done = "is replaced" if replaced else "is kept"
    return (
        f"“{template.name}” {done} in {home.name or home.id}: {len(template.stages)} stages, "
        f"{len(template.rules)} rules. /scripty new offers it, and so does: "
        f"/scripty procedure begin {template.name}"
    )


def _meant(known: Sequence[Workspace], wanted: str | None) -> Workspace:
    found = [each for each in known if wanted in (None, each.id, each.name)]
    if len(found) != 1:
        raise WhichWorkspaceError([each.id for each in known])
    return found[0]
