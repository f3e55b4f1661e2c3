// npm run proof:tables [-- --seed 1 --histories 40 --engines sqlite,postgres --only PAIR --data FOLDER]: for each two consecutive
// versions of made-up and real histories, on each engine: makes the first table, writes rows, applies the plan, writes rows of
// both versions, reads all back and compares them with the messages; and compares the table with one made anew.
// TRY_ENGINES: a folder that has chdb, or TRY_CLICKHOUSE: a server's URL. PROOF_MARIADB: a mysql:// URL or a socket.
// PROTOKOLL_DATA or --data: the folder of the real histories' archives. What is missing is SKIPPED, by name.
import { proveBy } from './prove.mjs';

proveBy('tools/proof/tables/main.mjs');
