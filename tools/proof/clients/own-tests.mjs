import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startRegistry } from './registry.mjs';
import { run } from './run.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const NPM = '@confluentinc/schemaregistry';
/** They want answers of older servers: without `ts`, and by id without subject, version and GUID. */
const OLD_ANSWERS = ['Should register, retrieve, and delete a schema', 'Should get schema metadata'];

/** The tests that the npm package brings for a server. Its others need Kafka or none. */
export async function ownTestsOfNpm(scratch, packages) {
  const folder = join(scratch, 'own');
  mkdirSync(folder);
  cpSync(join(packages, 'node_modules', NPM, 'dist'), join(folder, 'dist'), { recursive: true });
  symlinkSync(join(packages, 'node_modules'), join(folder, 'node_modules'));
  return withRegistry(scratch, async (url) => {
    const constants = join(folder, 'dist/test/test-constants.js');
    writeFileSync(constants, readFileSync(constants, 'utf8').replace('http://localhost:8081', url));
    const config = join(folder, 'jest.config.json');
    const moduleDirectories = ['node_modules', join(root, 'node_modules')];
    writeFileSync(config, JSON.stringify({ rootDir: folder, transform: {}, moduleDirectories }));
    const report = join(folder, 'report.json');
    const jest = join(root, 'node_modules/jest/bin/jest.js');
    const args = ['-c', config, '--json', '--outputFile', report, 'dist/e2e/schemaregistry-client'];
    // It ends with 1 when a test fails; the report tells which.
    await run(process.execPath, [jest, ...args], { cwd: folder }).catch(() => undefined);
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
    return testResults[0].assertionResults.map(npmRow);
  });
}

function npmRow({ title, status, failureMessages }) {
  const told = { case: `its own test: ${title}` };
  if (!OLD_ANSWERS.includes(title))
    return { ...told, result: status === 'passed' ? 'PASS' : `FAIL: ${failureMessages[0].slice(0, 120)}` };
  return status === 'passed'
    ? { ...told, result: 'FAIL: it passes; take it from OLD_ANSWERS' }
    : {
        ...told,
        result:
          'SKIP: it wants answers of older servers, without ts and, by id, without subject, version and GUID',
      };
}

/** The test that the Go module brings for a server, from its source in `module`. */
export async function ownTestOfGo(scratch, module) {
  const folder = join(scratch, 'own');
  mkdirSync(join(folder, 'kafka'), { recursive: true });
  for (const name of ['go.mod', 'go.sum', 'schemaregistry'])
    cpSync(join(module, name), join(folder, name), { recursive: true });
  await run('chmod', ['-R', 'u+w', folder]);
  return withRegistry(scratch, async (url) => {
    writeFileSync(join(folder, 'kafka/testconf.json'), JSON.stringify({ SchemaRegistryURL: url }));
    const args = ['test', '-count=1', '-run', '^TestClient$', './schemaregistry'];
    const result = await run('go', args, { cwd: folder }).then(
      () => 'PASS',
      (error) => `FAIL: ${error.message.slice(0, 160)}`,
    );
    return [{ case: 'its own test: TestClient', result }];
  });
}

async function withRegistry(scratch, use) {
  const registry = await startRegistry(join(scratch, 'registry-own'));
  try {
    return await use(registry.url);
  } finally {
    await registry.close();
  }
}
