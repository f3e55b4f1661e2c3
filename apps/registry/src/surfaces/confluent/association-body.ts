import type { Lifecycle } from '../../core/repositories/associations.repository.js';
import type { SubjectName } from '../../core/subject-name.js';
import { FAILURES } from './confluent-error.js';
import { subjectOf } from './path.js';
import { readObject, readRegistration, type RegistrationBody } from './request-body.js';

/** What is associated, as a body names it. */
export interface Resource {
  readonly resourceName: string;
  readonly resourceNamespace: string;
  /** Empty only where nothing is stored. */
  readonly resourceId: string;
  readonly resourceType: string;
}

/** An association that is to be there; undefined: as it is, or the default. */
export interface WantedAssociation {
  readonly subject: SubjectName;
  readonly associationType: string;
  readonly lifecycle: Lifecycle | undefined;
  readonly frozen: boolean | undefined;
  /** Registered to the subject before. */
  readonly schema: RegistrationBody | undefined;
  readonly normalize: boolean;
}

/** What is to be done with one association of a resource. */
export type AssociationOp =
  | { readonly op: 'CREATE' | 'UPSERT'; readonly wanted: WantedAssociation }
  | { readonly op: 'DELETE'; readonly associationType: string };

/** What is to be done with a resource. */
export interface AssociationRequest extends Resource {
  readonly ops: readonly AssociationOp[];
}

/** How a body is read. */
export interface AssociationReading {
  /** The context of subjects that name none. */
  readonly context: string;
  /** Without an id there is nothing to store for. */
  readonly dryRun: boolean;
  /** What members that name no operation mean. */
  readonly op: 'CREATE' | 'UPSERT';
  /** The id that the path names. */
  readonly resourceId?: string;
}

type Members = Readonly<Record<string, unknown>>;

const MAX_NAME = 256;
const MAX_ID = 1_000;
const MAX_ASSOCIATIONS = 100;
const MAX_REQUESTS = 1_000;
/** What names consist of. Confluent takes no dot; topics have them. */
const NAME = /^[\p{L}\p{Nd}_.-]*$/u;

/** The kind of resource that there is. */
export const TOPIC = 'topic';
const DEFAULT_TYPE = 'value';

/** What subjects of a topic are for. */
export const ASSOCIATION_TYPES: readonly string[] = ['key', DEFAULT_TYPE];

/** Reads what is to be done with one resource. **Throws** 400, 422, 42208, 42210, 42212. */
export function readAssociations(body: unknown, how: AssociationReading): AssociationRequest {
  const members = readObject(body);
  const resource = {
    resourceName: nameOf(members, 'resourceName'),
    resourceNamespace: nameOf(members, 'resourceNamespace'),
    resourceId: resourceIdOf(members, how),
    resourceType: resourceTypeOf(members['resourceType']),
  };
  const ops = listOf(members['associations'], 'associations', MAX_ASSOCIATIONS).map((one) =>
    opOf(one, resource, how),
  );
  refuseDoubles(ops);
  return { ...resource, ops };
}

/** Reads the requests of a batch, each by itself: what is wrong with one is told of that one. **Throws** 400, 422, 42212. */
export function readBatch(body: unknown): readonly unknown[] {
  return listOf(readObject(body)['requests'], 'requests', MAX_REQUESTS);
}

/** `topic` when there is none. **Throws** 42212 for another. */
export function resourceTypeOf(value: unknown): string {
  if (value !== undefined && value !== null && value !== '' && value !== TOPIC)
    throw FAILURES.invalidAssociation('resourceType', `must be '${TOPIC}'`);
  return TOPIC;
}

/** STRONG or WEAK; undefined when there is none. **Throws** 42212. */
export function lifecycleOf(value: unknown): Lifecycle | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (value === 'STRONG' || value === 'WEAK') return value;
  throw FAILURES.invalidAssociation('lifecycle', 'must be STRONG or WEAK');
}

/** **Throws** 42212 for what no subject is for. */
export function associationTypeOf(value: unknown): string {
  if (value === undefined || value === null || value === '') return DEFAULT_TYPE;
  if (typeof value === 'string' && ASSOCIATION_TYPES.includes(value)) return value;
  throw FAILURES.invalidAssociation('associationType', "must be 'key' or 'value'");
}

function opOf(value: unknown, resource: Resource, how: AssociationReading): AssociationOp {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw FAILURES.invalidAssociation('associations', 'must be objects');
  const members = value as Members;
  const op = members['opType'] ?? how.op;
  const associationType = associationTypeOf(members['associationType']);
  if (op === 'DELETE') return { op, associationType };
  if (op !== 'CREATE' && op !== 'UPSERT')
    throw FAILURES.invalidAssociation('opType', 'must be CREATE, UPSERT or DELETE');
  const wanted = {
    subject: subjectOfMembers(members, associationType, resource, how.context),
    associationType,
    lifecycle: lifecycleOf(members['lifecycle']),
    frozen: booleanOf(members, 'frozen'),
    schema: schemaOf(members['schema']),
    normalize: booleanOf(members, 'normalize') ?? false,
  };
  return { op, wanted };
}

/** A topic's own subject, when none is named, is called like the topic, in the context of its namespace. */
function subjectOfMembers(
  { subject }: Members,
  type: string,
  { resourceNamespace, resourceName }: Resource,
  context: string,
): SubjectName {
  if (subject === undefined || subject === null)
    return subjectOf({}, `:.${resourceNamespace}:${resourceName}-${type}`);
  if (typeof subject !== 'string' || subject === '')
    throw FAILURES.invalidAssociation('subject', 'must not be empty');
  return subjectOf({ context }, subject);
}

function schemaOf(value: unknown): RegistrationBody | undefined {
  return value === undefined || value === null ? undefined : readRegistration(value);
}

function booleanOf(members: Members, property: string): boolean | undefined {
  const value = members[property];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean') throw FAILURES.invalidAssociation(property, 'must be true or false');
  return value;
}

function resourceIdOf(members: Members, { dryRun, resourceId }: AssociationReading): string {
  const value = members['resourceId'] ?? resourceId ?? '';
  if (typeof value !== 'string' || (value === '' && !dryRun))
    throw FAILURES.invalidAssociation('resourceId', 'cannot be null or empty');
  if (value.length > MAX_ID)
    throw FAILURES.invalidAssociation('resourceId', `exceeds max length of ${MAX_ID}`);
  if (resourceId !== undefined && value !== resourceId)
    throw FAILURES.invalidAssociation('resourceId', 'is not that of the path');
  return value;
}

function nameOf(members: Members, property: string): string {
  const value = members[property];
  if (typeof value !== 'string' || value === '')
    throw FAILURES.invalidAssociation(property, 'cannot be null or empty');
  if (value.length > MAX_NAME)
    throw FAILURES.invalidAssociation(property, `exceeds max length of ${MAX_NAME}`);
  const illegal = [...value].find((character) => !NAME.test(character));
  if (illegal !== undefined) throw FAILURES.invalidAssociation(property, `illegal character '${illegal}'`);
  return value;
}

function listOf(value: unknown, property: string, max: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0)
    throw FAILURES.invalidAssociation(property, 'cannot be null or empty');
  if (value.length > max) throw FAILURES.invalidAssociation(property, `cannot be more than ${max}`);
  return value;
}

function refuseDoubles(ops: readonly AssociationOp[]): void {
  const types = ops.map((one) => (one.op === 'DELETE' ? one.associationType : one.wanted.associationType));
  const double = types.find((type, index) => types.indexOf(type) !== index);
  if (double !== undefined)
    throw FAILURES.invalidAssociation('associationType', `'${double}' is there more than once`);
}
