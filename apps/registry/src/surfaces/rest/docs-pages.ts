import { ERRORS } from '#libs/errors';

/** The page that shows the OpenAPI description. */
export const DOCS_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Protokoll API</title>
<link rel="icon" href="/docs/assets/favicon-32x32.png">
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ url: '/docs-json', dom_id: '#api', deepLinking: true });</script>
</body>
</html>
`;

/** The page that the `type` of problem details refers to: each failure with its status and message. */
export function errorsPage(): string {
  const rows = Object.entries(ERRORS).map(([code, { http, message }]) => {
    const id = code.toLowerCase().replaceAll('_', '-');
    return `<dt id="${id}"><code>${code}</code> (${http})</dt>\n<dd>${escapeHtml(message)}</dd>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Protokoll: failures</title>
</head>
<body>
<h1>Failures</h1>
<p>Words in braces stand for what a failure is about.</p>
<dl>
${rows.join('\n')}
</dl>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
