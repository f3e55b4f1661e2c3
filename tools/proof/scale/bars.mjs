// What was measured beside what it should be.
export class Bars {
  rows = [];

  /** `holds`: true, false, or null where there is no bar. */
  add(what, measured, bar = '', holds = null) {
    const verdict = holds === null ? '' : holds ? 'PASS' : 'FAIL';
    this.rows.push([what, measured, bar, verdict]);
    console.log(`  ${what.padEnd(58)} ${measured.padStart(28)}   ${bar.padEnd(20)} ${verdict}`);
  }

  below(what, value, limit, unit) {
    const shown = Number.isNaN(value) ? 'not measured' : `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
    this.add(what, shown, `< ${limit} ${unit}`, Number.isNaN(value) ? null : value < limit);
  }

  get failed() {
    return this.rows.filter(([, , , verdict]) => verdict === 'FAIL');
  }
}
