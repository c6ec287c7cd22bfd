"""Scenes of keys and sign-ins: the account page in each outcome."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

from helpers.command_line import LoopbackProcess, TokenServerProcess
from helpers.issuer import IssuerThread
from helpers.live_window import LiveWindow
from screenshots.tool_scenes import ToolStudio

from livedesk.tokens.who import hash_of, new_secret

_KEYS = {
    "key-wrong": "wrong-key",
    "key-expired": "expired-key",
    "key-blocked": "blocked-key",
    "key-good": "good-key",
}
_LIMIT_S = 30.0
_NOBODY_LISTENS = "https://127.0.0.1:9"


class AccountStudio(ToolStudio):
    """Takes the pictures of the account page as well."""

    def all_scenes(self) -> None:
        """All scenes, those of the account last."""
        super().all_scenes()
        self.account_scenes()

    def account_scenes(self) -> None:
        """A key that is wrong, expired, blocked, good, or cannot be checked; and sign-ins."""
        with LoopbackProcess() as live:
            for scene, key in _KEYS.items():
                with self._window(**live.env) as window:
                    self._try_key(window, key)
                    self._shoot(window, self._named(scene), whole_screen=True)
            self._sign_ins(live)
        with self._window(GOOGLE_GEMINI_BASE_URL=_NOBODY_LISTENS) as window:
            self._try_key(window, "good-key")
            self._shoot(window, self._named("key-no-network"), whole_screen=True)
        with self._window(GEMINI_API_KEY="practice") as window:
            self._open(window)
            self._shoot(window, self._named("key-of-environment"), whole_screen=True)

    def _try_key(self, window: LiveWindow, key: str) -> None:
        self._open(window)
        window.ask("fill", kind="KeyCard", field="key_field", text=key)
        self._push(window, "KeyCard", "keep_button")

    def _push(self, window: LiveWindow, kind: str, button: str) -> None:
        window.ask("watch_account")
        window.ask("push", kind=kind, button=button)
        window.wait_for(lambda state: state["account_told"], _LIMIT_S)

    def _open(self, window: LiveWindow) -> None:
        window.ask("call", target="settings.set_practice_seen", arguments=[])
        window.ask("show", target="dialogs.open_account")

    def _sign_ins(self, live: LoopbackProcess) -> None:
        bearer = new_secret()
        with ExitStack() as stack:
            issuer = stack.enter_context(IssuerThread())
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            policy = Path(folder) / "policy.toml"
            policy.write_text(
                f'model = "gemini-3.8-live"\n[[bearers]]\nname = "anna"\n'
                f'sha256 = "{hash_of(bearer)}"\n[jwt]\n'
                + "".join(f'{name} = "{value}"\n' for name, value in issuer.jwt_policy().items())
            )
            tokens = stack.enter_context(
                TokenServerProcess(policy, GEMINI_API_KEY="practice", **live.env)
            )
            for scene, (server, secret) in {
                "sign-in-code": (tokens.url, ""),
                "sign-in-good": (tokens.url, bearer),
                "sign-in-wrong": (tokens.url, "ldb_wrong"),
                "sign-in-no-server": ("https://127.0.0.1:9/v1/live-tokens", "x"),
                "sign-in-in-the-clear": ("http://desk.example/v1/live-tokens", "x"),
            }.items():
                with self._window(**live.env) as window:
                    self._open(window)
                    for field, text in (("address_field", server), ("bearer_field", secret)):
                        window.ask("fill", kind="SignInCard", field=field, text=text)
                    self._push(window, "SignInCard", "sign_in_button")
                    self._shoot(window, self._named(scene), whole_screen=True)
