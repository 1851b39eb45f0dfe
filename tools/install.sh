#!/bin/sh
# Installs an unpacked bundle without any package registry: wheels, assets, fonts and divisions are in it.
set -eu
cd "$(dirname "$0")"
wanted=$(cat offline/python-version)
python=${PYTHON:-python$wanted}
if ! command -v "$python" >/dev/null 2>&1; then
  echo "lianpin: this bundle is for Python $wanted, which is not here: sudo apt-get install python$wanted python$wanted-venv" >&2
  exit 1
fi
found=$("$python" -c 'import sys; print(*sys.version_info[:2], sep=".")')
if [ "$found" != "$wanted" ]; then
  echo "lianpin: this bundle is for Python $wanted; $python is $found. Name another: PYTHON=/path/to/python ./install.sh" >&2
  exit 1
fi
"$python" -m tools setup
echo "To look around with demo data:  $python -m tools run"
echo "For production:                 docs/operations.md"
