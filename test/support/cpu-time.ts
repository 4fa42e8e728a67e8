/** Milliseconds of processor time that `work` takes: what else the machine does is not counted. */
export function cpuTimeMsOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
