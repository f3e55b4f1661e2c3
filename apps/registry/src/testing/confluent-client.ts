/** One answer of the Confluent surface. */
export interface ConfluentAnswer {
  readonly status: number;
  /** Parsed, or the text when it is no JSON. */
  readonly body: unknown;
  readonly contentType: string;
}

/** Calls paths of the Confluent surface. */
export type ConfluentCall = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<ConfluentAnswer>;

/** A client of a registry at `url`, as Confluent's own send requests. A body that is a string is sent as it is. */
export function confluentClient(url: string): ConfluentCall {
  return async (method, path, body, headers = {}) => {
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const type = body === undefined ? {} : { 'content-type': 'application/vnd.schemaregistry.v1+json' };
    const response = await fetch(`${url}${path}`, { method, headers: { ...type, ...headers }, ...sent });
    const text = await response.text();
    return {
      status: response.status,
      body: parsed(text),
      contentType: response.headers.get('content-type') ?? '',
    };
  };
}

/** A registration of .proto text. */
export function proto(schema: string, more: Readonly<Record<string, unknown>> = {}): object {
  return { schemaType: 'PROTOBUF', schema, ...more };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
