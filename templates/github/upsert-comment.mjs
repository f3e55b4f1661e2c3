// Puts a report on a pull request: makes one comment, and updates that comment when it is there. It is known by the report's first line, an
// HTML comment. API: https://docs.github.com/en/rest/issues/comments (version 2022-11-28). A token that may not write, as for a pull
// request from a fork, is a warning and no failure.
import { readFile } from 'node:fs/promises';

const PAGE_SIZE = 100;
/** Pull requests with more comments than this many pages get a new comment each time. */
const MAX_PAGES = 50;
/** GitHub takes 65,536 characters. */
const MAX_CHARACTERS = 65_000;
const TIMEOUT_MS = 30_000;

const { GITHUB_API_URL = 'https://api.github.com', GITHUB_REPOSITORY, GITHUB_EVENT_PATH } = process.env;
const { GITHUB_TOKEN = '', PROTOKOLL_REPORT } = process.env;

await main();

async function main() {
  const body = shortened(await readFile(PROTOKOLL_REPORT, 'utf8'));
  const [marker] = body.split('\n', 1);
  if (!/^<!--.*-->$/.test(marker)) return fail('The report has no marker in its first line.');
  if (GITHUB_TOKEN === '') return warn('There is no token, so there is no comment.');
  const event = JSON.parse(await readFile(GITHUB_EVENT_PATH, 'utf8'));
  const number = event.pull_request?.number;
  if (!Number.isInteger(number)) return warn('This is no pull request, so there is no comment.');
  const issues = `/repos/${GITHUB_REPOSITORY}/issues`;
  const known = await findComment(`${issues}/${number}/comments`, marker);
  const answer =
    known === null
      ? await call('POST', `${issues}/${number}/comments`, { body })
      : await call('PATCH', `${issues}/comments/${known.id}`, { body });
  if (answer.status === 403 || answer.status === 404)
    return warn('The token may not write comments here: give the job the permission `pull-requests: write`.');
  if (!answer.ok) return fail(`GitHub answered ${answer.status} to the comment.`);
  console.log(`${known === null ? 'Made' : 'Updated'} the comment ${(await answer.json()).html_url ?? ''}`);
}

/** The first comment that starts with the marker: one that only quotes it is somebody's own. */
async function findComment(path, marker) {
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const answer = await call('GET', `${path}?per_page=${PAGE_SIZE}&page=${page}`);
    if (!answer.ok) return null;
    const comments = await answer.json();
    const known = comments.find((comment) => comment.body?.trimStart().startsWith(marker));
    if (known !== undefined) return known;
    if (comments.length < PAGE_SIZE) return null;
  }
  return null;
}

function call(method, path, body) {
  return fetch(`${GITHUB_API_URL}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${GITHUB_TOKEN}`,
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      'content-type': 'application/json',
    },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

function shortened(report) {
  if (report.length <= MAX_CHARACTERS) return report;
  return `${report.slice(0, MAX_CHARACTERS)}\n\n… the rest is in the summary of the job.\n`;
}

function warn(message) {
  console.log(`::warning title=Protokoll::${message}`);
}

function fail(message) {
  console.log(`::error title=Protokoll::${message}`);
  process.exitCode = 1;
}
