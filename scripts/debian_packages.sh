#!/bin/sh
# Installs the Debian or Ubuntu packages named, as root or with a sudo that asks for no password.
# Where it may not, says what to type and ends with 1.
set -u

say() {
    printf 'Missing on this system: %s\nInstall it, then run make again:\n\n    %s\n\n' "$1" "$2" >&2
}

packages=$*
if ! command -v apt-get >/dev/null; then
    say "$packages" "(these are the names on Debian; take your system's packages of the same libraries)"
    exit 1
fi
if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    say "$packages" "sudo apt-get install $packages"
    exit 1
fi

export DEBIAN_FRONTEND=noninteractive
install() {
    $as_root apt-get install -y -q --no-install-recommends $packages >/dev/null 2>&1
}
echo "Installing for this system: $packages"
install || { $as_root apt-get update -q >/dev/null 2>&1 && install; } && exit 0
say "$packages" "${as_root:+sudo }apt-get install $packages"
exit 1
