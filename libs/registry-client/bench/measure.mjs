// CPU time per message, subjects interleaved: what else the machine does hits all of them.

const ROUNDS = Number(process.env.ROUNDS ?? 21);
const ROUND_MS = 40;
// What is made must be used, or the optimizer may leave it out.
let sink = 0;

/** Nanoseconds of CPU per message of each round, by subject. A subject is `{ work, awaits }`; all read the same inputs. */
export async function measure(subjects, inputs) {
  const names = Object.keys(subjects);
  const loops = new Map();
  for (const name of names) loops.set(name, await calibrate(subjects[name], inputs));
  const figures = new Map(names.map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const name of round % 2 === 0 ? names : [...names].reverse())
      figures.get(name).push(await run(subjects[name], inputs, loops.get(name)));
  return figures;
}

async function calibrate(subject, inputs) {
  let ns = 0;
  for (let warm = 0; warm < 6; warm += 1) ns = await run(subject, inputs, warm < 2 ? 3 : 25);
  return Math.max(1, Math.round((ROUND_MS * 1e6) / (ns * inputs.length)));
}

async function run({ work, awaits }, inputs, loops) {
  const before = process.cpuUsage();
  if (awaits)
    for (let loop = 0; loop < loops; loop += 1)
      for (const bytes of inputs) sink += (await work(bytes)) === null ? 1 : 0;
  else
    for (let loop = 0; loop < loops; loop += 1)
      for (const bytes of inputs) sink += work(bytes) === null ? 1 : 0;
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / (loops * inputs.length);
}

/** The median of a list of numbers. */
export function median(values) {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
}

/** How many times as long `other` takes as `one`: the median over rounds. */
export function ratio(figures, one, other) {
  return median(figures.get(one).map((ns, round) => figures.get(other)[round] / ns));
}
