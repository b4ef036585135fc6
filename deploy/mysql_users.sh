#!/bin/sh
# Prints SQL that makes a user for each role, with its password and no more rights
# than it needs. May run at any time once the tables are there. Passwords are
# letters and digits.
set -eu

user() {
  case $2 in *[!A-Za-z0-9]*) echo "The password of $1 is not letters and digits" >&2; exit 1 ;; esac
  echo "CREATE USER IF NOT EXISTS '$1'@'%';"
  echo "ALTER USER '$1'@'%' IDENTIFIED BY '$2';"
}

# grant ROLE "RIGHTS" TABLE...
grant() {
  role=$1 rights=$2
  shift 2
  for table; do echo "GRANT $rights ON freshet.$table TO '$role'@'%';"; done
}

user ingest "$MYSQL_INGEST_PASSWORD"
grant ingest "SELECT" meta streams topics posts buckets terms
grant ingest "SELECT, UPDATE" counters
grant ingest "SELECT, INSERT, UPDATE" checkpoints gaps source_states spending
grant ingest "SELECT, INSERT, DELETE" billed
grant ingest "SELECT, INSERT, UPDATE, DELETE" handles
grant ingest "SELECT, INSERT, UPDATE, DELETE" alerts

user persist "$MYSQL_PERSIST_PASSWORD"
grant persist "SELECT" topics
grant persist "SELECT, UPDATE" counters
grant persist "SELECT, INSERT, UPDATE" meta streams checkpoints lost_counts
grant persist "SELECT, INSERT, UPDATE, DELETE" posts skipped edits buckets terms postings stale_days rescorings
grant persist "SELECT, DELETE" check_posts labels

# Purging a topic deletes its posts and counts.
user web "$MYSQL_WEB_PASSWORD"
grant web "SELECT" postings streams checkpoints gaps source_states spending handles
grant web "SELECT, DELETE" alerts
grant web "SELECT, UPDATE" counters
grant web "SELECT, INSERT, UPDATE" meta lost_counts
grant web "SELECT, DELETE" posts edits
grant web "SELECT, INSERT" skipped
grant web "SELECT, INSERT, DELETE" sessions checks check_posts
grant web "SELECT, INSERT, UPDATE, DELETE" labels
grant web "SELECT, INSERT, UPDATE, DELETE" topics rescorings buckets terms stale_days
