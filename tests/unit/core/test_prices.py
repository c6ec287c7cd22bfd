from datetime import date

import pytest

from livedesk.core.paths import resource_path
from livedesk.core.prices import PriceList, read_prices
from livedesk.core.tokens import KINDS, PRACTICE, Tokens, all_tokens, combined
from livedesk.session.gemini.catalogue import MODELS

PRICES = PriceList(
    date(2026, 9, 25), "a page", {"m": {kind: i + 1.0 for i, kind in enumerate(KINDS)}}
)


def test_each_kind_has_its_own_price():
    cost = PRICES.cost({"m": Tokens(1_000_000, 2_000_000, 0, 0, 500_000)})
    assert cost.usd_by_kind == {
        "text_in": 1.0, "audio_in": 4.0, "picture_in": 0.0, "text_out": 0.0, "audio_out": 2.5,
    }  # fmt: skip
    assert cost.usd == 7.5


def test_practice_costs_nothing_but_is_counted():
    used = combined({}, PRACTICE, Tokens(audio_in=1_000_000))
    assert PRICES.cost(used).usd == 0
    assert PRICES.cost(used).unpriced == ()
    assert all_tokens(used).total == 1_000_000


def test_a_model_without_a_price_is_named_and_not_taken_for_free():
    cost = PRICES.cost({"m": Tokens(text_in=1_000_000), "new": Tokens(text_in=5)})
    assert (cost.usd, cost.unpriced) == (1.0, ("new",))


def test_tokens_add_up_by_model_and_remember_the_clock():
    used = combined({}, "m", Tokens(text_in=1))
    used = combined(used, "m", Tokens(text_in=2, audio_out=3, from_clock=True))
    used = combined(used, "n", Tokens(picture_in=4))
    assert used["m"] == Tokens(text_in=3, audio_out=3, from_clock=True)
    assert all_tokens(used) == Tokens(text_in=3, picture_in=4, audio_out=3, from_clock=True)


def test_nothing_used_leaves_no_trace():
    assert combined({}, "m", Tokens(from_clock=True)) == {}


def test_the_price_list_that_ships_names_its_day_and_source():
    prices = read_prices(resource_path("prices.toml"))
    assert prices.as_of >= date(2026, 9, 25)
    assert prices.source.startswith("https://")


def test_every_model_on_offer_has_a_price():
    prices = read_prices(resource_path("prices.toml"))
    assert {model.model_id for model in MODELS} <= set(prices.usd_per_million)


@pytest.mark.parametrize(
    "text",
    ["", "as_of = 2026-01-01\n", 'as_of = 2026-01-01\nsource = "x"\n[[price]]\nmodels=["m"]'],
)
def test_a_file_that_is_no_price_list_is_refused(tmp_path, text):
    path = tmp_path / "prices.toml"
    path.write_text(text)
    with pytest.raises(ValueError, match="price list"):
        read_prices(path)
