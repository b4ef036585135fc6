/** What `deno task topics --help` says. */
export const HELP =
  `Topics of the database of DATABASE_URL, while everything runs or not.

  deno task topics list
  deno task topics add QUERY            named after its query
  deno task topics add NAME=QUERY       an archived NAME comes back
  deno task topics edit NAME QUERY
  deno task topics pause NAME           takes in no new posts
  deno task topics resume NAME
  deno task topics remove NAME          archives it; its posts are kept
  deno task topics remove NAME --purge  deletes it with its posts
  deno task topics test QUERY           how many stored posts would match

remove asks first; --yes answers. Quote a query for your shell:
  deno task topics add 'climate=(climate OR warming) lang:en -is:retweet'

Exit code: 0 done; 1 it cannot be done, or the query has an error; 2 the command
was not understood.`;
