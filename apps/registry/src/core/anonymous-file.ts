/**
 * Path of a file that has no name of its own, as in APIs where a schema is one text: whoever refers to it names it, and the same text
 * is the same schema under every subject.
 */
export const ANONYMOUS_FILE = '_schema.proto';
