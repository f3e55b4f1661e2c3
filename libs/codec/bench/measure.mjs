// CPU time per message, subjects interleaved: what else the machine does hits all of them.

const ROUNDS = Number(process.env.ROUNDS ?? 21);
const ROUND_MS = 40;
// The optimizer works on other threads, whose time counts: rounds before it is done say nothing.
const WARM_ROUNDS = 8;
// What is made must be used, or the optimizer may leave it out.
let sink = 0;

/** Nanoseconds of CPU per call of each round, by subject; each round runs every subject over its inputs. */
export function measure(subjects) {
  const names = Object.keys(subjects);
  const loops = new Map(names.map((name) => [name, calibrate(subjects[name])]));
  const figures = new Map(names.map((name) => [name, []]));
  for (let round = 0; round < WARM_ROUNDS + ROUNDS; round += 1)
    for (const name of round % 2 === 0 ? names : [...names].reverse()) {
      const ns = run(subjects[name], loops.get(name));
      if (round >= WARM_ROUNDS) figures.get(name).push(ns);
    }
  return figures;
}

function calibrate(subject) {
  for (let warm = 0; warm < 4; warm += 1) run(subject, 25);
  const ns = run(subject, 50);
  return Math.max(1, Math.round((ROUND_MS * 1e6) / (ns * subject.inputs.length)));
}

function run({ work, inputs }, loops) {
  const before = process.cpuUsage();
  for (let loop = 0; loop < loops; loop += 1)
    for (let index = 0; index < inputs.length; index += 1) sink += work(inputs[index]) === null ? 1 : 0;
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
