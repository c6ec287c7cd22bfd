"""Other clients of the token server: ``PYTHONPATH=tests python -m clients FOLDER``.

FOLDER is one in which ``npm install @google/genai esbuild`` was run. Node, and Chromium where there
is one, fetch a token and hold a turn, text in and sound out, with the practice server. Prints what
each heard; ends with status 0 when all heard the answer.
"""

from __future__ import annotations

import argparse
import http.server
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any, Self

from helpers.command_line import LoopbackProcess, TokenServerProcess
from helpers.isolation import clean_environment

from livedesk.tokens.who import hash_of, new_secret

_HERE = Path(__file__).parent
_LIMIT_S = 60.0
_ANSWER = "7 plus 5 is 12."


def main() -> int:
    """Run every client there is."""
    parser = argparse.ArgumentParser(prog="clients")
    parser.add_argument("folder", type=Path, help="where @google/genai is installed")
    folder = parser.parse_args().folder.resolve()
    clean_environment()
    bearer = new_secret()
    with tempfile.TemporaryDirectory(prefix="livedesk-clients-") as work, _Site(folder) as site:
        policy = Path(work) / "policy.toml"
        policy.write_text(
            f'model = "gemini-3.8-live"\nvoice = "Puck"\norigins = ["{site.origin}"]\n'
            f'[[bearers]]\nname = "anna"\nsha256 = "{hash_of(bearer)}"\n'
        )
        with (
            LoopbackProcess() as live,
            TokenServerProcess(policy, GEMINI_API_KEY="practice", **live.env) as tokens,
        ):
            base_url = live.env["GOOGLE_GEMINI_BASE_URL"]
            heard = {"node": _in_node(folder, tokens.url, base_url, bearer, live.env)}
            if chromium := shutil.which("chromium") or shutil.which("google-chrome"):
                site.given = {"tokenServer": tokens.url, "bearer": bearer, "baseUrl": base_url}
                heard["chromium"] = _in_chromium(chromium, site, Path(work))
                site.given["bearer"] = "wrong"
                heard["chromium, wrong sign-in"] = _in_chromium(chromium, site, Path(work))
        for line in tokens.output.splitlines():
            sys.stdout.write(f"token server: {line}\n")
    for name, told in heard.items():
        sys.stdout.write(f"{name}: {json.dumps(told)}\n")
    good = [told for name, told in heard.items() if "wrong" not in name]
    return 0 if all(t.get("text") == _ANSWER and t["audioBytes"] > 10_000 for t in good) else 1


def _in_node(
    folder: Path, tokens: str, base_url: str, bearer: str, env: dict[str, str]
) -> dict[str, Any]:
    done = subprocess.run(
        ["node", str(_HERE / "in_node.mjs"), str(folder), tokens, base_url],
        env=os.environ | {"BEARER": bearer, "NODE_EXTRA_CA_CERTS": env["SSL_CERT_FILE"]},
        capture_output=True,
        text=True,
        timeout=_LIMIT_S,
        check=False,
    )
    return json.loads(done.stdout) if done.returncode == 0 else {"error": done.stderr[-600:]}


def _in_chromium(chromium: str, site: _Site, work: Path) -> dict[str, Any]:
    browser = subprocess.Popen(
        [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--ignore-certificate-errors",
         f"--user-data-dir={tempfile.mkdtemp(dir=work)}", f"{site.origin}/page.html"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        return site.heard.get(timeout=_LIMIT_S)
    except queue.Empty:
        return {"error": "the page said nothing"}
    finally:
        browser.terminate()
        browser.wait(_LIMIT_S)


class _Site:
    """Serves the page and the package to the browser. A context manager."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._bundle = b""
        self.given: dict[str, str] = {}
        self.heard: queue.Queue[dict[str, Any]] = queue.Queue()
        site = self

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                name = Path(self.path.partition("?")[0]).name
                if name == "given.json":
                    self._send(json.dumps(site.given).encode(), "application/json")
                    return
                if name == "genai.mjs":
                    self._send(site.bundle(), "text/javascript")
                    return
                place = _HERE / name
                if not place.is_file():
                    self.send_error(404)
                    return
                kind = "text/html" if name.endswith(".html") else "text/javascript"
                self._send(place.read_bytes(), kind)

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                site.heard.put(json.loads(self.rfile.read(length)))
                self._send(b"", "text/plain")

            def log_message(self, *_: object) -> None:
                pass

            def _send(self, body: bytes, kind: str) -> None:
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"

    def bundle(self) -> bytes:
        """The package for the web with all that it imports."""
        if not self._bundle:
            package = self._folder / "node_modules"
            done = subprocess.run(
                [str(package / ".bin" / "esbuild"), "--bundle", "--format=esm",
                 str(package / "@google" / "genai" / "dist" / "web" / "index.mjs")],
                capture_output=True, check=True, timeout=_LIMIT_S,
            )  # fmt: skip
            self._bundle = done.stdout
        return self._bundle

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


if __name__ == "__main__":
    sys.exit(main())
