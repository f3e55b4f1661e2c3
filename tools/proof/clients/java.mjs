import { run, versionOf } from './run.mjs';

const VERSION = '8.0.0';
const ARTIFACTS = ['kafka-schema-registry-client', 'kafka-protobuf-serializer'];

/** Confluent's serializer for Java. It is not at Maven Central: it is tried where Maven is told of a place that has it. */
export async function java() {
  const client = `io.confluent ${ARTIFACTS.join(', ')} ${VERSION} (Java)`;
  const skipped = (problem) => [{ client, skipped: problem }];
  if ((await versionOf('mvn', '--version')) === null) return skipped('there is no Maven');
  for (const artifact of ARTIFACTS) {
    const get = ['-q', '-B', 'dependency:get', `-Dartifact=io.confluent:${artifact}:${VERSION}`];
    const problem = await run('mvn', get).then(
      () => null,
      () => `Maven is not served io.confluent:${artifact}`,
    );
    if (problem !== null) return skipped(problem);
  }
  return skipped('there is no driver for it: it could not be had where this was written');
}
