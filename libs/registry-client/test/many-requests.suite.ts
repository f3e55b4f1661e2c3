/** A process that sends 30 requests at once to the registry in its first argument, and prints what Node warns of. */
import { RegistryClient } from '../src/index.js';

process.on('warning', ({ message }) => console.log(message));
const client = new RegistryClient({ url: process.argv[2]! });
await Promise.all(Array.from({ length: 30 }, (_, index) => client.request('GET', `/${index}`)));
await client.close();
console.log('sent');
