"""What was typed into a search field, as a query of the indexes. Pure.

Words are found in any order, and each entry found holds all of them. "Words in quotes" stand
together. The last word counts as unfinished while no blank follows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from livedesk.transcript.store import folding

_PHRASE = re.compile(r'"([^"]*)"?|“([^”]*)”?|„([^“”]*)[“”]?|([^"“„]+)')
# More words than this add nothing but time.
_MOST_TERMS = 24


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand together, folded.

    Attributes:
        is_prefix: the last of them may go on.
        has_gaps: something stands between signs of a script without blanks.
    """

    words: tuple[str, ...]
    is_prefix: bool = False
    has_gaps: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for: every one of ``terms``."""

    terms: tuple[Term, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not self.terms

    @property
    def runs(self) -> tuple[str, ...]:
        """The terms as runs without blanks, if the index of trigrams knows all of them."""
        runs = tuple("".join(term.words) for term in self.terms)
        known = all(
            len(run) >= folding.TRIGRAM and folding.is_unspaced(run) and " " not in run
            for run in runs
        )
        are_single = all(
            all(folding.is_unspaced(word) for word in term.words) for term in self.terms
        )
        has_gaps = any(term.has_gaps for term in self.terms)
        return runs if known and are_single and not has_gaps else ()

    def of_words(self) -> str:
        """For the index of words: https://www.sqlite.org/fts5.html#full_text_query_syntax ."""
        return " AND ".join(
            f'"{" ".join(term.words)}"{" *" if term.is_prefix else ""}' for term in self.terms
        )

    def of_signs(self) -> str:
        """For the index of trigrams; "" where it does not serve."""
        return " AND ".join(f'"{run}"' for run in self.runs)


def parsed(text: str) -> Query:
    """The query that ``text`` asks for, as it is being typed."""
    terms: list[Term] = []
    for match in _PHRASE.finditer(text):
        quoted = next((part for part in match.groups()[:3] if part is not None), None)
        if quoted is not None:
            words = folding.words(quoted).split()
            if words:
                n_runs = len(folding.tokens(folding.folded(quoted)))
                terms.append(Term(tuple(words), has_gaps=n_runs > 1))
        else:
            terms += _terms(match[4])
    last = text[-1:] or " "
    goes_on = last.isalnum() or folding.is_mark(last) or not folding.folded(last)
    if terms and goes_on and not folding.is_unspaced(terms[-1].words[-1]):
        terms[-1] = replace(terms[-1], is_prefix=True)
    return Query(tuple(terms[:_MOST_TERMS]))


def _terms(text: str) -> list[Term]:
    terms = []
    for token in folding.tokens(folding.folded(text)):
        is_run = folding.is_unspaced(token)
        terms.append(Term(tuple(token) if is_run else (token,)))
    return terms
