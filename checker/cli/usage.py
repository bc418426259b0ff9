"""Usage errors and help in the user's language."""

from __future__ import annotations

import re
from typing import Any

from checker.texts import TEXTS, did_you_mean, say

_USAGE = (  # what click says, and our text for it
    ("no-value", r"Option '([^']*)' requires an argument\."),
    ("flag-value", r"Option '([^']*)' does not take a value\."),
    ("no-argument", r"Missing (?:argument|parameter|option)(?::)? '?([^']*?)'?\.?"),
    ("extra-argument", r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)"),
)
COMPLETION = {  # options that typer brings along
    "install_completion": "help.install-completion",
    "show_completion": "help.show-completion",
}


def usage_line(error: Any, lang: str) -> str:
    """One line for a wrong command line, with what may have been meant."""
    message = str(error.format_message())
    option = getattr(error, "option_name", None)
    group = getattr(getattr(error, "ctx", None), "command", None)
    if type(error).__name__ == "NoSuchOption" and option:
        offered = [name for p in getattr(group, "params", ()) for name in p.opts]
        return say("no-option", lang, name=option) + did_you_mean(str(option), offered, lang) + say("use-help", lang)
    wrong = re.fullmatch(r"No such command '([^']*)'.*", message, re.DOTALL)
    if wrong:
        offered = list(getattr(group, "commands", ()))
        return say("no-command", lang, name=wrong[1]) + did_you_mean(wrong[1], offered, lang) + say("use-help", lang)
    for key, form in _USAGE:
        if found := re.fullmatch(form, message, re.DOTALL):
            return say(key, lang, name=found[1]) + say("use-help", lang)
    return " ".join(message.split()) + say("use-help", lang)


def translate(command: Any, lang: str) -> Any:
    """Put the texts of the user's language where the help keys stand."""
    for thing in (command, *command.params):
        help_key = getattr(thing, "help", None)
        if help_key in TEXTS:
            thing.help = say(str(help_key), lang)
    command.context_settings = {**command.context_settings, "max_content_width": 100}
    for parameter in command.params:
        if parameter.name in COMPLETION:
            parameter.help = say(COMPLETION[parameter.name], lang)
    option = command.get_help_option(command.context_class(command))
    if option is not None:
        option.help = say("help.help", lang)
    for inner in getattr(command, "commands", {}).values():
        translate(inner, lang)
    return command
