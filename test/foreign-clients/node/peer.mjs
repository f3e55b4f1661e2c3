// Drives a registry client from npm: peer.mjs confluent|kafkajs PACKAGES URL < what to write and read > what came of it, both as JSON.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [name, packages, url] = process.argv.slice(2);
const load = createRequire(join(packages, 'package.json'));
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const given = JSON.parse(Buffer.concat(chunks).toString('utf8'));
const drive = await import(`./${name}.mjs`);
process.stdout.write(JSON.stringify(await drive.drive(load, url, given)));
