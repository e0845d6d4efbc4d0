#!/usr/bin/env bash
# Runs a command with a PostgreSQL of its own: starts a private cluster in a
# temporary folder, names it in PEIL_TEST_POSTGRES, and stops and removes it
# afterwards. Usage: scripts/postgres-for-tests.sh COMMAND [ARG…]
#
# The tests can start one each by themselves; several packages share this one.
set -euo pipefail

find_programs() {
	if command -v initdb >/dev/null && command -v postgres >/dev/null; then
		bin=$(dirname "$(command -v initdb)")
		return 0
	fi
	bin=$(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin 2>/dev/null | sort -V | tail -n 1)
	[ -n "$bin" ] && [ -x "$bin/initdb" ]
}

if ! find_programs; then
	if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
		echo "PostgreSQL is missing: installing the package postgresql" >&2
		apt-get install -y --no-install-recommends postgresql >&2 ||
			{ apt-get update >&2 && apt-get install -y --no-install-recommends postgresql >&2; }
	fi
	if ! find_programs; then
		echo "The tests need PostgreSQL's programs initdb and postgres. Run:" >&2
		echo "    sudo apt-get install -y postgresql" >&2
		exit 1
	fi
fi

# PostgreSQL refuses to run as root.
as=()
dir=$(mktemp -d "${TMPDIR:-/tmp}/peil-pg-XXXXXX")
if [ "$(id -u)" = 0 ]; then
	as=(setpriv --reuid=postgres --regid=postgres --init-groups)
	chown postgres "$dir"
fi

server=
stop() {
	if [ -n "$server" ]; then
		"${as[@]}" kill -INT "$server" 2>/dev/null || true
		wait "$server" 2>/dev/null || true
	fi
	rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT TERM

cd "$dir"
"${as[@]}" "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$dir/initdb.log" 2>&1 ||
	{ cat "$dir/initdb.log" >&2; exit 1; }
"${as[@]}" tee -a "$dir/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = ''
unix_socket_directories = '$dir'
max_connections = 400
shared_buffers = 128MB
CONF
"${as[@]}" "$bin/postgres" -D "$dir/data" >"$dir/log" 2>&1 &
server=$!
ready=
for _ in $(seq 300); do # the last line of this file says how far the server is
	if grep -qs ready "$dir/data/postmaster.pid"; then
		ready=1
		break
	fi
	kill -0 "$server" 2>/dev/null || break
	sleep 0.1
done
[ -n "$ready" ] || { cat "$dir/log" >&2; exit 1; }
cd "$OLDPWD"

PEIL_TEST_POSTGRES="postgres:///postgres?host=$dir&user=postgres" "$@"
