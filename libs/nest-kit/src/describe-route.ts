import 'reflect-metadata';

/** What a route is told as in the API's description. */
export interface RouteDescription {
  /** One sentence. */
  readonly summary: string;
  /** Name of the message that it takes. */
  readonly body?: string;
  /** Name of the message that it answers. */
  readonly answer?: string;
  /** Content type of the answer, when it is not JSON. */
  readonly produces?: string;
}

const GROUP = Symbol('group of routes');
const DESCRIPTION = Symbol('description of a route');

/** Puts a controller's routes into the API's description below a heading. Controllers without it are not described. */
export function RouteGroup(name: string): ClassDecorator {
  return (target) => Reflect.defineMetadata(GROUP, name, target);
}

/** Describes a route. It is plain data: what makes a document of it is loaded when somebody asks for the document. */
export function Describe(summary: string, more: Omit<RouteDescription, 'summary'> = {}): MethodDecorator {
  return (_prototype, _name, descriptor) => {
    Reflect.defineMetadata(DESCRIPTION, { summary, ...more }, descriptor.value as object);
  };
}

/** The heading of a controller; null when it is not to be described. */
export function groupOf(controller: object): string | null {
  return (Reflect.getOwnMetadata(GROUP, controller) as string | undefined) ?? null;
}

/** The description of a route's method; null when it has none. */
export function descriptionOf(method: object): RouteDescription | null {
  return (Reflect.getOwnMetadata(DESCRIPTION, method) as RouteDescription | undefined) ?? null;
}
