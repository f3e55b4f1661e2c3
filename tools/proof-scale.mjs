// npm run proof:scale [-- --schemas 100000 --database sqlite,postgres --keep FOLDER --only start,lists]: a registry of many one-file
// schemas, imported by the command; then its process is started anew and measured: ready, memory, full lists, slow readers, pages far
// in, random reads, what caches may keep, and how each statement finds its rows. A table says PASS or FAIL for each bar.
// --keep: where SQLite's data stays for the next run, and PostgreSQL's is copied from; without it both are imported.
// Memory needs Linux's /proc, PostgreSQL its server's programs; what is missing is SKIPPED, by name.
import { proveBy } from './prove.mjs';

proveBy('tools/proof/scale/main.mjs');
