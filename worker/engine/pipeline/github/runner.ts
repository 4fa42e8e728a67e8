/** The image of GitHub's ordinary Linux runners, by its own name: `ubuntu-latest` moves from one to the next. */
export const DEFAULT_RUNNER = "ubuntu-24.04";
