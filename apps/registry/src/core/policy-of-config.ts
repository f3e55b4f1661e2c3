import { DEFAULT_BUF_OPTIONS, type BufOptions, type Policy, type Waiver } from '#libs/compat';
import type { registry } from '#libs/gen';

/** What one scope's settings say of the policy; what they leave out is inherited. Their values have been checked. */
export function policyOfConfig(config: registry.ConfigJson): Partial<Policy> {
  return {
    ...(isSet(config.compatibility) ? { level: config.compatibility as Policy['level'] } : {}),
    ...(isSet(config.profile) ? { profile: config.profile as Policy['profile'] } : {}),
    ...(isSet(config.encodings) ? { encodings: config.encodings as Policy['encodings'] } : {}),
    ...(config.jsonIgnoreUnknown === undefined ? {} : { jsonIgnoreUnknown: config.jsonIgnoreUnknown }),
    ...(config.buf === undefined ? {} : { buf: bufOptions(config.buf) }),
    ...(isSet(config.refuse) ? { refuse: config.refuse as Policy['refuse'] } : {}),
    ...(isSet(config.waivers) ? { waivers: config.waivers.map(toWaiver) } : {}),
  };
}

/** A policy as settings that say all of it. */
export function configOfPolicy(policy: Policy): registry.ConfigJson {
  const { use, except, ignore, ignoreOnly, ignoreUnstablePackages } = policy.buf;
  return {
    compatibility: policy.level,
    profile: policy.profile,
    encodings: [...policy.encodings],
    jsonIgnoreUnknown: policy.jsonIgnoreUnknown,
    buf: {
      use: [...use],
      except: [...except],
      ignore: [...ignore],
      ignoreOnly: ignoreOnly.map(({ rule, paths }) => ({ rule, paths: [...paths] })),
      ignoreUnstablePackages,
    },
    refuse: [...policy.refuse],
    waivers: policy.waivers.map(waiverJson),
  };
}

/** A waiver as settings and findings have it: what it leaves open is empty. */
export function waiverJson(waiver: Waiver): registry.WaiverJson {
  return {
    ruleId: waiver.ruleId ?? '',
    path: waiver.path ?? '',
    reason: waiver.reason,
    author: waiver.author,
    expires: waiver.expires ?? '',
  };
}

/** True for a text or list that says something: an empty one inherits. */
export function isSet<T extends { readonly length: number }>(value: T | undefined): value is T {
  return value !== undefined && value.length > 0;
}

function bufOptions(json: registry.BufBreakingJson): BufOptions {
  return {
    ...DEFAULT_BUF_OPTIONS,
    use: json.use ?? [],
    except: json.except ?? [],
    ignore: json.ignore ?? [],
    ignoreOnly: (json.ignoreOnly ?? []).map(({ rule = '', paths = [] }) => ({ rule, paths })),
    ignoreUnstablePackages: json.ignoreUnstablePackages ?? false,
  };
}

function toWaiver(waiver: registry.WaiverJson): Waiver {
  return {
    ruleId: orNull(waiver.ruleId),
    path: orNull(waiver.path),
    reason: waiver.reason ?? '',
    author: waiver.author ?? '',
    expires: orNull(waiver.expires),
  };
}

function orNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}
