"""The open documents and the rules they are checked by. Knows no protocol; says nothing itself."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePath

from checker.desk import Desk
from checker.gather import reason
from checker.lsp.checked import MARK, Checked, Outcome, Rules, check_text, source_of
from checker.lsp.lines import Lines
from checker.lsp.settings import Settings
from checker.lsp.worker import Worker
from checker.setup import Loaded, cards, configure, prepare
from checker.terminal import Trouble
from checker.texts import say

KEPT = 16  # reports of other texts, for those who undo and redo


@dataclass(frozen=True, slots=True)
class Opened:
    """One version of an open document. `source`: its name for the readers, None if it is of no kind that is checked."""

    uri: str
    version: int | None
    source: str | None
    lines: Lines


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A version of a document that could not be checked, and why; an empty reason: it is not of a kind that is."""

    version: int | None
    fault: str


Key = tuple[int, str, str]


class Documents:
    """All that changes while a session lasts. Used by the thread of the event loop alone."""

    def __init__(self, worker: Worker) -> None:
        self.open: dict[str, Opened] = {}
        self._worker = worker
        self._outcomes: OrderedDict[Key, asyncio.Future[Outcome | None]] = OrderedDict()
        self._rules: asyncio.Future[tuple[Rules | None, str]] | None = None
        self._serial = 0
        self._good: Rules | None = None
        self.lang = "zh"  # of the session, as long as there are no rules

    def load(self, settings: Settings, lang: str) -> asyncio.Future[tuple[Rules | None, str]]:
        """Load the rules anew; (rules, lines to tell the user). After a mistake the rules are those before it, or
        else the shipped ones alone. Whoever asks for a check meanwhile waits for them."""
        self._serial += 1
        serial, good, self.lang = self._serial, self._good, lang

        def job() -> tuple[Rules | None, str]:
            return _load(settings, lang, serial, good)

        self._rules = asyncio.wrap_future(self._worker.submit(job))
        self._rules.add_done_callback(self._keep)
        self._outcomes.clear()
        return self._rules

    def _keep(self, loaded: asyncio.Future[tuple[Rules | None, str]]) -> None:
        """Remember rules that work, for the time when later ones do not."""
        if not loaded.cancelled() and loaded.exception() is None:
            self._good = loaded.result()[0] or self._good

    async def rules(self) -> Rules | None:
        """The rules, once they are loaded; those that were asked for last."""
        while True:
            loading = self._rules
            if loading is None:
                return None
            rules, _ = await asyncio.shield(loading)
            if loading is self._rules:
                return rules

    async def check(self, uri: str, most: int) -> Checked | Unchecked | None:
        """What came of checking a document as it is now. None: it is not open, or has changed in the meantime."""
        document = self.open.get(uri)
        rules = await self.rules()
        if document is None or self.open.get(uri) is not document:
            return None
        if rules is None:
            return Unchecked(document.version, say("lsp-no-rules", self.lang))
        if document.source is None:
            return Unchecked(document.version, "")
        text = document.lines.text
        if len(text) > most:
            said = say("lsp-too-long", rules.lang, n=len(text), most=most)
            return Unchecked(document.version, said)
        outcome = None
        while outcome is None and self.open.get(uri) is document:  # again if who asked first does not want it any more
            outcome = await self._outcome(rules, document.source, text, lambda: self.open.get(uri) is document)
        if outcome is None or self.open.get(uri) is not document or rules.serial != self._serial:
            return None
        if outcome.report is None:
            return Unchecked(document.version, outcome.fault)
        kind = PurePath(document.source).suffix.lower()
        shift = int(text.startswith(MARK))
        return Checked(uri, document.version, document.lines, outcome.report, rules, kind, shift, outcome.faults)

    async def instead(self, checked: Checked, text: str) -> Outcome | None:
        """What would come of a document with another text."""
        document = self.open.get(checked.uri)
        if document is None or document.source is None:
            return None
        return await self._outcome(checked.rules, document.source, text, lambda: self.open.get(checked.uri) is document)

    async def _outcome(self, rules: Rules, source: str, text: str, wanted: Callable[[], bool]) -> Outcome | None:
        """Check a text, or wait for or remember its check. None when nobody wants it any more."""
        key = (rules.serial, source, text)
        future = self._outcomes.get(key)
        if future is None:
            # What is wanted is asked when its turn comes: a text that was typed over meanwhile is not read at all.
            future = asyncio.wrap_future(
                self._worker.submit(lambda: check_text(rules, source, text, reason) if wanted() else None)
            )
            self._outcomes[key] = future
        self._outcomes.move_to_end(key)
        while len(self._outcomes) > KEPT:
            self._outcomes.popitem(last=False)
        outcome = await asyncio.shield(future)
        if outcome is None and self._outcomes.get(key) is future:
            del self._outcomes[key]
        return outcome


def _load(settings: Settings, lang: str, serial: int, good: Rules | None) -> tuple[Rules | None, str]:
    try:
        return _rules(settings, lang, serial), ""
    except Trouble as trouble:
        said = str(trouble)
    except Exception as error:
        said = reason(error, lang)
    if good is not None:
        return replace(good, serial=serial), said
    try:
        return _rules(Settings(lang=settings.lang, isolated=True), lang, serial), said
    except Exception as error:
        return None, reason(error, lang)


def _rules(settings: Settings, lang: str, serial: int) -> Rules:
    config = configure(settings.asked(lang))
    checker = prepare(config)
    return Rules(
        checker,
        Desk(config, loaded=Loaded(checker)),
        {card.id: card for card in cards(checker, config.lang)},
        config.lang,
        serial,
    )


def opened(uri: str, version: int | None, language: str, lines: Lines) -> Opened:
    """A document as a client opens it."""
    return Opened(uri, version, source_of(uri, language), lines)
