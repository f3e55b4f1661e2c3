// The peer: node:http with one constant answer, of the size and headers of the registry's.
import { createServer } from 'node:http';

const body = Buffer.alloc(Number(process.env.BODY_BYTES ?? 512), 1);
const headers = {
  'content-type': 'application/x-protobuf',
  'content-length': body.length,
  etag: '"x"',
  'cache-control': 'public, max-age=31536000, immutable',
};
createServer((_request, response) => {
  response.writeHead(200, headers);
  response.end(body);
}).listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
