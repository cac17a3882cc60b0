#!/usr/bin/env bash
# Install what is missing: system libraries by apt (Debian and its kin), Python packages into a virtual environment.
#   setup.sh run|test PYTHON VENV
set -euo pipefail
kind="$1"; python="$2"; venv="$3"

declare -A provides=(
  [libpango-1.0-0]="libpango-1.0.so.0" [libpangoft2-1.0-0]="libpangoft2-1.0.so.0"
  [libharfbuzz-subset0]="libharfbuzz-subset.so.0"
)
missing=()
libraries="$( (ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null) || true)"
for package in "${!provides[@]}"; do
  grep -q "${provides[$package]}" <<<"$libraries" || missing+=("$package")
done
[ -e /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc ] || missing+=(fonts-noto-cjk)
"$python" -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
if [ "$kind" = test ]; then
  command -v pdftoppm >/dev/null || missing+=(poppler-utils)
  command -v soffice >/dev/null || missing+=(libreoffice-calc)
  command -v chromium >/dev/null || missing+=(chromium)
fi

if [ "${#missing[@]}" -gt 0 ]; then
  if ! command -v apt-get >/dev/null; then
    echo "reportgen needs these, under the names your system gives them: ${missing[*]}" >&2
    echo "Install them and run make again." >&2
    exit 1
  fi
  sudo=""
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Please install as root: apt-get install ${missing[*]}" >&2; exit 1; }
    sudo="sudo"
  fi
  echo "Installing: ${missing[*]}"
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
extra=""; [ "$kind" = test ] && extra="[dev]"
echo "Installing Python packages into $venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -e ".$extra"
