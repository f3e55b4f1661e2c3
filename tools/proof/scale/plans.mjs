// How the database finds the rows of each statement that a request makes: the app runs in this process, every statement of it is
// caught, and then explained on the same data.
import { pathToFileURL } from 'node:url';
import { DataSource } from 'typeorm';
import { createApp } from '#libs/nest-kit';
import { openSqlite } from '#libs/sqlite';
import { messageOf, subjectOf, textOf } from './schemas.mjs';

/** Tables so small for good that reading them whole is the best there is. */
const SMALL = new Set([
  'config',
  'context',
  'migrations',
  'surface_setting',
  'draft',
  'label',
  'version_reference',
  'schema_guid',
]);

/** Schemas from which on PostgreSQL is judged. */
const LARGE = 50_000;

/** No request may read a large table from end to end, nor sort what it did not have to read. */
export async function checkPlans(bars, place, count) {
  const caught = await catchStatements(place, count);
  const explain =
    place.databaseUrl === '' ? explainSqlite(place.data) : await explainPostgres(place.databaseUrl);
  // PostgreSQL reads what is small from end to end, and is right to.
  const judged = place.databaseUrl === '' || count >= LARGE;
  for (const [what, statements] of caught) {
    const bad = [];
    for (const { sql, params } of statements) {
      const scans = explain.scansOf(await explain.lines(sql, params), sql);
      bad.push(...scans.map((line) => `${line.trim()} <- ${flat(sql)}`));
    }
    bars.add(
      `${what}: ${statements.length} statements`,
      bad.length === 0 ? 'by index' : `${bad.length} scans`,
      judged ? 'no scan' : '',
      judged ? bad.length === 0 : null,
    );
    for (const line of new Set(bad)) console.log(`    ${line}`);
  }
  await explain.close();
}

/** Requests, and the statements that each makes. */
async function catchStatements(place, count) {
  Object.assign(process.env, { DATA_DIR: place.data, DATABASE_URL: place.databaseUrl, LOG_LEVEL: 'silent' });
  let statements = [];
  watchRunners((sql, params) => {
    if (/^\s*(select|with)/i.test(sql) && !/pg_advisory|SELECT 1 AS "one"$/.test(sql))
      statements.push({ sql, params });
  });
  const { RegistryModule } = await import(pathToFileURL('dist/apps/registry/src/registry.module.js').href);
  const app = await createApp(RegistryModule, { logLevel: 'silent' });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const caught = [];
  for (const [what, path, body] of requestsOf(count)) {
    statements = [];
    const answer = await fetch(
      url + path,
      body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    );
    await answer.text();
    if (answer.status >= 500) throw new Error(`${what} answered ${answer.status}`);
    caught.push([what, unique(statements)]);
  }
  // What was registered above is none of the proof's schemas, and the data may be kept.
  for (const permanent of [false, true])
    await fetch(`${url}/subjects/${subjectOf(count + 1)}?permanent=${permanent}`, { method: 'DELETE' });
  await app.close();
  return caught;
}

function requestsOf(count) {
  const at = Math.floor(count * 0.7);
  const subject = subjectOf(at);
  const schema = { schemaType: 'PROTOBUF', schema: textOf(at) };
  const fresh = { schemaType: 'PROTOBUF', schema: textOf(count + 1) };
  const files = { files: [{ path: '_schema.proto', content: textOf(at) }] };
  const far = Math.max(0, count - 1_000);
  return [
    ['GET /schemas/ids/{id}', `/schemas/ids/${at + 1}`],
    ['GET /schemas/ids/{id}?subject=', `/schemas/ids/${at + 1}?subject=${subject}`],
    ['GET /schemas/ids/{id}/subjects', `/schemas/ids/${at + 1}/subjects`],
    ['GET /schemas/ids/{id}/versions', `/schemas/ids/${at + 1}/versions`],
    ['GET /schemas/guids/{guid} that is not there', '/schemas/guids/01234567-89ab-cdef-0123-456789abcdef'],
    ['GET /schemas', `/schemas?limit=1000`],
    ['GET /schemas far in', `/schemas?offset=${far}&limit=1000`],
    ['GET /schemas?latestOnly', '/schemas?latestOnly=true&limit=1000'],
    ['GET /schemas?subjectPrefix=', `/schemas?subjectPrefix=${subject}`],
    ['GET /subjects', '/subjects'],
    ['GET /subjects?deletedOnly', '/subjects?deletedOnly=true'],
    ['GET /subjects?subjectPrefix=', `/subjects?subjectPrefix=${subject.slice(0, 12)}`],
    ['GET /subjects/{s}/versions', `/subjects/${subject}/versions`],
    ['GET /subjects/{s}/versions/latest', `/subjects/${subject}/versions/latest`],
    ['GET /subjects/{s}/versions/1/referencedby', `/subjects/${subject}/versions/1/referencedby`],
    ['POST /subjects/{s}', `/subjects/${subject}`, schema],
    ['POST /subjects/{s}/versions, there already', `/subjects/${subject}/versions`, schema],
    ['POST /subjects/{s}/versions, new', `/subjects/${subjectOf(count + 1)}/versions`, fresh],
    ['POST /compatibility', `/compatibility/subjects/${subject}/versions/latest`, schema],
    ['GET /contexts', '/contexts'],
    ['GET /config/{s}', `/config/${subject}?defaultToGlobal=true`],
    ['GET /mode/{s}', `/mode/${subject}?defaultToGlobal=true`],
    ['GET /api/v1/subjects', '/api/v1/subjects?limit=1000'],
    ['GET /api/v1/subjects far in', `/api/v1/subjects?limit=1000&after=${subjectOf(far)}`],
    ['GET /api/v1/subjects?prefix=', `/api/v1/subjects?prefix=${subject}`],
    ['GET /api/v1/subjects/{s}', `/api/v1/subjects/${subject}`],
    ['GET /api/v1/subjects/{s}/versions', `/api/v1/subjects/${subject}/versions`],
    ['GET /api/v1/subjects/{s}/versions/1/files', `/api/v1/subjects/${subject}/versions/1/files`],
    ['GET /api/v1/subjects/{s}/versions/1/ddl', `/api/v1/subjects/${subject}/versions/1/ddl?dialect=sqlite`],
    ['GET /api/v1/schemas/{id}', `/api/v1/schemas/${at + 1}`],
    ['GET /api/v1/schemas/{id}/descriptor-set', `/api/v1/schemas/${at + 1}/descriptor-set`],
    ['GET /api/v1/codecs/{id}/{message}', `/api/v1/codecs/${at + 1}/${messageOf(at)}`],
    ['GET /api/v1/messages', '/api/v1/messages?limit=1000'],
    ['GET /api/v1/messages/{type}', `/api/v1/messages/${messageOf(at)}`],
    ['GET /api/v1/messages/{type} that is not there', '/api/v1/messages/not.There'],
    ['GET /api/v1/changes', `/api/v1/changes?after=${far}`],
    ['POST /api/v1/subjects/{s}/check', `/api/v1/subjects/${subject}/check`, files],
    ['GET /api/v1/export', '/api/v1/export'],
  ];
}

/** Every statement goes by a query runner. */
function watchRunners(onStatement) {
  const make = DataSource.prototype.createQueryRunner;
  const watched = new WeakSet();
  DataSource.prototype.createQueryRunner = function createWatched(mode) {
    const runner = make.call(this, mode);
    if (watched.has(runner)) return runner;
    watched.add(runner);
    const query = runner.query.bind(runner);
    runner.query = (sql, params, ...rest) => {
      onStatement(sql, params ?? []);
      return query(sql, params, ...rest);
    };
    return runner;
  };
}

function explainSqlite(data) {
  const database = openSqlite(`${data}/registry.db`, { readOnly: true });
  return {
    lines: (sql, params) =>
      database
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...params)
        .map(({ detail }) => String(detail)),
    // SCAN … USING INDEX is a walk in order, which a LIMIT ends, unless the order is made anew after it.
    scansOf: (lines, sql) => {
      const sorts = lines.some((line) => /USE TEMP B-TREE FOR (ORDER|GROUP|DISTINCT)/.test(line));
      return lines.filter((line) => {
        const alias = /^SCAN (\w+)/.exec(line)?.[1];
        if (alias === undefined || isConstant(line) || SMALL.has(tableOf(alias, sql))) return false;
        return sorts || !/USING/.test(line);
      });
    },
    close: () => database.close(),
  };
}

function tableOf(alias, sql) {
  return new RegExp(`"(\\w+)" ${alias}\\b`).exec(sql)?.[1] ?? alias;
}

function isConstant(line) {
  return /CONSTANT ROW|SUBQUERY|\bVALUES\b|\d+-ROW/.test(line);
}

async function explainPostgres(url) {
  const { Client } = await import('pg');
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('ANALYZE');
  return {
    lines: async (sql, params) =>
      (await client.query(`EXPLAIN ${sql}`, params)).rows.map((row) => row['QUERY PLAN']),
    scansOf: (lines) =>
      lines.filter((line) => {
        const table = /Seq Scan on (\w+)/.exec(line)?.[1];
        return table !== undefined && !SMALL.has(table);
      }),
    close: () => client.end(),
  };
}

function unique(statements) {
  return [...new Map(statements.map((one) => [one.sql, one])).values()];
}

function flat(sql) {
  return sql.replace(/\s+/g, ' ').slice(0, 220);
}
