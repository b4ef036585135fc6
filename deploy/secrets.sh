#!/bin/sh
# Writes a random password for each user of docker-compose.yml into .env, which
# only its owner may read. What stands there stays.
set -eu
umask 077
touch .env
chmod 600 .env
[ -z "$(tail -c 1 .env)" ] || echo >> .env
for user in MYSQL MYSQL_INGEST MYSQL_PERSIST MYSQL_WEB NATS_INGEST NATS_PERSIST NATS_WEB; do
  grep -q "^${user}_PASSWORD=" .env && continue
  # A letter first: NATS would take other words for numbers.
  echo "${user}_PASSWORD=p$(od -An -N 20 -tx1 /dev/urandom | tr -d ' \n')" >> .env
done
