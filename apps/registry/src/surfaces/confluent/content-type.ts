import type { FastifyRequest } from 'fastify';

/** Confluent's types, the preferred one first. */
const TYPES = [
  'application/vnd.schemaregistry.v1+json',
  'application/vnd.schemaregistry+json',
  'application/json',
];

/** The content type of an answer: the best that the request accepts by name, else the first. */
export function answerType(request: FastifyRequest): string {
  const accepted = request.headers.accept?.toLowerCase() ?? '*/*';
  if (accepted === '*/*') return TYPES[0]!;
  const named = accepted.split(',').map((part) => part.split(';')[0]?.trim() ?? '');
  return TYPES.find((type) => named.includes(type)) ?? TYPES[0]!;
}
