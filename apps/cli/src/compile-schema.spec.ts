import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from './compile-schema.js';

test.each([
  [{ PROTOKOLL_CACHE: '/p', XDG_CACHE_HOME: '/x', HOME: '/h' }, '/p'],
  [{ XDG_CACHE_HOME: '/x', HOME: '/h' }, '/x/protokoll'],
  [{ LOCALAPPDATA: '/l', HOME: '/h' }, '/l/protokoll'],
  [{ HOME: '/h' }, '/h/.cache/protokoll'],
  [{ XDG_CACHE_HOME: '', HOME: '/h' }, '/h/.cache/protokoll'],
  [{}, join(tmpdir(), 'protokoll')],
])('with %j the cache is in %s', (env, folder) => {
  expect(cacheFolder(env)).toBe(folder);
});
