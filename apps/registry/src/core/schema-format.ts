/** The format of schemas that are compiled, judged by element and made tables and codecs of. */
export const PROTOBUF = 'PROTOBUF';
