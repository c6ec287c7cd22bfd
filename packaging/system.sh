# shellcheck shell=bash
# System packages: what is needed, what is missing, and how to get it. Sourced by setup.sh.

# Compiler and headers for PyAudio; Qt's X and OpenGL libraries; a font, and one for
# Chinese, Japanese and Korean; the practice server's voice; what shuts analyses of tables in.
DEBIAN_RUN=(
  ca-certificates gcc libc6-dev portaudio19-dev
  libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libwayland-cursor0 libxcb-cursor0 libxcb-icccm4 libxcb-image0
  libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1
  libxkbcommon-x11-0
  fonts-dejavu-core fonts-droid-fallback espeak-ng bubblewrap
)
# A screen, a microphone, a speaker, a session bus and a store of counts, for the tests only.
DEBIAN_TEST=(dbus-daemon libasound2-plugins pulseaudio pulseaudio-utils redis-server sox xdotool xvfb)
HOMEBREW_RUN=(portaudio espeak-ng)
HOMEBREW_TEST=(sox)

is_linux() { [ "$(uname -s)" = Linux ]; }
is_macos() { [ "$(uname -s)" = Darwin ]; }

can_be_root() {
  [ "$(id -u)" = 0 ] && return 0
  command -v sudo >/dev/null || return 1
  sudo -n true 2>/dev/null || [ -t 0 ]
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Prints those of the named Debian packages that are not installed. Newer releases append "t64".
missing_debian_packages() {
  local installed name
  installed="$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' 2>/dev/null | sed -n 's/ installed$//p')"
  for name in "$@"; do
    grep -qxE "${name//./\\.}(t64)?" <<<"$installed" || echo "$name"
  done
}

# What Debian splits off from Python: the venv module's pip, and the headers.
missing_python_parts() {
  local python version include
  if ! python="$(find_python)"; then
    # Debian 12 and newer, Ubuntu 23.04 and newer; older ones have 3.11 beside their own.
    if apt-cache show python3 2>/dev/null | grep -qE '^Version: 3\.(9|10)\.'; then
      printf '%s\n' python3.11 python3.11-venv python3.11-dev
    else
      printf '%s\n' python3 python3-venv python3-dev
    fi
    return
  fi
  version="$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
  include="$("$python" -c 'import sysconfig; print(sysconfig.get_paths()["include"])')"
  case "$("$python" -c 'import sys; print(sys.base_prefix)')" in /usr) ;; *) return ;; esac
  "$python" -c 'import ensurepip, venv' 2>/dev/null || echo "python$version-venv"
  [ -e "$include/Python.h" ] || echo "python$version-dev"
}

install_debian_packages() {
  local wanted=("${DEBIAN_RUN[@]}") missing=() still=() name
  [ "$1" = test ] && wanted+=("${DEBIAN_TEST[@]}")
  mapfile -t missing < <(missing_debian_packages "${wanted[@]}"; missing_python_parts)
  [ "${#missing[@]}" = 0 ] && return 0
  if ! can_be_root; then
    say "these system packages are missing, and installing them needs root:"
    say "    sudo apt-get install ${missing[*]}"
    return 0
  fi
  say "installing ${#missing[@]} system packages: ${missing[*]}"
  [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null || sudo -v || return 0
  logged as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update || true
  apt_install "${missing[@]}" && return 0
  # One name that this release does not know must not keep the others away.
  for name in "${missing[@]}"; do apt_install "$name" || still+=("$name"); done
  [ "${#still[@]}" = 0 ] || say "could not be installed: ${still[*]}"
}

apt_install() {
  logged as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends \
    -o DPkg::Lock::Timeout=300 install "$@"
}

install_homebrew_packages() {
  local wanted=("${HOMEBREW_RUN[@]}") missing=() name
  [ "$1" = test ] && wanted+=("${HOMEBREW_TEST[@]}")
  if ! command -v brew >/dev/null; then
    say "Homebrew is needed for these packages: ${wanted[*]}"
    return 0
  fi
  for name in "${wanted[@]}"; do
    [ -d "$(brew --prefix)/opt/$name" ] || missing+=("$name")
  done
  [ "${#missing[@]}" = 0 ] && return 0
  say "installing with Homebrew: ${missing[*]}"
  logged brew install --quiet "${missing[@]}" || say "could not be installed: ${missing[*]}"
}

install_system_packages() {
  if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
    install_debian_packages "$1"
  elif is_macos; then
    install_homebrew_packages "$1"
  else
    command -v espeak-ng >/dev/null && sound_can_be_built && return 0
    say "this system has neither apt nor Homebrew. LiveDesk needs, by whatever name: Python 3.11"
    say "with its headers, a C compiler, PortAudio's headers, Qt's X libraries, espeak-ng."
  fi
}

portaudio_cflags() { if is_macos; then echo "-I$(brew --prefix portaudio)/include"; fi; }
portaudio_ldflags() { if is_macos; then echo "-L$(brew --prefix portaudio)/lib"; fi; }

sound_can_be_built() {
  local python include
  command -v cc >/dev/null || command -v gcc >/dev/null || return 1
  python="$VENV/bin/python"
  [ -x "$python" ] || python="$(find_python)" || return 1
  include="$("$python" -c 'import sysconfig; print(sysconfig.get_paths()["include"])')"
  # shellcheck disable=SC2046 # flags are words of their own
  printf '#include <portaudio.h>\n#include <Python.h>\n' \
    | "$(command -v cc || command -v gcc)" $(portaudio_cflags) "-I$include" -E -x c - >/dev/null 2>&1
}
