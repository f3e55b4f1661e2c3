/** Registries on one database. */
export interface Replicas {
  readonly count: number;
  /** Address of a replica, counted round; null while it is down. */
  url(index: number): string | null;
}

/** A registration that was acknowledged. */
export interface Acknowledged {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  /** Equal for equal content. */
  readonly content: string;
}

/** What came of a load. */
export interface LoadReport {
  readonly acknowledged: Acknowledged[];
  /** How long after its acknowledgement a version was the latest through another replica, in milliseconds. */
  readonly lagsMs: number[];
  /** Reads through another replica, right after the acknowledgement, that did not find what was written. */
  readonly missed: string[];
  /** Answers that did not have what was acknowledged {@link MAX_STALE_MS} and more before they were asked for. */
  readonly stale: string[];
  /** Answers that did not have what was acknowledged before they were asked for, however short. */
  oldAnswers: number;
  deleted: number;
  /** Requests that a killed replica did not answer. */
  lost: number;
  /** Answers that are none of those that the load provokes. */
  readonly unexpected: string[];
}

/** Longest that another replica may tell what was. */
const MAX_STALE_MS = 100;
const TEXTS = 6;
const SUBJECTS = 5;
const BASE = 'syntax = "proto3";\npackage base.v1;\nmessage Base {\n  string id = 1;\n}\n';
const USER =
  'syntax = "proto3";\npackage user.v1;\nimport "base.proto";\nmessage User {\n  base.v1.Base base = 1;\n}\n';
/** A reference to what is deleted, a version that is referred to, one that is not there any more. */
const PROVOKED = [404, 409, 422];

/** Numbers that look random and are the same for the same seed. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

function textOf(index: number): string {
  return `syntax = "proto3";\npackage load.v1;\nmessage Load${index} {\n  string id = ${index + 1};\n}\n`;
}

/** Registers, refers, deletes and reads by several clients at once until `isOver`. */
export async function runLoad(
  replicas: Replicas,
  options: { readonly clients: number; readonly seed: number; readonly isOver: () => boolean },
): Promise<LoadReport> {
  const report: LoadReport = {
    acknowledged: [],
    lagsMs: [],
    missed: [],
    stale: [],
    oldAnswers: 0,
    deleted: 0,
    lost: 0,
    unexpected: [],
  };
  const clients = Array.from({ length: options.clients }, async (_, client) => {
    const random = randomOf(options.seed + client * 7_919);
    while (!options.isOver()) await step(replicas, report, random, client);
  });
  await Promise.all(clients);
  return report;
}

async function step(
  replicas: Replicas,
  report: LoadReport,
  random: (below: number) => number,
  client: number,
): Promise<void> {
  const replica = random(replicas.count);
  const salt = String(random(40));
  switch (random(6)) {
    case 0:
      return remove(replicas, report, replica, 1 + random(40));
    case 1:
      return register(replicas, report, replica, 'base', { schema: BASE, salt });
    case 2: {
      const references = [{ name: 'base.proto', subject: 'base', version: 1 + random(40) }];
      return register(replicas, report, replica, `user-${random(SUBJECTS)}`, {
        schema: USER,
        salt,
        references,
      });
    }
    case 3:
      return register(replicas, report, replica, `own-${client}`, {
        schema: textOf(client % TEXTS),
        salt: `${client}/${report.acknowledged.length}`,
        isOwn: true,
      });
    default:
      // Same content by several clients at once, under one subject and under several.
      return register(replicas, report, replica, `load-${random(SUBJECTS)}`, {
        schema: textOf(random(TEXTS)),
        salt,
      });
  }
}

interface Wanted {
  readonly schema: string;
  readonly salt: string;
  readonly references?: readonly unknown[];
  /** Nobody else writes to the subject. */
  readonly isOwn?: boolean;
}

async function register(
  replicas: Replicas,
  report: LoadReport,
  replica: number,
  subject: string,
  { schema, salt, references = [], isOwn = false }: Wanted,
): Promise<void> {
  const body = { schemaType: 'PROTOBUF', schema, references, metadata: { properties: { salt } } };
  const answer = await call(replicas, report, replica, 'POST', `/subjects/${subject}/versions`, body);
  if (answer?.status !== 200) return;
  const { id, version } = answer.body as { id: number; version: number };
  report.acknowledged.push({
    subject,
    version,
    id,
    content: JSON.stringify([schema, salt, references]),
  });
  const ackedMs = performance.now();
  const other = replica + 1;
  const byId = await call(replicas, report, other, 'GET', `/schemas/ids/${id}`);
  if (byId !== null && byId.status !== 200) report.missed.push(`id ${id}`);
  if (isOwn) await follow(replicas, report, other, { subject, version, ackedMs });
}

/** Asks another replica until its latest version is the one that was acknowledged. */
async function follow(
  replicas: Replicas,
  report: LoadReport,
  replica: number,
  { subject, version, ackedMs }: { subject: string; version: number; ackedMs: number },
): Promise<void> {
  for (;;) {
    const askedMs = performance.now() - ackedMs;
    const latest = await call(replicas, report, replica, 'GET', `/subjects/${subject}/versions/latest`);
    if (latest === null) return;
    if ((latest.body as { version?: number }).version === version) {
      report.lagsMs.push(performance.now() - ackedMs);
      return;
    }
    report.oldAnswers += 1;
    if (askedMs >= MAX_STALE_MS)
      report.stale.push(
        `${subject}/${version}, asked for after ${askedMs.toFixed(0)} ms: ${JSON.stringify(latest.body)}`,
      );
  }
}

async function remove(
  replicas: Replicas,
  report: LoadReport,
  replica: number,
  version: number,
): Promise<void> {
  const answer = await call(replicas, report, replica, 'DELETE', `/subjects/base/versions/${version}`);
  if (answer?.status === 200) report.deleted += 1;
}

/** Null when the replica is down or goes down. */
async function call(
  replicas: Replicas,
  report: LoadReport,
  replica: number,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: unknown } | null> {
  const url = replicas.url(replica);
  if (url === null) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return null;
  }
  const headers = { 'content-type': 'application/vnd.schemaregistry.v1+json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers };
  try {
    const response = await fetch(`${url}${path}`, { method, ...sent });
    const answer = { status: response.status, body: (await response.json()) as unknown };
    if (answer.status !== 200 && !PROVOKED.includes(answer.status))
      report.unexpected.push(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  } catch {
    report.lost += 1;
    return null;
  }
}
