"""Floor 6: the language server (`checker server`): findings, hovers and fixes in any editor that speaks LSP.

lines        places in a text as the protocol counts them
settings     the editor's settings -> one frozen value
worker documents      the open documents, the rules, the checks that are under way
checked      one version of one document with its report: what the views below are given
diagnostics hover actions outline pages      Report -> what the protocol shows; they decide nothing
server features                              the session; what is answered to which message
"""

from checker.lsp.features import serve
from checker.lsp.settings import Settings

__all__ = ["Settings", "serve"]
