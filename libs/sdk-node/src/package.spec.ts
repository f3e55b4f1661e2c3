import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('..', import.meta.url));
const ROOT = join(HERE, '../..');

it('works where it is installed, with its types', () => {
  const project = mkdtempSync(join(tmpdir(), 'protokoll-sdk-'));
  try {
    const installed = join(project, 'node_modules/@protokoll/sdk-node');
    mkdirSync(installed, { recursive: true });
    const tsc = join(ROOT, 'node_modules/typescript7/bin/tsc');
    execFileSync(process.execPath, [tsc, '-p', HERE, '--outDir', join(installed, 'dist')]);
    cpSync(join(HERE, 'package.json'), join(installed, 'package.json'));
    symlinkSync(join(ROOT, 'node_modules/@bufbuild'), join(project, 'node_modules/@bufbuild'));

    const built = readdirSync(join(installed, 'dist'), { recursive: true, encoding: 'utf8' });
    expect(built.filter((name) => /spec|suite/.test(name))).toEqual([]);
    const texts = built
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFileSync(join(installed, 'dist', name), 'utf8'));
    expect(texts.join('\n')).not.toContain('#libs/');

    const program = `
      import { EventSender, createBatch, uuidText, type EventBatch } from '@protokoll/sdk-node';
      const batch: EventBatch = createBatch({ source: { appId: 'x' }, schemas: [{ id: 1, type: 'a.B' }], events: [{ schemaIndex: 0, payload: Uint8Array.of(1) }] });
      const sender: EventSender = new EventSender({ url: 'http://localhost:1', source: { appId: 'x' } });
      console.log(uuidText(batch.events[0]!.eventId).length + sender.pending);
    `;
    writeFileSync(join(project, 'package.json'), '{"type":"module"}');
    writeFileSync(join(project, 'main.ts'), program);
    const strict = [
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2022',
      '--skipLibCheck',
      'false',
      '--types',
      '',
    ];
    execFileSync(process.execPath, [tsc, ...strict, 'main.ts'], { cwd: project });
    expect(execFileSync(process.execPath, ['main.js'], { cwd: project, encoding: 'utf8' })).toBe('36\n');
  } finally {
    rmSync(project, { recursive: true });
  }
}, 60_000);
