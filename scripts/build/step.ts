import { endProgress, progressLine } from "../command.ts";

/** Does one step of a long job; says what it did and how long it took, unless nobody listens. */
export type Step = <T>(
  label: string,
  work: (progress: (done: number, total: number) => void) => Promise<T>,
  result: (value: T) => string,
) => Promise<T>;

/** A step whose progress and result are told by the given functions. */
const telling =
  (say: (line: string) => void, progressOf: (label: string) => (done: number, total: number) => void): Step =>
  async (label, work, result) => {
    const start = performance.now();
    const value = await work(progressOf(label));
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    say(`${label}：${result(value)}（${seconds} 秒）`);
    return value;
  };

/** Shows its steps to the person who called the command. */
export const shown: Step = telling((line) => {
  endProgress();
  console.error(line);
}, progressLine);

/** Tells its steps to the process that started this one. */
export const reported: Step = telling(
  (line) => process.send!({ line }),
  () => () => {},
);

/** Says nothing. */
export const silent: Step = telling(
  () => {},
  () => () => {},
);
