const SAMPLES =
  /(?:^|\/)(?:node_modules|vendor|third_party|testdata|fixtures|__fixtures__|examples?|samples?|seeds?)\//;

/** True for a file in a folder of copies: vendored code, examples, test data. What it says is not how this repository works. */
export function isSamplePath(path: string): boolean {
  return SAMPLES.test(path);
}
