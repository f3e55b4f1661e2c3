import type { CheckReport, ModuleReport } from '../../check-report.js';
import { verdictJson } from '../findings-json.js';

/**
 * For scripts, one object. One module: `{verdict, level, findings}`, or `{diagnostics}` when it does not compile. Several: `{verdict, modules}`, where each
 * has also `name`, `folder` and `comparedWith`, and the verdict is null when one of them does not compile.
 */
export function jsonFormat({ modules }: CheckReport): string {
  const [only] = modules;
  const answer = modules.length === 1 && only !== undefined ? outcomeJson(only) : severalJson(modules);
  return `${JSON.stringify(answer, null, 2)}\n`;
}

function severalJson(modules: readonly ModuleReport[]): object {
  return {
    verdict: verdictOf(modules),
    modules: modules.map((module) => {
      const { name, folder, comparedWith } = module;
      return { name, folder, comparedWith, ...outcomeJson(module) };
    }),
  };
}

function outcomeJson({ outcome }: ModuleReport): object {
  return outcome.kind === 'verdict'
    ? verdictJson(outcome.verdict)
    : { side: outcome.side, diagnostics: outcome.diagnostics };
}

function verdictOf(modules: readonly ModuleReport[]): 'compatible' | 'incompatible' | null {
  const verdicts = modules.map(({ outcome }) =>
    outcome.kind === 'verdict' ? outcome.verdict.verdict : null,
  );
  if (verdicts.includes(null)) return null;
  return verdicts.includes('incompatible') ? 'incompatible' : 'compatible';
}
