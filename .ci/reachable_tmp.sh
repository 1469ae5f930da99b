# Sourced by what takes on other accounts, as root's tests do: they have to reach the folder for temporary files.
as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
if ((EUID == 0)) && "${as_nobody[@]}" true 2>/dev/null && ! "${as_nobody[@]}" test -x "${TMPDIR:-/tmp}"; then export TMPDIR=/tmp; fi
