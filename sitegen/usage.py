"""Commands that explain themselves in the words of editors: their help, and what was wrong in a call.

click decides what is wrong; here it is only said. Knows click and the sentences; not what a command does.
"""

from __future__ import annotations

import difflib
from typing import Any

import click

from sitegen.catalog import Catalog
from sitegen.voice import words_of


class _Formatter(click.HelpFormatter):
    """The form of a help page, with our headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or words_of(None).say("cli.help.usage") + " ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(words_of(None).say(_HEADINGS[heading]) if heading in _HEADINGS else heading)


_HEADINGS = {"Options": "cli.help.options", "Commands": "cli.help.commands"}


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command of ours."""

    context_class = _Context
    allow_extra_args = True  # so that we can say which they are

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = words_of(None).say("cli.help.help")
        return option

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [_translated(piece) for piece in super().collect_usage_pieces(ctx)]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:  # the parser does not say whose options it read
            error.ctx = error.ctx or ctx
            raise
        if rest and not isinstance(self, click.Group) and not ctx.resilient_parsing:
            takes_words = any(isinstance(param, click.Argument) for param in self.params)
            key = "cli.usage.extra_words" if takes_words else "cli.usage.extra"
            ctx.fail(words_of(None).say(key, found=" ".join(rest)[:80]))
        return rest


class Group(Command, click.Group):
    """A command that consists of others."""

    command_class = Command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Every command with the whole of its first sentence; click cuts it where the line ends."""
        names = self.list_commands(ctx)
        found = [(name, command) for name in names if (command := self.get_command(ctx, name)) is not None]
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.get_short_help_str(limit=_WHOLE)) for name, command in found])


_WHOLE = 1_000  # letters of a sentence


def _translated(piece: str) -> str:
    pieces = {"[OPTIONS]": "options", "COMMAND [ARGS]...": "command"}
    return words_of(None).say(f"cli.help.pieces.{pieces[piece]}") if piece in pieces else piece


def explained(error: click.ClickException) -> str:
    """What *error* says is wrong in a call, and where it is told how to call."""
    words = words_of(None)
    said = _sentence(error, words)
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    if ctx is None:
        return said
    return f"{said}\n{words.say('cli.usage.help', command=ctx.command_path)}"


def _sentence(error: click.ClickException, words: Catalog) -> str:
    if isinstance(error, click.NoSuchOption):
        options = _names_of_options(error.ctx)
        near = difflib.get_close_matches(error.option_name, options, n=1)
        if near:
            return words.say("cli.usage.option_near", found=error.option_name, near=near[0])
        return words.say("cli.usage.option", found=error.option_name)
    if isinstance(error, click.BadOptionUsage):
        key = "cli.usage.flag" if error.option_name in _flags(error.ctx) else "cli.usage.value"
        return words.say(key, found=error.option_name)
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _bad(error, error.param, words)
    return error.format_message()


def _bad(error: click.BadParameter, param: click.Parameter, words: Catalog) -> str:
    name = param.human_readable_name.upper() if isinstance(param, click.Argument) else param.opts[0]
    wanted = _wanted(param.type, words)
    if isinstance(error, click.MissingParameter):
        missing = words.say("cli.usage.missing", name=name)
        return f"{missing} {wanted}" if isinstance(param.type, click.Choice) else missing
    return words.say("cli.usage.wrong", name=name, wanted=wanted) if wanted else error.format_message()


def _wanted(kind: Any, words: Catalog) -> str:
    """Which values a parameter of this *kind* takes."""
    if isinstance(kind, click.Choice):
        return words.say("cli.usage.choice", expected=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange):
        if kind.max is None:
            return words.say("cli.usage.least", least=str(kind.min))
        return words.say("cli.usage.range", least=str(kind.min), most=str(kind.max))
    if isinstance(kind, click.Path):
        return words.say("cli.usage.folder" if not kind.file_okay else "cli.usage.file")
    return ""


def _names_of_options(ctx: click.Context | None) -> list[str]:
    if ctx is None:
        return []
    return [name for param in ctx.command.get_params(ctx) if isinstance(param, click.Option) for name in param.opts]


def _flags(ctx: click.Context | None) -> set[str]:
    params = ctx.command.get_params(ctx) if ctx else []
    return {name for one in params if isinstance(one, click.Option) and one.is_flag for name in one.opts}
