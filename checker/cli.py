"""Floor 7: the command line. Options in, exit code out; nothing else decides one.

0 nothing at or above --fail-on; 1 findings; 2 something could not be done, which wins over 1.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any

import typer

from checker import __version__
from checker.config import LANGS, Config
from checker.terminal import (
    Trouble,
    choice,
    colours,
    columns,
    err,
    force_utf8,
    guess,
    is_terminal,
    language,
    needs_folder,
    out,
    write_file,
)
from checker.texts import TEXTS, say

if TYPE_CHECKING:
    from checker.report import Run

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True, help="help"
)
rules_app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="help.rules")
app.add_typer(rules_app, name="rules")

# Help texts are keys of texts.py until `_translate` puts the user's language in their place.
Paths = Annotated[list[str] | None, typer.Argument(metavar="PATH...", help="help.paths", show_default=False)]
StdinName = Annotated[
    str, typer.Option("--stdin-filename", metavar="NAME", help="help.stdin-filename", show_default=False)
]
Output = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="help.output", show_default=False)]
Format = Annotated[str | None, typer.Option("--format", "-f", metavar="FORMAT", help="help.format", show_default=False)]
Select = Annotated[list[str] | None, typer.Option("--select", metavar="RULE", help="help.select", show_default=False)]
Ignore = Annotated[list[str] | None, typer.Option("--ignore", metavar="RULE", help="help.ignore", show_default=False)]
Level = Annotated[
    list[str] | None, typer.Option("--severity", metavar="LEVEL", help="help.severity", show_default=False)
]
FailLevel = Annotated[str, typer.Option("--fail-on", metavar="LEVEL", help="help.fail-on")]
RuleFiles = Annotated[
    list[str] | None, typer.Option("--rules", metavar="PATH", help="help.rule-files", show_default=False)
]
Isolated = Annotated[bool, typer.Option("--isolated", help="help.isolated", show_default=False)]
Encoding = Annotated[str | None, typer.Option("--encoding", metavar="NAME", help="help.encoding", show_default=False)]
Language = Annotated[str | None, typer.Option("--lang", metavar="zh|en", help="help.lang", show_default=False)]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="help.quiet", show_default=False)]
Ledger = Annotated[bool, typer.Option("--ledger", help="help.ledger", show_default=False)]
Annotate = Annotated[bool, typer.Option("--annotate", help="help.annotate", show_default=False)]
Statistics = Annotated[bool, typer.Option("--statistics", help="help.statistics", show_default=False)]


@app.callback(invoke_without_command=True)
def _top(version: Annotated[bool, typer.Option("--version", help="help.version", is_eager=True)] = False) -> None:
    if version:
        out(f"checker {__version__}\n")
        raise typer.Exit(0)


@app.command("lint", help="help.lint")
def lint(
    paths: Paths = None,
    form: Format = None,
    output: Output = None,
    ledger: Ledger = False,
    select: Select = None,
    ignore: Ignore = None,
    severity: Level = None,
    fail_on: FailLevel = "error",
    rules: RuleFiles = None,
    isolated: Isolated = False,
    encoding: Encoding = None,
    lang: Language = None,
    stdin_filename: StdinName = "",
    quiet: Quiet = False,
    statistics: Statistics = False,
    annotate: Annotate = False,
) -> None:
    # The heavy rooms are opened when a command needs them: --help must not pay for rules and readers.
    from checker.report import REPORTERS  # noqa: PLC0415
    from checker.report.summary import document_notes, skipped, summary  # noqa: PLC0415
    from checker.report.summary import statistics as counted  # noqa: PLC0415
    from checker.setup import Asked, configure  # noqa: PLC0415

    config = configure(
        Asked(select or (), ignore or (), severity or (), fail_on, rules or (), isolated, encoding, lang)
    )
    default = "rich" if is_terminal() and not output else "text"
    name = choice("--format", form or default, tuple(REPORTERS), config.lang)
    needs_folder(output, config.lang)
    run = _run(paths, config, stdin_filename, ledger=ledger, quiet=quiet, colour=name == "rich" and not output)
    text = REPORTERS[name](run)
    for_people = name in ("rich", "text")
    if statistics and for_people:
        text += counted(run)
    _deliver(text, output, config.lang)
    if statistics and not for_people:
        err(counted(run).rstrip())
    if name != "rich" and not quiet:
        notes = [*document_notes(run), *skipped(run)] if name in ("text", "github") else skipped(run)
        for line in [*notes, summary(run)] if name in ("text", "github") else notes:
            err(line)
    unwritten = annotate and _annotate(run)
    raise typer.Exit(2 if unwritten else _exit_code(run, config))


def _annotate(run: Run) -> bool:
    """Write the copies with comments; whether one could not be written."""
    from checker.annotate import copies  # noqa: PLC0415

    done = copies(run)
    for line in done.lines:
        err(line)
    return done.failed


def _run(
    paths: Sequence[str] | None, config: Config, stdin_filename: str, *, ledger: bool, quiet: bool, colour: bool
) -> Run:
    """Check everything; say at once what could not be done."""
    from checker.api import SUFFIXES  # noqa: PLC0415
    from checker.gather import gather, lines  # noqa: PLC0415
    from checker.report.run import Run  # noqa: PLC0415
    from checker.setup import cards, prepare, taking_part  # noqa: PLC0415
    from checker.terminal import progress  # noqa: PLC0415
    from checker.walk import walk  # noqa: PLC0415

    if not paths:
        raise Trouble(say("no-path", config.lang))
    checker = prepare(config)
    found = walk(paths, SUFFIXES)
    with progress(len(found.files), config.lang, wanted=not quiet) as step:
        documents, failed = gather(
            checker, found, lang=config.lang, encoding=config.encoding, stdin_name=stdin_filename, step=step
        )
    for line in lines(failed, config.lang):
        err(line)
    return Run(
        documents=documents,
        unreadable=failed,
        rules=taking_part(cards(checker, config.lang), config),
        skipped=found.skipped,
        lang=config.lang,
        version=__version__,
        ledger=ledger,
        width=columns(),
        colour=colour and colours(),
        quiet=quiet,
    )


def _exit_code(run: Run, config: Config) -> int:
    if run.unreadable:
        return 2
    return int(any(config.fails(finding.severity) for finding in run.findings()))


def _deliver(text: str, output: str | None, lang: str) -> None:
    if output and output != "-":
        write_file(output, text, lang)
    else:
        out(text)


@app.command("numbers", help="help.numbers")
def numbers(
    paths: Paths = None,
    form: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help="help.format-numbers", show_default=False)
    ] = "rich",
    output: Output = None,
    isolated: Isolated = False,
    encoding: Encoding = None,
    lang: Language = None,
    stdin_filename: StdinName = "",
) -> None:
    from checker.report.numbers import numbers_json, numbers_rich  # noqa: PLC0415
    from checker.setup import Asked, configure  # noqa: PLC0415

    config = configure(Asked(isolated=isolated, encoding=encoding, lang=lang))
    choice("--format", form, ("rich", "json"), config.lang)
    needs_folder(output, config.lang)
    run = _run(paths, config, stdin_filename, ledger=False, quiet=False, colour=form == "rich" and not output)
    _deliver(numbers_json(run) if form == "json" else numbers_rich(run), output, config.lang)
    raise typer.Exit(2 if run.unreadable else 0)


@app.command("why", help="help.why")
def why(
    place: Annotated[str, typer.Argument(metavar="PATH:LINE[:COL]", help="help.place", show_default=False)],
    rules: RuleFiles = None,
    isolated: Isolated = False,
    encoding: Encoding = None,
    lang: Language = None,
) -> None:
    from checker.explain import at, explain  # noqa: PLC0415
    from checker.gather import reason  # noqa: PLC0415
    from checker.setup import Asked, cards, configure, prepare  # noqa: PLC0415

    config = configure(Asked(rules=rules or (), isolated=isolated, encoding=encoding, lang=lang))
    said = re.fullmatch(r"(.+?):(\d+)(?::(\d+))?", place, re.DOTALL)
    if not said:
        raise Trouble(say("bad-place", config.lang, place=place))
    path, line, column = said[1], int(said[2]), int(said[3]) if said[3] else None
    run = _run([path], config, "", ledger=True, quiet=True, colour=False)
    if not run.documents:
        raise typer.Exit(2)
    checker, report = prepare(config), run.documents[0].report
    try:
        here = at(report, line, column)
    except IndexError:
        n = len(report.document.text.splitlines())
        raise Trouble(say("no-line", config.lang, path=path, n=n, line=line)) from None
    if not here:
        near = ", ".join(q.surface for q in at(report, line, None))
        out(say("why-none-near" if near else "why-none", config.lang, place=place, texts=near) + "\n")
    titles = {card.id: card.title for card in cards(checker, config.lang)}
    try:
        brief = len(here) > 1
        shown = [
            explain(report, q.index, checker.trace(report, q.index), titles, config.lang, brief=brief) for q in here
        ]
    except Exception as error:  # as everywhere: one line, and a way to see more
        raise Trouble(reason(error, config.lang)) from None
    out("\n".join(shown))


@rules_app.command("list", help="help.rules.list")
def rules_list(rules: RuleFiles = None, isolated: Isolated = False, lang: Language = None) -> None:
    from checker import rule_commands  # noqa: PLC0415

    out(rule_commands.table(_asked_rules(rules, isolated, lang), columns()))


@rules_app.command("show", help="help.rules.show")
def rules_show(
    name: Annotated[str, typer.Argument(metavar="ID", help="help.rule-id", show_default=False)],
    rules: RuleFiles = None,
    isolated: Isolated = False,
    lang: Language = None,
) -> None:
    from checker import rule_commands  # noqa: PLC0415

    out(rule_commands.page(_asked_rules(rules, isolated, lang), name))


@rules_app.command("test", help="help.rules.test")
def rules_test(
    path: Annotated[str | None, typer.Argument(metavar="[PATH]", help="help.rule-path", show_default=False)] = None,
    rules: RuleFiles = None,
    isolated: Isolated = False,
    lang: Language = None,
) -> None:
    from checker import rule_commands  # noqa: PLC0415

    text, failed = rule_commands.test(_asked_rules(rules, isolated, lang), path)
    out(text)
    raise typer.Exit(1 if failed else 0)


@rules_app.command("new", help="help.rules.new")
def rules_new(
    name: Annotated[str, typer.Argument(metavar="ID", help="help.new-id", show_default=False)],
    rules: RuleFiles = None,
    isolated: Isolated = False,
    lang: Language = None,
) -> None:
    from checker import rule_commands  # noqa: PLC0415

    out(rule_commands.new(_asked_rules(rules, isolated, lang), name))


@rules_app.command("schema", help="help.rules.schema")
def rules_schema() -> None:
    from checker import rule_commands  # noqa: PLC0415

    out(rule_commands.schema_text())


def _asked_rules(rules: Sequence[str] | None, isolated: bool, lang: str | None) -> Config:
    from checker.setup import Asked, configure  # noqa: PLC0415

    return configure(Asked(rules=rules or (), isolated=isolated, lang=lang))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    force_utf8()
    words = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(_guarded(words, _spoken(words)))


def _guarded(words: list[str], lang: str) -> int:
    """Run the command; whatever goes wrong becomes one line and exit code 2."""
    try:
        command = _translate(typer.main.get_command(app), lang)
        return int(command.main(words, prog_name="checker", standalone_mode=False) or 0)
    except Trouble as trouble:
        err(str(trouble))
    except BrokenPipeError:
        return 0
    except Exception as error:
        if type(error).__name__ == "Abort":  # Ctrl-C, as typer puts it
            err(say("interrupted", lang))
        elif type(error).__name__ == "NoArgsIsHelpError":
            err(str(error))
        elif hasattr(error, "format_message"):  # a usage error; typer brings its own copy of click, or not
            err(_usage_line(error, lang))
        else:
            from checker.gather import reason  # noqa: PLC0415

            err(reason(error, lang))
    return 2


_USAGE = (  # what click says, and our text for it
    ("no-value", r"Option '([^']*)' requires an argument\."),
    ("flag-value", r"Option '([^']*)' does not take a value\."),
    ("no-argument", r"Missing (?:argument|parameter|option)(?::)? '?([^']*?)'?\.?"),
    ("extra-argument", r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)"),
)


def _usage_line(error: Any, lang: str) -> str:
    """One line for a wrong command line, with what may have been meant."""
    message = str(error.format_message())
    option = getattr(error, "option_name", None)
    group = getattr(getattr(error, "ctx", None), "command", None)
    if type(error).__name__ == "NoSuchOption" and option:
        offered = [name for p in getattr(group, "params", ()) for name in p.opts]
        return say("no-option", lang, name=option) + guess(str(option), offered, lang) + say("use-help", lang)
    wrong = re.fullmatch(r"No such command '([^']*)'.*", message, re.DOTALL)
    if wrong:
        offered = list(getattr(group, "commands", ()))
        return say("no-command", lang, name=wrong[1]) + guess(wrong[1], offered, lang) + say("use-help", lang)
    for key, form in _USAGE:
        if found := re.fullmatch(form, message, re.DOTALL):
            return say(key, lang, name=found[1]) + say("use-help", lang)
    return " ".join(message.split()) + say("use-help", lang)


def _translate(command: Any, lang: str) -> Any:
    """Put the texts of the user's language where the help keys stand."""
    for thing in (command, *command.params):
        help_key = getattr(thing, "help", None)
        if help_key in TEXTS:
            thing.help = say(str(help_key), lang)
    command.context_settings = {**command.context_settings, "max_content_width": 100}
    option = command.get_help_option(command.context_class(command))
    if option is not None:
        option.help = say("help.help", lang)
    for inner in getattr(command, "commands", {}).values():
        _translate(inner, lang)
    return command


def _spoken(words: Sequence[str]) -> str:
    """The language of the user, known before the options are read, for usage errors and help."""
    asked = [w.partition("=")[2] for w in words if w.startswith("--lang=")]
    asked += [b for a, b in pairwise(words) if a == "--lang"]
    return language(asked[-1] if asked and asked[-1] in LANGS else None)


if __name__ == "__main__":
    main()
