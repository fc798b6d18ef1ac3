#!/bin/sh
# Runs the fixtures on the newest CPythons, which Debian sid has and a stable system has not:
#   Tests/sid.sh FOLDER BUILD
# FOLDER becomes a small Debian sid, kept for the next time. BUILD has hermetic and its library.
set -eu
folder=$1 build=$2
pythons="3.14 3.15"
tests=$(cd "$(dirname "$0")/.." && pwd)

if [ "$(id -u)" != 0 ]; then
  echo "making a system in a folder needs root" >&2
  exit 1
fi
command -v debootstrap >/dev/null || { apt-get update -qq && apt-get install -y -qq debootstrap; }
if [ ! -e "$folder/complete" ]; then
  rm -rf "$folder"
  # The mirror that this system installs from.
  mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
    grep -oE 'https?://[^ ]+/debian/?( |$)' | head -n 1 | tr -d ' ')
  packages=ca-certificates
  for python in $pythons; do packages="$packages,python$python,libpython$python,python$python-venv"; done
  debootstrap --variant=minbase --include="$packages" sid "$folder" ${mirror:+"$mirror"} >/dev/null
  touch "$folder/complete"
fi

mkdir -p "$folder/hermetic"
cp "$build/hermetic" "$build/libHermeticAttach.so" "$build/libHermeticCarrier.so" "$folder/hermetic/"
rm -rf "$folder/hermetic/Fixtures"
cp -r "$tests/Fixtures" "$folder/hermetic/"

# In a mount namespace of its own, where the folder is the root of a file system.
status=0
for python in $pythons; do
  unshare --mount --propagation private sh -euc '
    mount --bind "$1" "$1"
    mount --bind /proc "$1/proc"
    mount --bind /dev "$1/dev"
    exec chroot "$1" "/usr/bin/python$2" /hermetic/Fixtures/world.py --quiet \
      --hermetic /hermetic/hermetic --python "/usr/bin/python$2"
  ' sh "$folder" "$python" || status=1
done
exit $status
