import type { CheckReport } from '../check-report.js';
import { githubFormat } from './formats/github.js';
import { gitlabFormat } from './formats/gitlab.js';
import { jsonFormat } from './formats/json.js';
import { junitFormat } from './formats/junit.js';
import { markdownFormat } from './formats/markdown.js';
import { sarifFormat } from './formats/sarif.js';
import { textFormat } from './formats/text.js';
import type { Paint } from './paint.js';

/** A way to write a report: the whole text, with its last line's end. */
export type Format = (report: CheckReport, paint: Paint) => string;

const FORMATS = {
  text: textFormat,
  json: jsonFormat,
  junit: junitFormat,
  sarif: sarifFormat,
  github: githubFormat,
  gitlab: gitlabFormat,
  markdown: markdownFormat,
} satisfies Record<string, Format>;

/** Name of a format. */
export type FormatName = keyof typeof FORMATS;

/** Their names, text first. */
export const FORMAT_NAMES = Object.keys(FORMATS) as readonly FormatName[];

/** A report in a format. */
export function renderReport(format: FormatName, report: CheckReport, paint: Paint): string {
  const render: Format = FORMATS[format];
  return render(report, paint);
}
