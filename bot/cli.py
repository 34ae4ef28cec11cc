"""`scripty`: every way to start, check and question the program from a terminal."""

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec

import psycopg
import typer
from pydantic import ValidationError
from rich.console import Console
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

from bot.config import Settings, require_slack
from bot.explained import ExplainedError
from bot.logs import configure_logs
from store.engine import Address, MayNotCreateRoleError, address, start_embedded

if TYPE_CHECKING:
    from bot.app import Part

# The rest is imported by the commands that need it: the whole program takes two seconds to load,
# and --help, manifest, extract and eval run without it.

cli = typer.Typer(
    name="scripty",
    help="The script supervisor of your review conversations: a Slack bot for video teams.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Arguments = ParamSpec("Arguments")

NOT_MIGRATED = "The database has no tables of Scripty's yet. Run: scripty migrate"


def main() -> None:
    """The entry point: errors we can explain end in one sentence, not in a traceback."""
    try:
        cli()
    except (ExplainedError, MayNotCreateRoleError) as error:
        fail(str(error))
    except ValidationError as error:
        wrong = ", ".join(".".join(map(str, each["loc"])).upper() for each in error.errors())
        fail(f"These settings have a value that can't be used: {wrong}. See the README.")
    except (OperationalError, psycopg.OperationalError) as error:
        reason = str(error.orig if isinstance(error, OperationalError) else error).strip()
        fail(f"The database can't be reached: {reason.splitlines()[0]}\nscripty doctor helps.")
    except ArgumentError as error:
        fail(f"DATABASE_URL can't be used: {error}")
    except ProgrammingError as error:
        if not isinstance(error.orig, psycopg.errors.UndefinedTable):
            raise
        fail(NOT_MIGRATED)
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        fail(f"{error.filename} can't be read: {error.strerror}.")


def fail(sentence: str) -> None:
    """Say it on standard error and leave with 1."""
    Console(stderr=True).print(sentence, style="red", markup=False, highlight=False, soft_wrap=True)
    sys.exit(1)


def asynchronous(
    command: Callable[Arguments, Coroutine[Any, Any, None]],
) -> Callable[Arguments, None]:
    """Let Typer call a coroutine function."""

    @wraps(command)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        asyncio.run(command(*args, **kwargs))

    return run


def database(settings: Settings) -> Address:
    """The database of the settings; the embedded one, started, if they name none."""
    url = settings.database_url.get_secret_value()
    try:
        return address(url) if url else start_embedded(settings.scripty_home)
    except ValueError as error:  # of a port that is no number
        raise ArgumentError(str(error)) from error


def begin() -> Settings:
    """The settings, with logs set up as they say."""
    settings = Settings()
    configure_logs(settings.scripty_log_level)
    return settings


async def serve(parts: "set[Part]") -> None:
    """Run these parts of the program until told to stop."""
    settings = begin()
    require_slack(settings)
    from bot.app import Scripty
    from store.migrate import migrate, revisions

    where = await asyncio.to_thread(database, settings)
    if parts == {"web", "worker"}:
        await asyncio.to_thread(migrate, where)
    elif (await asyncio.to_thread(revisions, where))[0] is None:
        fail(NOT_MIGRATED)
    await Scripty(settings, where, frozenset(parts)).serve()


@cli.command()
@asynchronous
async def demo(
    file: Annotated[Path | None, typer.Argument(help="A thread of your own.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as data.")] = False,
    ask: Annotated[bool, typer.Option(help="Decide on each note yourself.")] = False,
) -> None:
    """Play a review on this machine: no account, no key, nothing is sent anywhere."""
    from bot.demo.play import play

    configure_logs("error")
    await play(file, as_json=as_json, ask=ask)


@cli.command()
@asynchronous
async def run() -> None:
    """Run everything in one process: web or Socket Mode, worker and clock. Migrates first."""
    await serve({"web", "worker"})


@cli.command()
@asynchronous
async def web() -> None:
    """Answer Slack, for a Procfile; any number of these may run."""
    await serve({"web"})


@cli.command()
@asynchronous
async def worker() -> None:
    """Do the work and keep the clock, for a Procfile; any number of these may run."""
    await serve({"worker"})


@cli.command("migrate")
def migrate_command() -> None:
    """Bring the database to this version's schema. Safe to repeat."""
    from store.migrate import migrate, revisions

    where = database(begin())
    migrate(where)
    print(f"{where.shown} is at {revisions(where)[0]}.")


@cli.command()
@asynchronous
async def doctor() -> None:
    """Check settings, database, tokens, scopes, model and clock, and say what to do."""
    from bot.doctor import examine, render

    findings = await examine(begin())
    Console().print(render(findings))
    if any(finding.level == "problem" for finding in findings):
        sys.exit(1)


@cli.command()
def manifest(
    url: Annotated[
        str | None, typer.Option(help="Where Slack reaches you; without it, Socket Mode.")
    ] = None,
) -> None:
    """Print the Slack app manifest, to create the app from."""
    from bot.slack.manifest import manifest as make_manifest

    print(json.dumps(make_manifest(url), indent=2))


@cli.command("extract")
def extract_command(
    file: Annotated[str, typer.Argument(help="A file of messages, or - for standard input.")] = "-",
    now: Annotated[str | None, typer.Option(help="ISO time the words are read at.")] = None,
    timezone: Annotated[str | None, typer.Option(help="Such as Europe/Berlin.")] = None,
    fps: Annotated[str | None, typer.Option(help="Such as 25 or 24000/1001.")] = None,
    start_timecode: Annotated[str | None, typer.Option(help="Label of the first frame.")] = None,
    members: Annotated[Path | None, typer.Option(help="JSON file of members.")] = None,
) -> None:
    """Read messages and print the notes in them as JSON, without Slack or database."""
    from bot.extract import Options, extract

    raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    result, errors = extract(raw, Options(now, timezone, fps, start_timecode, members))
    print(json.dumps(result, indent=2, ensure_ascii=False))
    for error in errors:
        print(error, file=sys.stderr)
    if errors:
        sys.exit(1)


@cli.command("eval")
def eval_command(
    folder: Annotated[Path, typer.Argument(help="Labelled threads: .json, or .jsonl.")],
    only: Annotated[
        list[str] | None, typer.Option(help="Only threads or files of this name, such as 't0*'.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as data.")] = False,
) -> None:
    """Score the built-in reader on labelled threads, and list what it gets wrong."""
    from bot.eval import as_data, as_tables, evaluate

    evaluation = evaluate(folder, only or [])
    if as_json:
        print(json.dumps(as_data(evaluation), indent=2, ensure_ascii=False))
    else:
        Console().print(as_tables(evaluation))
    for error in evaluation.errors:
        print(error, file=sys.stderr)
    if evaluation.errors:
        sys.exit(1)


@cli.command("dump")
@asynchronous
async def dump_command(
    workspace: Annotated[list[str] | None, typer.Option(help="Only these workspaces.")] = None,
) -> None:
    """Print the record as JSON."""
    from bot.dump import dump
    from store.engine import make_engine
    from store.queue import make_queue
    from store.unit_of_work import Record

    where = await asyncio.to_thread(database, begin())
    engine = make_engine(where)
    try:
        record = Record(engine, make_queue(where))
        print(json.dumps(await dump(record, workspace or []), indent=2, ensure_ascii=False))
    finally:
        await engine.dispose()


@cli.command("export")
@asynchronous
async def export_command(
    production: Annotated[str, typer.Argument(help="Its name or id.")],
    workspace: Annotated[str | None, typer.Option(help="Only in this workspace.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where to; production.zip if not given.")
    ] = None,
) -> None:
    """Take everything of a production away: one archive of JSON and CSV."""
    from bot.archive import file_name, take_away
    from store.engine import make_engine
    from store.migrate import revisions
    from store.queue import make_queue
    from store.unit_of_work import Record

    where = await asyncio.to_thread(database, begin())
    engine = make_engine(where).execution_options(isolation_level="REPEATABLE READ")
    try:
        current, _ = await asyncio.to_thread(revisions, where)
        record = Record(engine, make_queue(where))
        name, archive = await take_away(record, production, workspace, str(current))
    finally:
        await engine.dispose()
    target = output or Path(file_name(name))
    await asyncio.to_thread(target.write_bytes, archive)
    print(f"{name} is in {target}. Bring it back with: scripty import {target}")


@cli.command("import")
@asynchronous
async def import_command(
    file: Annotated[Path, typer.Argument(help="An archive made by scripty export.")],
) -> None:
    """Bring a production back from its archive: all of it, or nothing."""
    from bot.archive import bring_back
    from store.engine import make_engine
    from store.migrate import revisions

    where = await asyncio.to_thread(database, begin())
    engine = make_engine(where)
    try:
        current, _ = await asyncio.to_thread(revisions, where)
        name = await bring_back(engine, file, str(current))
    finally:
        await engine.dispose()
    print(f"{name} is back. Its reminders and weekly reports are sent from here now.")


@cli.command("export-template")
@asynchronous
async def export_template_command(
    production: Annotated[
        str | None, typer.Argument(help="Its name or id; without it, the built-in one.")
    ] = None,
) -> None:
    """Print a procedure as YAML, to be edited and shared."""
    from bot.templates import export_template
    from store.engine import make_engine
    from store.queue import make_queue
    from store.unit_of_work import Record

    if production is None:
        print(await export_template(None, None), end="")
        return
    where = await asyncio.to_thread(database, begin())
    engine = make_engine(where)
    try:
        print(await export_template(Record(engine, make_queue(where)), production), end="")
    finally:
        await engine.dispose()


@cli.command("import-template")
@asynchronous
async def import_template_command(
    file: Annotated[Path, typer.Argument(help="A template, as export-template prints one.")],
    workspace: Annotated[str | None, typer.Option(help="For which workspace.")] = None,
) -> None:
    """Keep a procedure of your own, to begin productions with; one of its name is replaced."""
    from bot.templates import import_template, read_file
    from store.engine import make_engine
    from store.queue import make_queue
    from store.unit_of_work import Record

    template = read_file(file)
    where = await asyncio.to_thread(database, begin())
    engine = make_engine(where)
    try:
        print(await import_template(Record(engine, make_queue(where)), template, workspace))
    finally:
        await engine.dispose()


@cli.command("sweep")
@asynchronous
async def sweep_command(
    now: Annotated[str | None, typer.Option(help="ISO time to look from.")] = None,
    dry_run: Annotated[bool, typer.Option(help="Only show what would be sent.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as data.")] = False,
) -> None:
    """Send the nudges that are due, as the clock does every few seconds, and show them.

    At a later time than now they are sent now all the same, and count as sent.
    """
    from bot.sweep import as_text, moment_of, sweep_all
    from store.engine import make_engine
    from store.queue import make_queue
    from store.unit_of_work import Record

    moment = moment_of(now)
    where = await asyncio.to_thread(database, begin())
    engine, queue = make_engine(where), make_queue(where)
    try:
        async with queue.open_async():
            record = Record(engine, queue)
            workspaces = [each.id for each in await record.workspaces()]
            found = await sweep_all(record, workspaces, moment, dry_run=dry_run)
    finally:
        await engine.dispose()
    if as_json:
        print(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        Console().print(as_text(found, dry_run=dry_run))


prompts = typer.Typer(help="What a model is asked with: versions and their differences.")
cli.add_typer(prompts, name="prompts", no_args_is_help=True)


@prompts.command("list")
def list_prompts() -> None:
    """Show every prompt with its versions, which is in use, and about how many tokens it takes."""
    from bot.prompt_versions import FOLDER, as_table, in_use, prompts_in

    Console().print(as_table(prompts_in(FOLDER), in_use))


@prompts.command("diff")
def diff_prompts(
    old: Annotated[str, typer.Argument(help="A version, such as v1.")],
    new: Annotated[str, typer.Argument(help="Another one, such as v2.")],
    prompt: Annotated[
        str | None, typer.Argument(help="Only of this prompt, such as questions.")
    ] = None,
) -> None:
    """Show what changed between two versions of each prompt that has both."""
    from bot.prompt_versions import FOLDER, coloured, differences

    found = differences(FOLDER, old, new, prompt)
    if found:
        Console().print(coloured(found), soft_wrap=True)
    else:
        print(f"{old} and {new} don't differ.")


if __name__ == "__main__":
    main()
