# Sourced by tools/demo and tools/test: installs what is missing of a list of packages and configures a build. No program of its own.

# Sets `ask` from the arguments: --yes, or no terminal to ask on, means no.
read_arguments() {
  ask=yes
  [ -t 0 ] && [ -t 1 ] || ask=no
  for argument in "$@"; do
    case "$argument" in
      --yes) ask=no ;;
      *)
        echo "usage: $0 [--yes]   (--yes: install missing packages without asking)" >&2
        exit 2
        ;;
    esac
  done
}

# install_packages LIST…
install_packages() {
  local missing=() package
  while read -r package; do
    [ -n "$package" ] || continue
    # Node from elsewhere than Debian brings its own npm, and Debian's npm cannot stand beside it.
    case "$package" in
      npm) command -v npm > /dev/null && continue ;;
      nodejs) command -v node > /dev/null && continue ;;
    esac
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || missing+=("$package")
  done < <(cat "$@")
  if [ ${#missing[@]} -eq 0 ]; then
    echo "All Debian packages of $* are there."
    return
  fi
  echo "Missing Debian packages: ${missing[*]}"
  if [ "$ask" = yes ]; then
    read -r -p "Install them now with apt-get? [y/N] " answer
    case "$answer" in
      y | Y | yes) ;;
      *)
        echo "Nothing installed." >&2
        exit 1
        ;;
    esac
  fi
  local as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
}

# build_preset PRESET [TARGET…]
build_preset() {
  local preset="$1" log
  shift
  log=$(mktemp)
  if ! cmake --preset "$preset" > "$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    exit 1
  fi
  rm -f "$log"
  local targets=()
  [ $# -eq 0 ] || targets=(--target "$@")
  cmake --build "build/$preset" "${targets[@]}" -- -j "$(nproc)"
}
