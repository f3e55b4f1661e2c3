// npm run proof:live: plan files on every engine that is here, by random histories, and processes killed inside of and after
// each statement. MARIADB_BIN is the folder of mariadbd, TRY_ENGINES one whose node_modules has chdb, TRY_CLICKHOUSE a server's URL.
import { proveSpecs } from './prove.mjs';

proveSpecs(['libs/live-tables'], { proof: 'live' });
