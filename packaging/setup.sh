# shellcheck shell=bash
# What packaging/run and packaging/test have in common: everything a fresh machine lacks is
# installed, once. Sourced; then "set_up run" or "set_up test".
#
# System packages come by apt (Debian, Ubuntu) or Homebrew (macOS); Python packages, in exactly the
# versions of packaging/requirements, into .venv. What was done is stamped there, so that the next
# start has nothing to do. Details of each step go to build/setup.log.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
VENV="$ROOT/.venv"
LOCKS="$ROOT/packaging/requirements"
SETUP_LOG="$ROOT/build/setup.log"

# shellcheck source=packaging/system.sh
source "$ROOT/packaging/system.sh"

say() { printf 'LiveDesk set-up: %s\n' "$*" >&2; }

# Runs a command with its output in the log; shows the end of it when the command fails.
logged() {
  local mark
  mark="$(wc -l <"$SETUP_LOG")"
  printf '\n--- %s\n' "$*" >>"$SETUP_LOG"
  "$@" >>"$SETUP_LOG" 2>&1 </dev/null && return 0
  tail -n "+$((mark + 1))" "$SETUP_LOG" | tail -n 15 | sed 's/^/    /' >&2
  say "that did not work; the whole output is in build/setup.log"
  return 1
}

python_runs() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null; }

find_python() {
  local candidate
  for candidate in "${LIVEDESK_PYTHON:-}" python3 python3.13 python3.12 python3.11 python3.14; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null && python_runs "$candidate"; then
      "$candidate" -c 'import sys; print(sys.executable)'
      return 0
    fi
  done
  return 1
}

# The stamp of a level: what it was made from, with which Python, and where.
fingerprint() {
  local level="$1"
  {
    echo "$ROOT"
    "$VENV/bin/python" -VV 2>&1
    cat "$ROOT/pyproject.toml" "$LOCKS/build.txt" "$LOCKS/$level.txt"
  } | cksum
}

is_stamped() { [ "$(cat "$VENV/.livedesk-$1" 2>/dev/null)" = "$(fingerprint "$1")" ]; }
stamp() { fingerprint "$1" >"$VENV/.livedesk-$1"; }

pip_install() {
  logged "$VENV/bin/python" -m pip install --disable-pip-version-check --no-input \
    --progress-bar off "$@"
}

make_environment() {
  local python
  if [ -x "$VENV/bin/python" ] && python_runs "$VENV/bin/python" \
    && [ "$("$VENV/bin/python" -c 'import sys; print(sys.prefix)')" = "$VENV" ] \
    && "$VENV/bin/python" -c 'import pip' 2>/dev/null; then
    return 0
  fi
  python="$(find_python)" || { say "Python 3.11, 3.12, 3.13 or 3.14 is needed and was not found."; return 1; }
  say "making the environment .venv with $("$python" -V 2>&1)"
  logged "$python" -m venv --clear "$VENV"
}

install_python_packages() {
  local level="$1"
  say "installing Python packages (some 300 MB the first time)"
  pip_install --require-hashes -r "$LOCKS/build.txt" \
    && pip_install --require-hashes -r "$LOCKS/$level.txt" \
    && pip_install --no-deps --no-build-isolation -e "$ROOT"
}

# PyAudio is compiled here. Without it there is no sound, but everything typed works.
install_sound() {
  is_stamped sound && return 0
  if sound_can_be_built; then
    say "compiling PyAudio"
    if CFLAGS="$(portaudio_cflags)" LDFLAGS="$(portaudio_ldflags)" \
      pip_install --no-build-isolation --no-deps --require-hashes -r "$LOCKS/sound.txt"; then
      stamp sound
      return 0
    fi
  fi
  say "no sound: PyAudio needs a C compiler, Python's headers and PortAudio's headers. Typing works."
  return 1
}

set_up() {
  local level="$1"
  mkdir -p "$ROOT/build"
  if command -v flock >/dev/null; then
    exec 9>"$ROOT/build/setup.lock"
    flock 9
  fi
  : >"$SETUP_LOG"
  install_system_packages "$level"
  if [ "$level" = run ] && [ -x "$VENV/bin/python" ] && is_stamped test; then
    level="test" # more than enough
  fi
  if ! { [ -x "$VENV/bin/python" ] && is_stamped "$level"; }; then
    make_environment && install_python_packages "$level" && stamp "$level" || return 1
  fi
  install_sound || [ "$1" = run ] || return 1
  exec 9>&-
}
