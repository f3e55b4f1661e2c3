// What is asked of both registries, one after another: [name, method, path, body].

const P1 = 'syntax = "proto3";\npackage shop;\n\nmessage Order {\n  string id = 1;\n  int64 price = 2;\n}\n';
const P2 = P1.replace('  int64 price = 2;\n', '  int64 price = 2;\n  string note = 3;\n');
const BREAKING = P1.replace('int64 price', 'string price');
const MONEY = 'syntax = "proto3";\npackage money;\n\nmessage Money {\n  int64 units = 1;\n}\n';
const BILL =
  'syntax = "proto3";\npackage shop;\n\nimport "money.proto";\n\nmessage Bill {\n  money.Money total = 1;\n}\n';
const record = (...fields) => JSON.stringify({ type: 'record', name: 'Order', namespace: 'shop', fields });
const ID = { name: 'id', type: 'string' };
const A1 = record(ID);
const A2 = record(ID, { name: 'note', type: 'string', default: '' });
const A_BREAKING = record(ID, { name: 'must', type: 'int' });
const schema = (properties, more = {}) => JSON.stringify({ type: 'object', properties, ...more });
const J1 = schema({ id: { type: 'string' } }, { additionalProperties: false });
const J2 = schema({ id: { type: 'string' }, note: { type: 'string' } }, { additionalProperties: false });
const J_BREAKING = schema({ id: { type: 'number' } }, { additionalProperties: false });

const proto = (text, more = {}) => ({ schemaType: 'PROTOBUF', schema: text, ...more });
const avro = (text) => ({ schema: text });
const json = (text) => ({ schemaType: 'JSON', schema: text });
const money = [{ name: 'money.proto', subject: 'money', version: 1 }];

/** Each is `[method, path, body?]` under a name. */
export const STEPS = {
  types: ['GET', '/schemas/types'],
  'no subjects': ['GET', '/subjects'],
  'global level': ['GET', '/config'],
  'set the global level': ['PUT', '/config', { compatibility: 'BACKWARD' }],
  'no level of a subject': ['GET', '/config/order'],
  'no level of a subject, or the global one': ['GET', '/config/order?defaultToGlobal=true'],
  'a level that is none': ['PUT', '/config/order', { compatibility: 'SOMETIMES' }],
  'global mode': ['GET', '/mode'],
  'no mode of a subject': ['GET', '/mode/order'],
  contexts: ['GET', '/contexts'],

  'register Protobuf': ['POST', '/subjects/order/versions', proto(P1)],
  'register it again': ['POST', '/subjects/order/versions', proto(P1)],
  'register it elsewhere': ['POST', '/subjects/other/versions', proto(P1)],
  'look it up': ['POST', '/subjects/order', proto(P1)],
  'look up what is not there': ['POST', '/subjects/order', proto(P2)],
  'look up in no subject': ['POST', '/subjects/nowhere', proto(P1)],
  'may it change so': ['POST', '/compatibility/subjects/order/versions/latest', proto(P2)],
  'may it change so, verbose': [
    'POST',
    '/compatibility/subjects/order/versions/latest?verbose=true',
    proto(P2),
  ],
  'may it break': ['POST', '/compatibility/subjects/order/versions/latest', proto(BREAKING)],
  'may it break, against all': ['POST', '/compatibility/subjects/order/versions', proto(BREAKING)],
  'change it': ['POST', '/subjects/order/versions', proto(P2)],
  'break it': ['POST', '/subjects/order/versions', proto(BREAKING)],
  'register what is no schema': ['POST', '/subjects/order/versions', proto('syntax = "proto3"; message {')],
  'register with a body that is no JSON': ['POST', '/subjects/order/versions', 'no JSON'],

  versions: ['GET', '/subjects/order/versions'],
  'versions of no subject': ['GET', '/subjects/nowhere/versions'],
  'version 1': ['GET', '/subjects/order/versions/1'],
  latest: ['GET', '/subjects/order/versions/latest'],
  'version -1': ['GET', '/subjects/order/versions/-1'],
  'version 9': ['GET', '/subjects/order/versions/9'],
  'version 0': ['GET', '/subjects/order/versions/0'],
  'version of a name': ['GET', '/subjects/order/versions/newest'],
  'text of a version': ['GET', '/subjects/order/versions/1/schema'],
  'id 1': ['GET', '/schemas/ids/1'],
  'text of id 1': ['GET', '/schemas/ids/1/schema'],
  'subjects of id 1': ['GET', '/schemas/ids/1/subjects'],
  'versions of id 1': ['GET', '/schemas/ids/1/versions'],
  'no id': ['GET', '/schemas/ids/999999'],
  subjects: ['GET', '/subjects'],
  'subjects by prefix': ['GET', '/subjects?subjectPrefix=ord'],

  'register what is referred to': ['POST', '/subjects/money/versions', proto(MONEY)],
  'refer to it': ['POST', '/subjects/bill/versions', proto(BILL, { references: money })],
  'refer to nothing': [
    'POST',
    '/subjects/bill/versions',
    proto(BILL.replace('Bill', 'Note'), { references: [{ ...money[0], version: 7 }] }),
  ],
  'who refers to it': ['GET', '/subjects/money/versions/1/referencedby'],
  'delete what is referred to': ['DELETE', '/subjects/money/versions/1'],
  'delete a subject that is referred to': ['DELETE', '/subjects/money'],

  'register Avro': ['POST', '/subjects/avro/versions', avro(A1)],
  'change Avro': ['POST', '/subjects/avro/versions', avro(A2)],
  'break Avro': ['POST', '/subjects/avro/versions', avro(A_BREAKING)],
  'register JSON': ['POST', '/subjects/json/versions', json(J1)],
  'break JSON': ['POST', '/subjects/json/versions', json(J_BREAKING)],
  'Avro by version': ['GET', '/subjects/avro/versions/1'],
  'JSON by version': ['GET', '/subjects/json/versions/1'],

  'set the level of a subject': ['PUT', '/config/order', { compatibility: 'NONE' }],
  'level of a subject': ['GET', '/config/order'],
  'break it with no level': ['POST', '/subjects/order/versions', proto(BREAKING)],
  'delete the level of a subject': ['DELETE', '/config/order'],
  'delete it again': ['DELETE', '/config/order'],

  'delete a version for good first': ['DELETE', '/subjects/order/versions/1?permanent=true'],
  'delete a version': ['DELETE', '/subjects/order/versions/1'],
  'delete it twice': ['DELETE', '/subjects/order/versions/1'],
  'read a deleted version': ['GET', '/subjects/order/versions/1'],
  'read a deleted version as such': ['GET', '/subjects/order/versions/1?deleted=true'],
  'versions without it': ['GET', '/subjects/order/versions'],
  'versions with it': ['GET', '/subjects/order/versions?deleted=true'],
  'read it by id': ['GET', '/schemas/ids/1'],
  'delete it for good': ['DELETE', '/subjects/order/versions/1?permanent=true'],
  'delete version 9': ['DELETE', '/subjects/order/versions/9'],
  'delete a subject for good first': ['DELETE', '/subjects/order?permanent=true'],
  'delete a subject': ['DELETE', '/subjects/order'],
  'delete a subject twice': ['DELETE', '/subjects/order'],
  'latest of a deleted subject': ['GET', '/subjects/order/versions/latest'],
  'subjects without it': ['GET', '/subjects'],
  'subjects with it': ['GET', '/subjects?deleted=true'],
  'delete a subject for good': ['DELETE', '/subjects/order?permanent=true'],
  'delete no subject': ['DELETE', '/subjects/nowhere'],
  'register after all is deleted': ['POST', '/subjects/order/versions', proto(P1)],

  'register nothing': ['POST', '/subjects/empty/versions', proto('')],
  'register a type that is none': ['POST', '/subjects/odd/versions', { schemaType: 'XML', schema: '<a/>' }],
  'import without a reference': ['POST', '/subjects/note/versions', proto(BILL.replace('Bill', 'Note'))],
  'set a mode': ['PUT', '/mode/json', { mode: 'READONLY' }],
  mode: ['GET', '/mode/json'],
  'register what may only be read': ['POST', '/subjects/json/versions', json(J2)],
  'a mode that is none': ['PUT', '/mode/json', { mode: 'SLOW' }],
  'delete a mode': ['DELETE', '/mode/json'],
};
