#!/bin/sh
# Looks whether Qt finds the system libraries it is linked to, and installs them where that is possible:
#     scripts/qt_libraries.sh .venv
# Ends with 1 only where no window can be opened without them.
set -eu
cd "$(dirname "$0")/.."
venv=$1
[ "$(uname -s)" = Linux ] || exit 0
command -v ldd >/dev/null || exit 0

qt=$("$venv/bin/python" -c 'import importlib.util; print(importlib.util.find_spec("PySide6").submodule_search_locations[0])')/Qt
missing() {
    ldd "$@" 2>/dev/null | awk '/not found/ { print $1 }' | sort -u
}
needed() {
    missing "$qt/lib/libQt6Gui.so.6" "$qt/lib/libQt6Widgets.so.6" "$qt/lib/libQt6Svg.so.6" "$qt/plugins/platforms/libqoffscreen.so"
}
wanted() {
    missing "$qt/plugins/platforms/libqxcb.so" "$qt/plugins/platforms/libqwayland.so"
}

[ -n "$(needed)$(wanted)" ] || exit 0
scripts/debian_packages.sh libegl1 libgl1 libopengl0 libfontconfig1 libfreetype6 libdbus-1-3 libglib2.0-0 libxkbcommon0 \
    libxkbcommon-x11-0 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 \
    libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb-xinerama0 libxcb-xkb1 libwayland-client0 libwayland-cursor0 \
    libwayland-egl1 fonts-dejavu-core || true
[ -z "$(needed)" ] || { echo "Qt does not find:" $(needed) >&2; exit 1; }
