import { BUF_RULES, type BufOptions } from '#libs/compat';

/** Versions of buf.yaml. */
export type BufVersion = 'v1beta1' | 'v1' | 'v2';

/** Rules that only a buf.yaml v2 has. */
const NEW_IN_V2: readonly string[] = [
  'EXTENSION_NO_DELETE',
  'FIELD_SAME_DEFAULT',
  'PACKAGE_EXTENSION_NO_DELETE',
];

/** Rules that v1beta1 does not have either. */
const NEW_IN_V1: readonly string[] = ['FIELD_WIRE_COMPATIBLE_TYPE', 'FIELD_WIRE_JSON_COMPATIBLE_TYPE'];

/** What those in the categories WIRE and WIRE_JSON came after. */
const ON_THE_WIRE_IN_V1BETA1: readonly string[] = ['FIELD_SAME_CARDINALITY', 'FIELD_SAME_TYPE'];

/**
 * Options that mean in terms of v2 what they mean in their version: a rule that a version does not have never speaks, and v1beta1 has other
 * rules in its categories. **Source** `buf config ls-breaking-rules --version`, buf 1.74.
 */
export function inTermsOfV2(options: BufOptions, version: BufVersion): BufOptions {
  if (version === 'v2') return options;
  if (version === 'v1') return { ...options, except: [...options.except, ...NEW_IN_V2] };
  const use = options.use.length === 0 ? ['FILE'] : options.use;
  return {
    ...options,
    use: use.flatMap(rulesInV1Beta1),
    except: [...options.except.flatMap(rulesInV1Beta1), ...NEW_IN_V1, ...NEW_IN_V2],
    ignoreOnly: options.ignoreOnly.flatMap(({ rule, paths }) =>
      rulesInV1Beta1(rule).map((id) => ({ rule: id, paths })),
    ),
  };
}

/** The rules of a category in v1beta1; anything else is itself. */
function rulesInV1Beta1(name: string): readonly string[] {
  const rules = BUF_RULES.filter(({ categories }) => categories.some((category) => category === name));
  if (rules.length === 0) return [name];
  const gone = new Set([...NEW_IN_V2, ...NEW_IN_V1, ...(name === 'FILE' ? [] : ['FILE_SAME_PACKAGE'])]);
  const ids = rules.map(({ id }) => id).filter((id) => !gone.has(id));
  return name.startsWith('WIRE') ? [...new Set([...ids, ...ON_THE_WIRE_IN_V1BETA1])] : ids;
}
