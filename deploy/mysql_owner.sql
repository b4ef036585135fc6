-- Runs once, while the database is new: its owner, as whom migrate works, makes
-- the users of the other roles (mysql_users.sh).
GRANT CREATE USER ON *.* TO freshet;
GRANT ALL ON freshet.* TO freshet WITH GRANT OPTION;
